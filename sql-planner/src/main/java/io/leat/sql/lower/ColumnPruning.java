package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * Takes away columns that nothing reads, so that they are neither moved nor kept. A part of the
 * plan that has several readers keeps what any of them needs, and stays one part.
 */
final class ColumnPruning {
  private final PlanBuilder plans;
  private final Expressions expressions;
  private final NeededColumns needed;
  private final IdentityHashMap<Plan, Pruned> pruned = new IdentityHashMap<>();

  private ColumnPruning(PlanBuilder plans, Expressions expressions, NeededColumns needed) {
    this.plans = plans;
    this.expressions = expressions;
    this.needed = needed;
  }

  /** A plan and where the columns of the unpruned one are; −1 where they are gone. */
  private static final class Pruned {
    private final Plan plan;
    private final int[] places;

    Pruned(Plan plan, int[] places) {
      this.plan = plan;
      this.places = places;
    }

    Plan plan() {
      return plan;
    }

    int[] places() {
      return places;
    }

    int place(int column) {
      return places[column];
    }
  }

  /** The plan, whose own columns are all needed. */
  static Plan prune(Plan root, PlanBuilder plans, Expressions expressions) {
    ColumnPruning pruning = new ColumnPruning(plans, expressions, NeededColumns.ofAll(root));
    return pruning.narrowed(pruning.rebuilt(root), NeededColumns.all(root)).plan();
  }

  private Pruned rebuilt(Plan plan) {
    Pruned known = pruned.get(plan);
    if (known == null) {
      known = rebuild(plan);
      pruned.put(plan, known);
    }
    return known;
  }

  private Pruned rebuild(Plan plan) {
    BitSet own = needed.of(plan);
    if (plan instanceof Plan.Calc calc) {
      return calc(calc, own);
    }
    if (plan instanceof Plan.Join join) {
      return narrowed(join(join), own);
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return aggregate(aggregate, own);
    }
    if (plan instanceof Plan.Union union) {
      List<Plan> branches =
          union.inputs().stream().map(input -> narrowed(rebuilt(input), own).plan()).toList();
      RowSchema schema = union.schema().select(own.stream().boxed().toList());
      return new Pruned(new Plan.Union(branches, schema), places(own, plan));
    }
    if (plan instanceof Plan.Limit limit) {
      Pruned input = rebuilt(limit.input());
      return new Pruned(limit.withInputs(List.of(input.plan())), input.places());
    }
    if (plan instanceof Plan.Sort sort) {
      Pruned input = rebuilt(sort.input());
      return new Pruned(
          new Plan.Sort(input.plan(), order(sort.order(), input), sort.offset(), sort.fetch()),
          input.places());
    }
    if (plan instanceof Plan.TopN top) {
      return topN(top);
    }
    if (plan instanceof Plan.Over over) {
      return over(over, own);
    }
    if (plan instanceof Plan.TableFunction function) {
      return tableFunction(function);
    }
    if (plan instanceof TimePlan time) {
      return rebuild(time, own);
    }
    if (plan instanceof Plan.Scan || plan instanceof Plan.Constant) {
      return narrowed(new Pruned(plan, places(NeededColumns.all(plan), plan)), own);
    }
    List<Plan> inputs =
        plan.inputs().stream()
            .map(input -> narrowed(rebuilt(input), NeededColumns.all(input)).plan())
            .toList();
    return new Pruned(plan.withInputs(inputs), places(NeededColumns.all(plan), plan));
  }

