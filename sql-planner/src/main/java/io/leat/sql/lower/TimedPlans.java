package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Follows time attributes and windows from the sources of a plan upwards. What works within windows
 * that event time closes becomes a {@link TimePlan.Windowed}. The column with the window's end as
 * an instant goes along, hidden behind the others, as far as a window's start and end do.
 */
final class TimedPlans {
  private final PlanBuilder plans;
  private final Expressions expressions;
  private final Node.Emission emission;
  private final IdentityHashMap<Plan, Timed> done = new IdentityHashMap<>();

  TimedPlans(PlanBuilder plans, Expressions expressions, Node.Emission emission) {
    this.plans = plans;
    this.expressions = expressions;
    this.emission = emission;
  }

  /**
   * A plan, rewritten.
   *
   * @param width the columns of the plan that was; those behind them are hidden
   */
  record Timed(Plan plan, int width, Times times) {
    int hidden() {
      return plan.schema().size() - width;
    }

    /** The time attributes among the columns of the plan that was. */
    Set<Integer> visibleAttributes() {
      Set<Integer> visible = new TreeSet<>(times.attributes());
      visible.removeIf(column -> column >= width);
      return visible;
    }
  }

  /** The plan with the same columns. */
  Plan apply(Plan root) {
    return visible(timed(root));
  }

  private Timed timed(Plan plan) {
    Timed known = done.get(plan);
    if (known == null) {
      known = rewritten(plan);
      done.put(plan, known);
    }
    return known;
  }

  private Plan visible(Timed timed) {
    return timed.hidden() == 0 ? timed.plan() : narrowed(timed, List.of());
  }

  /** The visible columns, then others. */
  private Plan narrowed(Timed timed, List<Integer> others) {
    List<Expression> columns =
        new ArrayList<>(PlanBuilder.references(timed.plan().schema()).subList(0, timed.width()));
    others.forEach(column -> columns.add(PlanBuilder.reference(timed.plan(), column)));
    return Plan.Calc.isIdentity(columns, timed.plan().schema().size())
        ? timed.plan()
        : plans.project(timed.plan(), columns);
  }

  private Timed rewritten(Plan plan) {
    int width = plan.schema().size();
    if (plan instanceof TimePlan.Watermark watermark) {
      return new Timed(
          watermark.withInputs(List.of(visible(timed(watermark.input())))),
          width,
          new Times(watermark.times(), List.of()));
    }
    if (plan instanceof TimePlan.WindowAssign assign) {
      Timed input = byClock(timed(assign.input()), assign.time());
      boolean closes = input.times().attributes().contains(assign.time());
      return assigned(input, assign.time(), width, rows -> assign(assign, rows, closes));
    }
    if (plan instanceof TimePlan.Sessions sessions) {
      return sessions(sessions, byClock(timed(sessions.input()), sessions.time()));
    }
    if (plan instanceof Plan.Calc calc) {
      return calc(calc, timed(calc.input()));
    }
    if (plan instanceof Plan.TableFunction function) {
      Timed input = timed(function.input());
      return added(
          input,
          width,
          rows -> {
            List<RowSchema.Field> fields = new ArrayList<>(rows.schema().fields());
            fields.addAll(function.schema().fields().subList(input.width(), width));
            return new Plan.TableFunction(
                rows,
                function.function(),
                function.arguments(),
                function.outer(),
                new RowSchema(fields));
          });
    }
    if (plan instanceof Plan.Union union) {
      return aligned(union.inputs(), width, inputs -> union(inputs, union.schema()));
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return aggregate(aggregate, timed(aggregate.input()));
    }
    if (plan instanceof Plan.TopN top) {
      return topN(top, timed(top.input()));
    }
    if (plan instanceof Plan.Over over) {
      return over(over, timed(over.input()));
    }
    if (plan instanceof Plan.SetOperation operation) {
      return setOperation(operation);
    }
    if (plan instanceof Plan.Join join) {
      return join(join, timed(join.left()), timed(join.right()));
    }
    if (plan instanceof TimePlan.TimedJoin join) {
      return temporal(join);
    }
    if (plan instanceof Plan.Sort sort) {
      return sort(sort, timed(sort.input()));
    }
    List<Plan> inputs = plan.inputs().stream().map(input -> visible(timed(input))).toList();
    boolean same =
        IntStream.range(0, inputs.size()).allMatch(i -> inputs.get(i) == plan.inputs().get(i));
    return new Timed(same ? plan : plan.withInputs(inputs), width, Times.NONE);
  }

