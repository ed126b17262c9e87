package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
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
  private final Node.Emission emission;
  private final TimedJoins joins;
  private final IdentityHashMap<Plan, TimedPlan> done = new IdentityHashMap<>();

  TimedPlans(PlanBuilder plans, Expressions expressions, Node.Emission emission) {
    this.plans = plans;
    this.emission = emission;
    this.joins = new TimedJoins(plans, expressions, emission, this::timed);
  }

  /** The plan with the same columns. */
  Plan apply(Plan root) {
    return timed(root).visible(plans);
  }

  private TimedPlan timed(Plan plan) {
    TimedPlan known = done.get(plan);
    if (known == null) {
      known = rewritten(plan);
      done.put(plan, known);
    }
    return known;
  }

  private TimedPlan rewritten(Plan plan) {
    int width = plan.schema().size();
    if (plan instanceof TimePlan.Watermark watermark) {
      return new TimedPlan(
          watermark.withInputs(List.of(timed(watermark.input()).visible(plans))),
          width,
          new Times(watermark.times(), List.of()));
    }
    if (plan instanceof TimePlan.WindowAssign assign) {
      TimedPlan input = byClock(timed(assign.input()), assign.time());
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
      TimedPlan input = timed(function.input());
      return input.added(
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
          },
          plans);
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
      return joins.join(join, timed(join.left()), timed(join.right()));
    }
    if (plan instanceof TimePlan.TimedJoin join) {
      return joins.temporal(join);
    }
    if (plan instanceof Plan.Sort sort) {
      return sort(sort, timed(sort.input()));
    }
    List<Plan> inputs = plan.inputs().stream().map(input -> timed(input).visible(plans)).toList();
    boolean same =
        IntStream.range(0, inputs.size()).allMatch(i -> inputs.get(i) == plan.inputs().get(i));
    return new TimedPlan(same ? plan : plan.withInputs(inputs), width, Times.NONE);
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
  private TimedPlan assigned(TimedPlan input, int time, int width, UnaryOperator<Plan> assign) {
    TimedPlan assigned = input.added(width, assign, plans);
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
    return new TimedPlan(assigned.plan(), width, new Times(attributes, windows));
  }

  /** Rows of which windows by this column are made: by the clock if it tells processing time. */
  private TimedPlan byClock(TimedPlan input, int time) {
    Plan rows = input.times().attributes().contains(time) ? null : input.visible(plans);
    Plan byClock = rows == null ? null : InTime.byClock(rows, time, plans);
    return byClock == null
        ? input
        : new TimedPlan(byClock, input.width(), new Times(Set.of(time), List.of()));
  }

  /** Sessions close by event time; their rows then are later than the bound says. */
  private TimedPlan sessions(TimePlan.Sessions sessions, TimedPlan input) {
    boolean closing = input.times().attributes().contains(sessions.time());
    Plan rows = input.visible(plans);
    Plan plan =
        new TimePlan.Sessions(
            rows,
            sessions.time(),
            sessions.partition(),
            sessions.gapMicros(),
            closing ? Optional.of(emission) : Optional.empty(),
            sessions.schema());
    TimedPlan plain = new TimedPlan(rows, input.width(), Times.NONE);
    if (!closing) {
      return new TimedPlan(plan, sessions.schema().size(), Times.NONE);
    }
    Times times = new Times(Set.of(sessions.time()), List.of());
    TimedPlan open = new TimedPlan(plain.plan(), plain.width(), times);
    TimedPlan closed = assigned(open, sessions.time(), sessions.schema().size(), unused -> plan);
    int last = sessions.schema().size() - 1;
    return new TimedPlan(
        closed.plan(), closed.width(), new Times(Set.of(last), closed.times().windows()));
  }

  private TimedPlan calc(Plan.Calc calc, TimedPlan input) {
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
    return new TimedPlan(plan, width, times);
  }

  private Plan union(List<Plan> inputs, RowSchema schema) {
    List<RowSchema.Field> fields = new ArrayList<>(schema.fields());
    RowSchema first = inputs.get(0).schema();
    fields.addAll(first.fields().subList(schema.size(), first.size()));
    return new Plan.Union(inputs, new RowSchema(fields));
  }

  /** Several inputs with the same columns, of which those stay timed that are so in all. */
  private TimedPlan aligned(List<Plan> branches, int width, Function<List<Plan>, Plan> combine) {
    List<TimedPlan> inputs = branches.stream().map(this::timed).toList();
    Times.Windows windows = common(inputs);
    Set<Integer> attributes = new TreeSet<>(inputs.get(0).times().attributes());
    inputs.forEach(input -> attributes.retainAll(input.times().attributes()));
    attributes.removeIf(column -> column >= width);
    if (windows == null) {
      return new TimedPlan(
          combine.apply(inputs.stream().map(input -> input.visible(plans)).toList()),
          width,
          new Times(attributes, List.of()));
    }
    List<Plan> plansOfInputs = new ArrayList<>();
    for (TimedPlan input : inputs) {
      plansOfInputs.add(input.narrowed(hidden(input, windows, width), plans));
    }
    return new TimedPlan(combine.apply(plansOfInputs), width, ofWindows(windows, width));
  }

  /** What is to be added to an input's visible columns for its windows. */
  private static List<Integer> hidden(TimedPlan input, Times.Windows common, int width) {
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

  private static Times.@Nullable Windows common(List<TimedPlan> inputs) {
    for (Times.Windows first : inputs.get(0).times().windows()) {
      Times.Windows all = first;
      for (TimedPlan input : inputs) {
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

  private TimedPlan aggregate(Plan.Aggregate aggregate, TimedPlan input) {
    int width = aggregate.schema().size();
    Times.Windows windows = input.times().within(aggregate.keys());
    if (windows == null) {
      return new TimedPlan(aggregate.withInputs(List.of(input.plan())), width, Times.NONE);
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
        windows.windowed(
            new Plan.Aggregate(input.plan(), keys, aggregate.calls(), new RowSchema(fields)),
            List.of(time),
            List.of(windows.constants(keys)),
            emission);
    if (hides) {
      List<Integer> order = new ArrayList<>();
      IntStream.range(0, visibleKeys).forEach(order::add);
      IntStream.range(visibleKeys + 1, width + 1).forEach(order::add);
      order.add(visibleKeys);
      plan = plans.project(plan, TimedPlan.columns(plan, order));
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
    return new TimedPlan(plan, width, new Times(moved.times(), List.of(moved)));
  }

  private TimedPlan topN(Plan.TopN top, TimedPlan input) {
    Times.Windows windows = input.times().within(top.partition());
    if (windows == null) {
      Plan.TopN rows = (Plan.TopN) top.withInputs(List.of(input.visible(plans)));
      return InTime.isFirst(rows, input.visibleAttributes())
          ? new TimedPlan(
              new TimePlan.FirstRows(rows),
              top.schema().size(),
              new Times(Set.of(top.order().get(0).column()), List.of()))
          : new TimedPlan(rows, top.schema().size(), Times.NONE);
    }
    return input.added(
        top.schema().size(),
        rows -> {
          List<RowSchema.Field> fields = new ArrayList<>(rows.schema().fields());
          fields.addAll(top.schema().fields().subList(input.width(), top.schema().size()));
          return windows.windowed(
              new Plan.TopN(
                  rows,
                  top.partition(),
                  top.order(),
                  top.offset(),
                  top.fetch(),
                  top.numbered(),
                  new RowSchema(fields)),
              List.of(windows.time()),
              List.of(windows.constants(top.partition())),
              emission);
        },
        plans);
  }

  private TimedPlan over(Plan.Over over, TimedPlan input) {
    Times.Windows windows = input.times().within(over.partition());
    if (windows == null) {
      Plan.Over rows = (Plan.Over) over.withInputs(List.of(input.visible(plans)));
      return InTime.isFinal(rows, input.visibleAttributes())
          ? new TimedPlan(
              new TimePlan.InOrder(rows),
              over.schema().size(),
              new Times(Set.of(over.order().get(0).column()), List.of()))
          : new TimedPlan(rows, over.schema().size(), Times.NONE);
    }
    return input.added(
        over.schema().size(),
        rows -> {
          List<RowSchema.Field> fields = new ArrayList<>(rows.schema().fields());
          fields.addAll(over.schema().fields().subList(input.width(), over.schema().size()));
          return windows.windowed(
              new Plan.Over(
                  rows, over.partition(), over.order(), over.calls(), new RowSchema(fields)),
              List.of(windows.time()),
              List.of(windows.constants(over.partition())),
              emission);
        },
        plans);
  }

  /** Rows are told apart by all their columns, their window's among them. */
  private TimedPlan setOperation(Plan.SetOperation operation) {
    int width = operation.schema().size();
    TimedPlan combined =
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
      return new TimedPlan(combined.plan(), width, Times.NONE);
    }
    Times.Windows windows = combined.times().windows().get(0);
    List<Integer> ends = combined.plan().inputs().stream().map(unused -> windows.time()).toList();
    List<Integer> columns = IntStream.range(0, combined.plan().schema().size()).boxed().toList();
    List<List<Integer>> constants =
        ends.stream().map(unused -> windows.constants(columns)).toList();
    return new TimedPlan(
        windows.windowed(combined.plan(), ends, constants, emission), width, combined.times());
  }

  /** Rows that never end can be given in the order of their time. */
  private TimedPlan sort(Plan.Sort sort, TimedPlan input) {
    Plan rows = input.visible(plans);
    int width = rows.schema().size();
    boolean released =
        sort.takesAll() && InTime.startsWithTime(sort.order(), input.visibleAttributes());
    if (!released) {
      return new TimedPlan(sort.withInputs(List.of(rows)), width, Times.NONE);
    }
    List<SortKey> order = sort.order();
    Plan release =
        new TimePlan.Release(rows, order.get(0).column(), order.subList(1, order.size()));
    return new TimedPlan(
        sort.withInputs(List.of(release)),
        width,
        new Times(Set.of(order.get(0).column()), List.of()));
  }
}