  private Pruned rebuild(TimePlan plan, BitSet own) {
    if (plan instanceof TimePlan.TimedJoin timed) {
      return timedJoin(timed, own);
    }
    if (plan instanceof TimePlan.InOrder ordered) {
      Pruned over = over(ordered.over(), own);
      return over.plan() instanceof Plan.Over left
          ? new Pruned(new TimePlan.InOrder(left), over.places())
          : over;
    }
    if (plan instanceof TimePlan.FirstRows first) {
      Pruned top = topN(first.top());
      return new Pruned(new TimePlan.FirstRows((Plan.TopN) top.plan()), top.places());
    }
    if (plan instanceof TimePlan.Release release) {
      Pruned rows = rebuilt(release.input());
      return new Pruned(
          new TimePlan.Release(
              rows.plan(), rows.place(release.time()), order(release.order(), rows)),
          rows.places());
    }
    if (plan instanceof TimePlan.Windowed windowed) {
      return windowed(windowed, own);
    }
    if (plan instanceof TimePlan.Watermark watermark) {
      return watermark(watermark, own);
    }
    Pruned input = rebuilt(plan.inputs().get(0));
    int size = plan.inputs().get(0).schema().size();
    List<RowSchema.Field> fields = new ArrayList<>(input.plan().schema().fields());
    int[] places = Arrays.copyOf(input.places(), plan.schema().size());
    for (int i = size; i < places.length; i++) {
      places[i] = fields.size();
      fields.add(plan.schema().fields().get(i));
    }
    RowSchema schema = new RowSchema(fields);
    if (plan instanceof TimePlan.WindowAssign assign) {
      return new Pruned(
          new TimePlan.WindowAssign(
              input.plan(),
              input.place(assign.time()),
              assign.window(),
              assign.closes(),
              assign.closing(),
              schema),
          places);
    }
    TimePlan.Sessions sessions = (TimePlan.Sessions) plan;
    return new Pruned(
        new TimePlan.Sessions(
            input.plan(),
            input.place(sessions.time()),
            sessions.partition().stream().map(input::place).toList(),
            sessions.gapMicros(),
            sessions.closing(),
            schema),
        places);
  }

  private Pruned watermark(TimePlan.Watermark watermark, BitSet own) {
    BitSet columns = (BitSet) own.clone();
    if (!watermark.byProcessingTime()) {
      columns.set(watermark.schema().size());
    }
    Plan input = narrowed(rebuilt(watermark.input()), columns).plan();
    int[] places = places(own, watermark);
    Set<Integer> times =
        watermark.times().stream()
            .map(column -> places[column])
            .filter(place -> place >= 0)
            .collect(Collectors.toSet());
    return new Pruned(
        new TimePlan.Watermark(
            input,
            times,
            watermark.unitMicros(),
            watermark.idleMicros(),
            watermark.byProcessingTime(),
            watermark.alignment(),
            watermark.schema().select(own.stream().boxed().toList())),
        places);
  }

  /** What its body becomes if nothing reads its results needs no windows. */
  private Pruned windowed(TimePlan.Windowed windowed, BitSet own) {
    Plan before = windowed.body();
    Pruned body = before instanceof Plan.Join join ? join(join) : rebuild(before);
    List<Integer> ends = new ArrayList<>();
    List<List<Integer>> constants = new ArrayList<>();
    for (int i = 0; i < before.inputs().size(); i++) {
      IntUnaryOperator place = place(before, i, body.plan());
      if (!windowed.ends().isEmpty()) {
        ends.add(place.applyAsInt(windowed.ends().get(i)));
      }
      constants.add(windowed.constants().get(i).stream().map(place::applyAsInt).toList());
    }
    boolean runs =
        body.plan() instanceof Plan.SetOperation
            || body.plan().getClass().equals(before.getClass());
    Plan plan =
        runs
            ? new TimePlan.Windowed(
                body.plan(),
                ends,
                constants,
                windowed.unitMicros(),
                windowed.late(),
                windowed.emission())
            : body.plan();
    return narrowed(new Pruned(plan, body.places()), own);
  }

  /** Where the columns of an input of a body are. */
  private IntUnaryOperator place(Plan before, int input, Plan after) {
    if (before instanceof Plan.SetOperation) {
      return column -> column;
    }
    if (before instanceof Plan.Aggregate aggregate && after instanceof Plan.SetOperation) {
      return aggregate.keys()::indexOf;
    }
    return rebuilt(before.inputs().get(input))::place;
  }