  private static Plan assign(TimePlan.WindowAssign assign, Plan rows, boolean closes) {
    return new TimePlan.WindowAssign(
        rows,
        assign.time(),
        assign.window(),
        closes,
        Optional.empty(),
        windowed(rows, assign.schema()));
  }

  /** The rows' columns, then the last three of a schema. */
  private static RowSchema windowed(Plan rows, RowSchema schema) {
    List<RowSchema.Field> fields = new ArrayList<>(rows.schema().fields());
    fields.addAll(schema.fields().subList(schema.size() - 3, schema.size()));
    return new RowSchema(fields);
  }

  /** Rows in windows, which close if their time is a time attribute. */
  private Timed assigned(Timed input, int time, int width, UnaryOperator<Plan> assign) {
    Timed assigned = added(input, width, assign);
    if (!input.times().attributes().contains(time)) {
      return assigned;
    }
    int start = width - 3;
    List<Times.Windows> windows = new ArrayList<>();
    windows.add(
        new Times.Windows(
            Set.of(start),
            Set.of(start + 1),
            Set.of(start + 2),
            Times.Scale.of(input.plan().schema().type(time))));
    windows.addAll(assigned.times().windows());
    Set<Integer> attributes = new TreeSet<>(assigned.times().attributes());
    attributes.add(start + 2);
    return new Timed(assigned.plan(), width, new Times(attributes, windows));
  }

  /** Rows of which windows by this column are made: by the clock if it tells processing time. */
  private Timed byClock(Timed input, int time) {
    Plan rows = input.times().attributes().contains(time) ? null : visible(input);
    Plan byClock = rows == null ? null : InTime.byClock(rows, time, plans);
    return byClock == null
        ? input
        : new Timed(byClock, input.width(), new Times(Set.of(time), List.of()));
  }

  /** Sessions close by event time; their rows then are later than the bound says. */
  private Timed sessions(TimePlan.Sessions sessions, Timed input) {
    boolean closing = input.times().attributes().contains(sessions.time());
    Plan rows = visible(input);
    Plan plan =
        new TimePlan.Sessions(
            rows,
            sessions.time(),
            sessions.partition(),
            sessions.gapMicros(),
            closing ? Optional.of(emission) : Optional.empty(),
            sessions.schema());
    Timed plain = new Timed(rows, input.width(), Times.NONE);
    if (!closing) {
      return new Timed(plan, sessions.schema().size(), Times.NONE);
    }
    Times times = new Times(Set.of(sessions.time()), List.of());
    Timed open = new Timed(plain.plan(), plain.width(), times);
    Timed closed = assigned(open, sessions.time(), sessions.schema().size(), unused -> plan);
    int last = sessions.schema().size() - 1;
    return new Timed(
        closed.plan(), closed.width(), new Times(Set.of(last), closed.times().windows()));
  }

