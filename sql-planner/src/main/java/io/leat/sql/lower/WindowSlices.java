package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates of overlapping windows, which share slices: each row is added to the one slice that it
 * is in, and what a slice adds up to is added to each window that the slice is part of.
 */
final class WindowSlices {
  /** Windows that begin more often than this many slices apart are not worth it. */
  private static final int MOST_SLICES_PER_SLIDE = 4;

  private final CircuitBuilder builder;
  private final CircuitNodes nodes;
  private final Plan.Aggregate aggregate;
  private final TimePlan.Windowed how;
  private final TimePlan.WindowAssign assign;
  private final Plan.@Nullable Calc calc;
  private final PreAggregation steps;

  private WindowSlices(
      CircuitBuilder builder,
      CircuitNodes nodes,
      Plan.Aggregate aggregate,
      TimePlan.Windowed how,
      TimePlan.WindowAssign assign,
      Plan.@Nullable Calc calc,
      PreAggregation steps) {
    this.builder = builder;
    this.nodes = nodes;
    this.aggregate = aggregate;
    this.how = how;
    this.assign = assign;
    this.calc = calc;
    this.steps = steps;
  }

  /** The node that gives the aggregates; null if its windows have no slices. */
  static @Nullable Integer add(
      CircuitBuilder builder, CircuitNodes nodes, Plan.Aggregate aggregate, TimePlan.Windowed how) {
    Plan.Calc calc = aggregate.input() instanceof Plan.Calc over ? over : null;
    Plan windows = calc == null ? aggregate.input() : calc.input();
    if (!(windows instanceof TimePlan.WindowAssign assign)
        || assign.closing().isEmpty()
        || slice(assign.window()) == null
        || how.emission().earlyMicros() > 0
        || (calc != null && !isOfRows(calc, assign.input().schema().size()))) {
      return null;
    }
    boolean appendOnly = nodes.traits(builder.build(assign.input())).appendOnly();
    PreAggregation steps =
        PreAggregation.inSlices(aggregate, aggregate.input().schema(), appendOnly);
    return steps == null
        ? null
        : new WindowSlices(builder, nodes, aggregate, how, assign, calc, steps).build();
  }

  private static @Nullable Window slice(Window window) {
    if (window instanceof Window.Cumulate cumulate) {
      return cumulate.size() > cumulate.step()
          ? new Window.Tumble(cumulate.step(), cumulate.offset())
          : null;
    }
    if (!(window instanceof Window.Hop hop) || hop.size() <= hop.slide()) {
      return null;
    }
    long slice = gcd(hop.size(), hop.slide());
    return hop.slide() / slice <= MOST_SLICES_PER_SLIDE
        ? new Window.Tumble(slice, hop.offset())
        : null;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Whether a calc tests and computes the same for all windows of a row. */
  private static boolean isOfRows(Plan.Calc calc, int rowColumns) {
    List<Expression> computed = new ArrayList<>(calc.condition().stream().toList());
    calc.projections().stream()
        .filter(projection -> !(projection instanceof Expression.InputRef))
        .forEach(computed::add);
    for (Expression expression : computed) {
      int[] uses = new int[calc.input().schema().size()];
      Expressions.countUses(expression, uses);
      if (!Expressions.deterministic(expression)
          || IntStream.range(rowColumns, uses.length).anyMatch(column -> uses[column] > 0)) {
        return false;
      }
    }
    return true;
  }

  private int build() {
    TimeNodes times = new TimeNodes(nodes);
    int slices =
        times.add(
            new TimePlan.WindowAssign(
                assign.input(),
                assign.time(),
                Objects.requireNonNull(slice(assign.window())),
                true,
                assign.closing(),
                assign.schema()),
            builder.build(assign.input()));
    int rows = calc == null ? slices : builder.calc(calc, slices);
    int parts = parts(rows);
    List<RowSchema.Field> fields = new ArrayList<>(steps.schema().fields());
    int before = assign.input().schema().size();
    fields.addAll(assign.schema().fields().subList(before, before + 3));
    List<Integer> groups = steps.groups();
    TimePlan.WindowAssign whole =
        new TimePlan.WindowAssign(
            assign.input(),
            groups.indexOf(how.ends().get(0)),
            assign.window(),
            true,
            assign.closing(),
            new RowSchema(fields));
    int windows = times.add(whole, parts);
    int merged = builder.calc(inWindows(), windows);
    TimePlan.Windowed last =
        new TimePlan.Windowed(
            aggregate,
            List.of(groups.indexOf(how.ends().get(0))),
            List.of(how.constants().get(0).stream().map(groups::indexOf).toList()),
            how.unitMicros(),
            Node.Late.LEFT_OUT,
            how.emission());
    return AggregateNodes.merge(nodes, aggregate, steps, merged, Windowing.by(last));
  }

  /** What rows of a slice add up to, when it has ended. */
  private int parts(int rows) {
    Windowing slices =
        Windowing.by(
            new TimePlan.Windowed(
                aggregate,
                how.ends(),
                how.constants(),
                how.unitMicros(),
                Node.Late.LEFT_OUT,
                Node.Emission.ONCE));
    List<Integer> groups = steps.groups();
    if (!countsRows() || nodes.isPlaced(rows, slices.distribution(0, groups))) {
      return parts(rows, groups, slices);
    }
    int fewer =
        nodes.share(
            List.of("preaggregate", rows, groups),
            () ->
                new Node.PreAggregate(
                    nodes.id("preaggregate", List.of(rows), groups.toString()),
                    rows,
                    groups,
                    List.of(),
                    nodes.get(rows).schema().select(groups)));
    return parts(fewer, IntStream.range(0, groups.size()).boxed().toList(), slices.moved(groups));
  }

  /** Whether rows that are equal in the groups add up to their number. */
  private boolean countsRows() {
    return steps.parts().stream()
        .allMatch(part -> part.arguments().isEmpty() && part.filter().isEmpty());
  }

  private int parts(int rows, List<Integer> groups, Windowing slices) {
    int moved = nodes.hashed(rows, slices.distribution(0, groups));
    return slices.share(
        nodes,
        List.of("preaggregate", moved, groups, steps.parts()),
        () ->
            new Node.PreAggregate(
                nodes.id("preaggregate", List.of(moved), groups + " " + steps.parts()),
                moved,
                groups,
                steps.parts(),
                steps.schema()));
  }

  /** The parts, with the columns of the windows in place of those of slices. */
  private Plan.Calc inWindows() {
    int before = assign.input().schema().size();
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < steps.schema().size(); i++) {
      int part = i < steps.groups().size() ? source(steps.groups().get(i)) - before : -1;
      columns.add(
          new Expression.InputRef(
              part < 0 ? i : steps.schema().size() + part, steps.schema().type(i)));
    }
    return new Plan.Calc(aggregate.input(), Optional.empty(), columns, steps.schema());
  }

  /** The column of the rows in windows that a column of the aggregate's input is; −1 for none. */
  private int source(int column) {
    if (calc == null) {
      return column;
    }
    return calc.projections().get(column) instanceof Expression.InputRef reference
        ? reference.index()
        : -1;
  }
}