  private Pruned calc(Plan.Calc calc, BitSet own) {
    boolean leaf = calc.input() instanceof Plan.Scan;
    Pruned input =
        leaf
            ? new Pruned(calc.input(), places(NeededColumns.all(calc.input()), calc.input()))
            : rebuilt(calc.input());
    List<Expression> projections =
        own.stream().mapToObj(i -> moved(calc.projections().get(i), input)).toList();
    Optional<Expression> condition = calc.condition().map(test -> moved(test, input));
    RowSchema schema = calc.schema().select(own.stream().boxed().toList());
    return new Pruned(composed(input.plan(), condition, projections, schema), places(own, calc));
  }

  /** A calc; over one that only selects, it reads what that one reads. */
  private Plan composed(
      Plan input, Optional<Expression> condition, List<Expression> projections, RowSchema schema) {
    if (!(input instanceof Plan.Calc below)
        || !below.projections().stream().allMatch(Expression.InputRef.class::isInstance)) {
      return new Plan.Calc(input, condition, projections, schema);
    }
    List<Expression> terms = new ArrayList<>();
    below.condition().ifPresent(terms::add);
    condition.ifPresent(test -> terms.add(through(test, below)));
    return new Plan.Calc(
        below.input(),
        terms.isEmpty() ? Optional.empty() : Optional.of(Expressions.and(terms)),
        projections.stream().map(projection -> through(projection, below)).toList(),
        schema);
  }

  private Expression through(Expression expression, Plan.Calc below) {
    return expressions.replace(
        expression,
        reference -> below.projections().get(((Expression.InputRef) reference).index()));
  }

  private Expression moved(Expression expression, Pruned input) {
    return expressions.replace(
        expression,
        reference -> {
          int place = input.place(((Expression.InputRef) reference).index());
          return new Expression.InputRef(place, reference.type());
        });
  }

  private Pruned join(Plan.Join join) {
    Pruned left = rebuilt(join.left());
    Pruned right = rebuilt(join.right());
    int oldLeft = join.left().schema().size();
    int newLeft = left.plan().schema().size();
    int[] places = new int[oldLeft + join.right().schema().size()];
    for (int i = 0; i < places.length; i++) {
      int place = i < oldLeft ? left.place(i) : right.place(i - oldLeft);
      places[i] = place < 0 || i < oldLeft ? place : place + newLeft;
    }
    Plan rebuilt =
        new Plan.Join(
            left.plan(),
            right.plan(),
            join.type(),
            join.keys().stream()
                .map(
                    key ->
                        new JoinKey(
                            left.place(key.left()), right.place(key.right()), key.nullsMatch()))
                .toList(),
            join.condition().map(condition -> moved(condition, new Pruned(join, places))),
            join.lifetimes(),
            JoinBuilder.schema(join.type(), left.plan(), right.plan()));
    return new Pruned(rebuilt, places);
  }

  private Pruned timedJoin(TimePlan.TimedJoin timed, BitSet own) {
    Pruned join = join(timed.join());
    int left = timed.leftTime();
    int right = timed.rightTime();
    return narrowed(
        new Pruned(
            new TimePlan.TimedJoin(
                (Plan.Join) join.plan(),
                left < 0 ? left : rebuilt(timed.join().left()).place(left),
                right < 0 ? right : rebuilt(timed.join().right()).place(right),
                timed.distance()),
            join.places()),
        own);
  }