  /** A plan that puts columns behind those of its input; hidden ones go behind these. */
  private Timed added(Timed input, int width, UnaryOperator<Plan> adding) {
    Plan plan = adding.apply(input.plan());
    int hidden = input.hidden();
    int more = width - input.width();
    if (hidden == 0 || more == 0) {
      return new Timed(plan, width, input.times());
    }
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, input.width()).forEach(order::add);
    IntStream.range(0, more).forEach(i -> order.add(input.width() + hidden + i));
    IntStream.range(0, hidden).forEach(i -> order.add(input.width() + i));
    Times times =
        input.times().moved(column -> List.of(column < input.width() ? column : column + more));
    return new Timed(selected(plan, order), width, times);
  }

  private Plan selected(Plan plan, List<Integer> columns) {
    return plans.project(
        plan, columns.stream().<Expression>map(i -> PlanBuilder.reference(plan, i)).toList());
  }

  private Timed calc(Plan.Calc calc, Timed input) {
    CurrentWatermarks.require(calc, input.visibleAttributes());
    List<Expression> projections = new ArrayList<>(calc.projections());
    List<RowSchema.Field> fields = new ArrayList<>(calc.schema().fields());
    IntFunction<List<Integer>> places =
        column ->
            IntStream.range(0, projections.size())
                .filter(
                    i ->
                        projections.get(i) instanceof Expression.InputRef reference
                            && reference.index() == column)
                .boxed()
                .toList();
    for (Times.Windows windows : input.times().windows()) {
      Times.Windows moved = windows.moved(places);
      if (!moved.starts().isEmpty() && !moved.ends().isEmpty() && moved.times().isEmpty()) {
        projections.add(PlanBuilder.reference(input.plan(), windows.time()));
        fields.add(input.plan().schema().fields().get(windows.time()));
      }
    }
    int width = calc.projections().size();
    Times times = input.times().moved(places);
    Plan plan =
        input.plan() == calc.input() && projections.size() == width
            ? calc
            : new Plan.Calc(input.plan(), calc.condition(), projections, new RowSchema(fields));
    return new Timed(plan, width, times);
  }

  private Plan union(List<Plan> inputs, RowSchema schema) {
    List<RowSchema.Field> fields = new ArrayList<>(schema.fields());
    RowSchema first = inputs.get(0).schema();
    fields.addAll(first.fields().subList(schema.size(), first.size()));
    return new Plan.Union(inputs, new RowSchema(fields));
  }

  /** Several inputs with the same columns, of which those stay timed that are so in all. */
  private Timed aligned(
      List<Plan> branches, int width, java.util.function.Function<List<Plan>, Plan> combine) {
    List<Timed> inputs = branches.stream().map(this::timed).toList();
    Times.Windows windows = common(inputs);
    Set<Integer> attributes = new TreeSet<>(inputs.get(0).times().attributes());
    inputs.forEach(input -> attributes.retainAll(input.times().attributes()));
    attributes.removeIf(column -> column >= width);
    if (windows == null) {
      return new Timed(
          combine.apply(inputs.stream().map(this::visible).toList()),
          width,
          new Times(attributes, List.of()));
    }
    List<Plan> plansOfInputs = new ArrayList<>();
    for (Timed input : inputs) {
      plansOfInputs.add(narrowed(input, hidden(input, windows, width)));
    }
    return new Timed(combine.apply(plansOfInputs), width, ofWindows(windows, width));
  }

  /** What is to be added to an input's visible columns for its windows. */
  private static List<Integer> hidden(Timed input, Times.Windows common, int width) {
    if (common.times().stream().anyMatch(column -> column < width)) {
      return List.of();
    }
    for (Times.Windows own : input.times().windows()) {
      if (own.common(common) != null || own.starts().containsAll(common.starts())) {
        return List.of(own.time());
      }
    }
    throw new AssertionError("no common windows");
  }

  /** The windows with their visible time, or with a hidden one behind the visible columns. */
  private static Times ofWindows(Times.Windows windows, int width) {
    Set<Integer> times = new TreeSet<>(windows.times());
    times.removeIf(column -> column >= width);
    if (times.isEmpty()) {
      times.add(width);
    }
    return new Times(
        times,
        List.of(new Times.Windows(windows.starts(), windows.ends(), times, windows.scale())));
  }

  private static Times.@Nullable Windows common(List<Timed> inputs) {
    for (Times.Windows first : inputs.get(0).times().windows()) {
      Times.Windows all = first;
      for (Timed input : inputs) {
        Times.Windows before = all;
        all =
            before == null
                ? null
                : input.times().windows().stream()
                    .map(before::common)
                    .filter(shared -> shared != null)
                    .findFirst()
                    .orElse(null);
      }
      if (all != null) {
        return all;
      }
    }
    return null;
  }

  private TimePlan.Windowed windowed(
      Plan body, List<Integer> ends, List<List<Integer>> constants, Times.Windows windows) {
    return new TimePlan.Windowed(
        body, ends, constants, windows.scale().unitMicros(), Node.Late.REPORTED, emission);
  }

  /** Of columns, those that tell the window. */
  private static List<Integer> constants(List<Integer> columns, Times.Windows windows) {
    List<Integer> found = new ArrayList<>();
    for (Set<Integer> kind : List.of(windows.starts(), windows.ends(), windows.times())) {
      columns.stream().filter(kind::contains).forEach(found::add);
    }
    return found.stream().distinct().toList();
  }

  private Timed aggregate(Plan.Aggregate aggregate, Timed input) {
    int width = aggregate.schema().size();
    Times.Windows windows = input.times().within(aggregate.keys());
    if (windows == null) {
      return new Timed(aggregate.withInputs(List.of(input.plan())), width, Times.NONE);
    }
    List<Integer> keys = new ArrayList<>(aggregate.keys());
    int visibleKeys = keys.size();
    int time = keys.stream().filter(windows.times()::contains).findFirst().orElse(windows.time());
    boolean hides = !keys.contains(time);
    if (hides) {
      keys.add(time);
    }
    List<RowSchema.Field> fields = new ArrayList<>(input.plan().schema().select(keys).fields());
    fields.addAll(aggregate.schema().fields().subList(visibleKeys, width));
    Plan plan =
        windowed(
            new Plan.Aggregate(input.plan(), keys, aggregate.calls(), new RowSchema(fields)),
            List.of(time),
            List.of(constants(keys, windows)),
            windows);
    if (hides) {
      List<Integer> order = new ArrayList<>();
      IntStream.range(0, visibleKeys).forEach(order::add);
      IntStream.range(visibleKeys + 1, width + 1).forEach(order::add);
      order.add(visibleKeys);
      plan = selected(plan, order);
    }
    IntFunction<List<Integer>> places =
        column -> {
          List<Integer> found = new ArrayList<>();
          IntStream.range(0, visibleKeys)
              .filter(i -> aggregate.keys().get(i) == column)
              .forEach(found::add);
          if (hides && column == time) {
            found.add(width);
          }
          return found;
        };
    Times.Windows moved = windows.moved(places);
    return new Timed(plan, width, new Times(moved.times(), List.of(moved)));
  }

  private Timed topN(Plan.TopN top, Timed input) {
    Times.Windows windows = input.times().within(top.partition());
    if (windows == null) {
      Plan.TopN rows = (Plan.TopN) top.withInputs(List.of(visible(input)));
      return InTime.isFirst(rows, input.visibleAttributes())
          ? new Timed(
              new TimePlan.FirstRows(rows),
              top.schema().size(),
              new Times(Set.of(top.order().get(0).column()), List.of()))
          : new Timed(rows, top.schema().size(), Times.NONE);
    }
    return added(
        input,
        top.schema().size(),
        rows -> {
          List<RowSchema.Field> fields = new ArrayList<>(rows.schema().fields());
          fields.addAll(top.schema().fields().subList(input.width(), top.schema().size()));
          return windowed(
              new Plan.TopN(
                  rows,
                  top.partition(),
                  top.order(),
                  top.offset(),
                  top.fetch(),
                  top.numbered(),
                  new RowSchema(fields)),
              List.of(windows.time()),
              List.of(constants(top.partition(), windows)),
              windows);
        });
  }

  private Timed over(Plan.Over over, Timed input) {
    Times.Windows windows = input.times().within(over.partition());
    if (windows == null) {
      Plan.Over rows = (Plan.Over) over.withInputs(List.of(visible(input)));
      return InTime.isFinal(rows, input.visibleAttributes())
          ? new Timed(
              new TimePlan.InOrder(rows),
              over.schema().size(),
              new Times(Set.of(over.order().get(0).column()), List.of()))
          : new Timed(rows, over.schema().size(), Times.NONE);
    }
    return added(
        input,
        over.schema().size(),
        rows -> {
          List<RowSchema.Field> fields = new ArrayList<>(rows.schema().fields());
          fields.addAll(over.schema().fields().subList(input.width(), over.schema().size()));
          return windowed(
              new Plan.Over(
                  rows, over.partition(), over.order(), over.calls(), new RowSchema(fields)),
              List.of(windows.time()),
              List.of(constants(over.partition(), windows)),
              windows);
        });
  }

  /** Rows are told apart by all their columns, their window's among them. */
  private Timed setOperation(Plan.SetOperation operation) {
    int width = operation.schema().size();
    Timed combined =
        aligned(
            operation.inputs(),
            width,
            inputs ->
                new Plan.SetOperation(
                    operation.kind(),
                    inputs,
                    operation.lifetimes(),
                    union(inputs, operation.schema()).schema()));
    if (combined.times().windows().isEmpty()) {
      return new Timed(combined.plan(), width, Times.NONE);
    }
    Times.Windows windows = combined.times().windows().get(0);
    List<Integer> ends = combined.plan().inputs().stream().map(unused -> windows.time()).toList();
    List<Integer> columns = IntStream.range(0, combined.plan().schema().size()).boxed().toList();
    List<List<Integer>> constants =
        ends.stream().map(unused -> constants(columns, windows)).toList();
    return new Timed(windowed(combined.plan(), ends, constants, windows), width, combined.times());
  }

  private Timed join(Plan.Join join, Timed left, Timed right) {
    int width = join.schema().size();
    for (Times.Windows ofLeft : left.times().windows()) {
      for (Times.Windows ofRight : right.times().windows()) {
        if (ofLeft.scale().equals(ofRight.scale())
            && matches(join.keys(), ofLeft.starts(), ofRight.starts())
            && matches(join.keys(), ofLeft.ends(), ofRight.ends())) {
          return windowJoin(join, left, right, ofLeft, ofRight);
        }
      }
    }
    Plan leftRows = visible(left);
    Plan rightRows = visible(right);
    boolean same = leftRows == join.left() && rightRows == join.right();
    Plan.Join rows = same ? join : (Plan.Join) join.withInputs(List.of(leftRows, rightRows));
    TimePlan.TimedJoin near =
        IntervalCondition.find(rows, left.visibleAttributes(), right.visibleAttributes());
    return near == null ? new Timed(rows, width, Times.NONE) : new Timed(near, width, times(near));
  }

  /** The result's bound is about the times that the pairs are found by, where they are not NULL. */
  private static Times times(TimePlan.TimedJoin join) {
    int left = join.leftTime();
    int right = join.join().left().schema().size() + join.rightTime();
    return switch (join.join().type()) {
      case INNER -> new Times(Set.of(left, right), List.of());
      case RIGHT -> new Times(Set.of(right), List.of());
      case FULL -> Times.NONE;
      case LEFT, SEMI, ANTI -> new Times(Set.of(left), List.of());
    };
  }

  /** A temporal join, of which lowering has not known the time attributes. */
  private Timed temporal(TimePlan.TimedJoin plan) {
    Plan.Join join = plan.join();
    int width = join.schema().size();
    Timed left = timed(join.left());
    Plan leftRows = visible(left);
    int time = plan.leftTime();
    if (time < 0 || InTime.isProcessingTime(leftRows, time)) {
      Plan rightRows = visible(timed(join.right()));
      Plan.Join rows = (Plan.Join) join.withInputs(List.of(leftRows, rightRows));
      Times times = new Times(left.visibleAttributes(), List.of());
      return new Timed(new TimePlan.TimedJoin(rows, -1, -1, Optional.empty()), width, times);
    }
    if (!left.visibleAttributes().contains(time)) {
      throw LeatException.notSupported(
          "FOR SYSTEM_TIME AS OF a column that is no time attribute",
          "Declare a WATERMARK of the left table, or join AS OF PROCTIME()");
    }
    List<Integer> keys = join.keys().stream().map(JoinKey::right).toList();
    InTime.Versions versions = InTime.versions(join.right(), keys, plans);
    Timed right = timed(versions == null ? join.right() : versions.plan());
    Plan rightRows = visible(right);
    Set<Integer> attributes = right.visibleAttributes();
    if (versions != null && attributes.contains(versions.time())) {
      attributes = Set.of(versions.time());
    }
    int rightTime = InTime.versionTime(rightRows, attributes, leftRows.schema().type(time).kind());
    Plan.Join rows = (Plan.Join) join.withInputs(List.of(leftRows, rightRows));
    return new Timed(
        new TimePlan.TimedJoin(rows, time, rightTime, Optional.empty()),
        width,
        new Times(Set.of(time), List.of()));
  }

  /** Rows that never end can be given in the order of their time. */
  private Timed sort(Plan.Sort sort, Timed input) {
    Plan rows = visible(input);
    int width = rows.schema().size();
    boolean released =
        sort.takesAll() && InTime.startsWithTime(sort.order(), input.visibleAttributes());
    if (!released) {
      return new Timed(sort.withInputs(List.of(rows)), width, Times.NONE);
    }
    List<SortKey> order = sort.order();
    Plan release =
        new TimePlan.Release(rows, order.get(0).column(), order.subList(1, order.size()));
    return new Timed(
        sort.withInputs(List.of(release)),
        width,
        new Times(Set.of(order.get(0).column()), List.of()));
  }

  private static boolean matches(List<JoinKey> keys, Set<Integer> left, Set<Integer> right) {
    return keys.stream().anyMatch(key -> left.contains(key.left()) && right.contains(key.right()));
  }

  private Timed windowJoin(
      Plan.Join join, Timed left, Timed right, Times.Windows ofLeft, Times.Windows ofRight) {
    int leftWidth = left.width();
    int shift = left.hidden();
    RowSchema schema = JoinBuilder.schema(join.type(), left.plan(), right.plan());
    Plan body =
        new Plan.Join(
            left.plan(),
            right.plan(),
            join.type(),
            join.keys(),
            join.condition().map(condition -> shifted(condition, leftWidth, shift)),
            schema);
    List<Integer> leftConstants = new ArrayList<>();
    List<Integer> rightConstants = new ArrayList<>();
    for (JoinKey key : join.keys()) {
      boolean start =
          ofLeft.starts().contains(key.left()) && ofRight.starts().contains(key.right());
      boolean end = ofLeft.ends().contains(key.left()) && ofRight.ends().contains(key.right());
      if (start || end) {
        leftConstants.add(key.left());
        rightConstants.add(key.right());
      }
    }
    Plan plan =
        windowed(
            body,
            List.of(ofLeft.time(), ofRight.time()),
            List.of(leftConstants, rightConstants),
            ofLeft);
    boolean both = !join.type().leftOnly();
    int rightWidth = both ? right.width() : 0;
    int width = leftWidth + rightWidth;
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, leftWidth).forEach(order::add);
    IntStream.range(0, rightWidth).forEach(i -> order.add(leftWidth + shift + i));
    IntStream.range(0, shift).forEach(i -> order.add(leftWidth + i));
    if (both) {
      IntStream.range(0, right.hidden())
          .forEach(i -> order.add(leftWidth + shift + rightWidth + i));
    }
    Times.Windows fromLeft =
        ofLeft.moved(column -> List.of(column < leftWidth ? column : column + rightWidth));
    Times.Windows fromRight =
        ofRight.moved(
            column ->
                List.of(
                    column < rightWidth
                        ? leftWidth + column
                        : width + shift + column - rightWidth));
    Times.Windows windows =
        switch (join.type()) {
          case INNER -> fromLeft.with(fromRight);
          case RIGHT -> fromRight;
          case FULL -> null;
          default -> fromLeft;
        };
    Times times = windows == null ? Times.NONE : new Times(windows.times(), List.of(windows));
    return new Timed(
        Plan.Calc.isIdentity(references(plan, order), schema.size()) ? plan : selected(plan, order),
        width,
        times);
  }

  private static List<Expression> references(Plan plan, List<Integer> columns) {
    return columns.stream().<Expression>map(i -> PlanBuilder.reference(plan, i)).toList();
  }

  private Expression shifted(Expression condition, int from, int by) {
    return by == 0
        ? condition
        : expressions.replace(
            condition,
            reference -> {
              int index = ((Expression.InputRef) reference).index();
              return index < from
                  ? reference
                  : new Expression.InputRef(index + by, reference.type());
            });
  }
}