  private Pruned aggregate(Plan.Aggregate aggregate, BitSet own) {
    Pruned input = rebuilt(aggregate.input());
    List<Integer> keys = aggregate.keys().stream().map(input::place).toList();
    List<AggregateCall> calls =
        NeededColumns.calls(aggregate, own).stream().map(call -> moved(call, input)).toList();
    int[] places = new int[aggregate.schema().size()];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      boolean key = i < keys.size();
      places[i] = key ? i : own.get(i) ? keys.size() + names.size() : -1;
      if (!key && own.get(i)) {
        names.add(aggregate.schema().name(i));
      }
    }
    return new Pruned(
        plans.aggregate(input.plan(), keys, calls, names, aggregate.lifetimes()), places);
  }

  private AggregateCall moved(AggregateCall call, Pruned input) {
    OptionalInt filter =
        call.filter().isPresent()
            ? OptionalInt.of(input.place(call.filter().getAsInt()))
            : OptionalInt.empty();
    return new AggregateCall(
        call.function(),
        call.arguments().stream().map(argument -> moved(argument, input)).toList(),
        call.distinct(),
        filter,
        order(call.order(), input),
        call.type(),
        call.user());
  }

  private static List<SortKey> order(List<SortKey> order, Pruned input) {
    return order.stream()
        .map(key -> new SortKey(input.place(key.column()), key.descending(), key.nullsFirst()))
        .toList();
  }

  private Pruned topN(Plan.TopN top) {
    Pruned input = rebuilt(top.input());
    List<RowSchema.Field> fields = new ArrayList<>(input.plan().schema().fields());
    int[] places = input.places();
    if (top.numbered()) {
      int last = top.schema().size() - 1;
      int[] numbered = Arrays.copyOf(places, last + 1);
      numbered[last] = fields.size();
      places = numbered;
      fields.add(top.schema().fields().get(last));
    }
    return new Pruned(
        new Plan.TopN(
            input.plan(),
            top.partition().stream().map(input::place).toList(),
            order(top.order(), input),
            top.offset(),
            top.fetch(),
            top.numbered(),
            new RowSchema(fields)),
        places);
  }

  /** Calls whose result nothing reads are gone, and with the last one the node. */
  private Pruned over(Plan.Over over, BitSet own) {
    Pruned input = rebuilt(over.input());
    int size = over.input().schema().size();
    List<RowSchema.Field> fields = new ArrayList<>(input.plan().schema().fields());
    int[] places = Arrays.copyOf(input.places(), over.schema().size());
    List<OverCall> calls = new ArrayList<>();
    for (int i = 0; i < over.calls().size(); i++) {
      places[size + i] = own.get(size + i) ? fields.size() : -1;
      if (own.get(size + i)) {
        calls.add(moved(over.calls().get(i), input));
        fields.add(over.schema().fields().get(size + i));
      }
    }
    Plan rebuilt =
        calls.isEmpty()
            ? input.plan()
            : new Plan.Over(
                input.plan(),
                over.partition().stream().map(input::place).sorted().toList(),
                order(over.order(), input),
                calls,
                new RowSchema(fields));
    return new Pruned(rebuilt, places);
  }

  private OverCall moved(OverCall call, Pruned input) {
    OptionalInt filter =
        call.filter().isPresent()
            ? OptionalInt.of(input.place(call.filter().getAsInt()))
            : OptionalInt.empty();
    return new OverCall(
        call.function(),
        call.arguments().stream().map(argument -> moved(argument, input)).toList(),
        call.frame(),
        call.distinct(),
        filter,
        call.ignoreNulls(),
        call.type(),
        call.user());
  }

  private Pruned tableFunction(Plan.TableFunction function) {
    Pruned input = rebuilt(function.input());
    int size = function.input().schema().size();
    List<RowSchema.Field> fields = new ArrayList<>(input.plan().schema().fields());
    int[] places = Arrays.copyOf(input.places(), function.schema().size());
    for (int i = size; i < places.length; i++) {
      places[i] = fields.size();
      fields.add(function.schema().fields().get(i));
    }
    return new Pruned(
        new Plan.TableFunction(
            input.plan(),
            function.function(),
            function.arguments().stream().map(argument -> moved(argument, input)).toList(),
            function.outer(),
            new RowSchema(fields)),
        places);
  }

  /** The plan with just these columns, in order. */
  private Pruned narrowed(Pruned plan, BitSet columns) {
    List<Expression> projections = new ArrayList<>();
    boolean same = columns.cardinality() == plan.plan().schema().size();
    for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
      same &= plan.place(i) == projections.size();
      projections.add(PlanBuilder.reference(plan.plan(), plan.place(i)));
    }
    if (same) {
      return plan;
    }
    int[] places = new int[plan.places().length];
    Arrays.fill(places, -1);
    int next = 0;
    for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
      places[i] = next++;
    }
    return new Pruned(plans.project(plan.plan(), projections), places);
  }

  private static int[] places(BitSet columns, Plan plan) {
    int[] places = new int[plan.schema().size()];
    int next = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = columns.get(i) ? next++ : -1;
    }
    return places;
  }
}
