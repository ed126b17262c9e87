package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Composes plans and simplifies as it goes: filters and projections merge into one calc and move
 * below unions, constant rows are computed, what is empty disappears.
 */
final class PlanBuilder {
  private final Expressions expressions;
  private final JoinBuilder joins;

  PlanBuilder(Expressions expressions) {
    this.expressions = expressions;
    this.joins = new JoinBuilder(this, expressions);
  }

  JoinBuilder joins() {
    return joins;
  }

  static Plan empty(RowSchema schema) {
    return new Plan.Constant(schema, List.of());
  }

  static boolean isEmpty(Plan plan) {
    return plan instanceof Plan.Constant constant && constant.rows().isEmpty();
  }

  Plan filter(Plan input, Expression condition) {
    Optional<Boolean> truth = Expressions.constantTruth(condition);
    if (truth.isPresent()) {
      return truth.get() ? input : empty(input.schema());
    }
    if (isEmpty(input)) {
      return input;
    }
    if (input instanceof Plan.Union union) {
      return union(
          union.inputs().stream().map(branch -> filter(branch, condition)).toList(),
          union.schema());
    }
    if (input instanceof Plan.Constant constant) {
      List<List<Expression.Constant>> truths = computed(constant, List.of(condition));
      if (truths != null
          && truths.stream().allMatch(row -> row.get(0) instanceof Expression.Literal)) {
        List<List<Expression.Constant>> rows = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
          if (Expressions.isLiteral(truths.get(i).get(0), true)) {
            rows.add(constant.rows().get(i));
          }
        }
        return new Plan.Constant(constant.schema(), rows);
      }
    }
    if (input instanceof Plan.Sort sort && sort.takesAll()) {
      return filter(sort.input(), condition);
    }
    if (input instanceof Plan.Join join) {
      return joins.filter(join, condition);
    }
    if (input instanceof Plan.Aggregate aggregate) {
      return filterGroups(aggregate, condition);
    }
    if (input instanceof Plan.SetOperation operation && Expressions.deterministic(condition)) {
      return new Plan.SetOperation(
          operation.kind(),
          operation.inputs().stream().map(branch -> filter(branch, condition)).toList(),
          operation.lifetimes(),
          operation.schema());
    }
    if (input instanceof Plan.Over
        || input instanceof Plan.TopN
        || input instanceof Plan.TableFunction
        || input instanceof TimePlan.WindowAssign) {
      return new PartitionFilter(this).filter(input, condition);
    }
    if (input instanceof Plan.Calc calc && mergeable(calc, List.of(condition))) {
      Expression merged = over(condition, calc.projections());
      List<Expression> terms = new ArrayList<>();
      calc.condition().ifPresent(terms::add);
      terms.add(merged);
      Expression all = Expressions.and(terms);
      if (!(calc.input() instanceof Plan.Scan)) {
        return project(filter(calc.input(), all), calc.projections(), names(calc.schema()));
      }
      return Expressions.constantTruth(all).isPresent()
          ? filter(
              new Plan.Calc(calc.input(), Optional.empty(), calc.projections(), calc.schema()), all)
          : new Plan.Calc(calc.input(), Optional.of(all), calc.projections(), calc.schema());
    }
    return input instanceof Plan.Calc calc ? filterMostly(calc, condition) : kept(input, condition);
  }

  /** Terms of a condition that see plain columns only move below a calc, even if others cannot. */
  private Plan filterMostly(Plan.Calc calc, Expression condition) {
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression term : Expressions.conjuncts(condition)) {
      int[] uses = new int[calc.projections().size()];
      Expressions.countUses(term, uses);
      boolean plain = Expressions.deterministic(term);
      for (int i = 0; i < uses.length; i++) {
        plain &= uses[i] == 0 || calc.projections().get(i) instanceof Expression.InputRef;
      }
      (plain ? below : above).add(term);
    }
    if (below.isEmpty()) {
      return kept(calc, condition);
    }
    Plan filtered = filter(calc, Expressions.and(below));
    return isEmpty(filtered) ? filtered : kept(filtered, Expressions.and(above));
  }

  /** The rows for which the condition is true, tested where they are. */
  static Plan kept(Plan input, Expression condition) {
    return new Plan.Calc(input, Optional.of(condition), references(input.schema()), input.schema());
  }

  /** A condition on groups alone is tested on the rows that make them. */
  private Plan filterGroups(Plan.Aggregate aggregate, Expression condition) {
    int keys = aggregate.keys().size();
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression term : Expressions.conjuncts(condition)) {
      int[] uses = new int[aggregate.schema().size()];
      Expressions.countUses(term, uses);
      boolean ofKeys = keys > 0 && Expressions.deterministic(term);
      for (int i = keys; i < uses.length; i++) {
        ofKeys &= uses[i] == 0;
      }
      (ofKeys ? below : above).add(term);
    }
    Plan grouped = aggregate;
    if (!below.isEmpty()) {
      List<Expression> columns = new ArrayList<>();
      for (int key : aggregate.keys()) {
        columns.add(reference(aggregate.input(), key));
      }
      Plan filtered = filter(aggregate.input(), over(Expressions.and(below), columns));
      grouped =
          isEmpty(filtered)
              ? empty(aggregate.schema())
              : new Plan.Aggregate(
                  filtered,
                  aggregate.keys(),
                  aggregate.calls(),
                  aggregate.lifetimes(),
                  aggregate.schema());
    }
    return above.isEmpty() || isEmpty(grouped) ? grouped : kept(grouped, Expressions.and(above));
  }

  /**
   * Computes columns.
   *
   * @param names one for each projection
   */
  Plan project(Plan input, List<Expression> projections, List<String> names) {
    RowSchema schema = schema(projections, names);
    if (isEmpty(input)) {
      return empty(schema);
    }
    if (input instanceof Plan.Union union) {
      return union(
          union.inputs().stream().map(branch -> project(branch, projections, names)).toList(),
          schema);
    }
    if (input instanceof Plan.Constant constant) {
      List<List<Expression.Constant>> rows = computed(constant, projections);
      if (rows != null) {
        return new Plan.Constant(schema, rows);
      }
    }
    if (input instanceof Plan.Calc calc && mergeable(calc, projections)) {
      return PartitionFilter.withoutUnusedNumber(
          new Plan.Calc(
              calc.input(),
              calc.condition(),
              projections.stream().map(projection -> over(projection, calc.projections())).toList(),
              schema));
    }
    return PartitionFilter.withoutUnusedNumber(
        new Plan.Calc(input, Optional.empty(), projections, schema));
  }

  /**
   * Expressions over constant rows; null if they differ each time, if a parameter decides whether
   * one is NULL, or if one fails: that belongs to the run, where a filter may yet take the row
   * away.
   */
  private @Nullable List<List<Expression.Constant>> computed(
      Plan.Constant constant, List<Expression> columns) {
    if (!columns.stream().allMatch(Expressions::deterministic)) {
      return null;
    }
    try {
      return expressions.evaluate(columns, constant.schema(), constant.rows()).orElse(null);
    } catch (LeatException failure) {
      return null;
    }
  }

  /** Computes columns that keep the names of the columns that they are. */
  Plan project(Plan input, List<Expression> projections) {
    List<String> names = new ArrayList<>();
    for (Expression projection : projections) {
      names.add(
          projection instanceof Expression.InputRef reference
              ? input.schema().name(reference.index())
              : "c" + names.size());
    }
    return project(input, projections, names);
  }

  /** Each row once. */
  Plan distinct(Plan input) {
    return distinct(input, Lifetimes.NONE);
  }

  private Plan distinct(Plan input, Lifetimes lifetimes) {
    return isDistinct(input)
        ? input
        : setOperation(Node.SetOperation.Kind.DISTINCT, List.of(input), lifetimes, input.schema());
  }

  /** Whether it is known that no row occurs twice. */
  private static boolean isDistinct(Plan plan) {
    if (plan instanceof Plan.SetOperation operation) {
      return switch (operation.kind()) {
        case DISTINCT, INTERSECT, EXCEPT -> true;
        case INTERSECT_ALL, EXCEPT_ALL -> false;
      };
    }
    if (plan instanceof Plan.Calc calc) {
      int keys =
          calc.input() instanceof Plan.Aggregate aggregate
              ? aggregate.keys().size()
              : calc.input().schema().size();
      for (int i = 0; i < keys; i++) {
        if (!calc.projections().contains(reference(calc.input(), i))) {
          return false;
        }
      }
      return isDistinct(calc.input());
    }
    return plan instanceof Plan.Aggregate
        || (plan instanceof Plan.Constant constant && constant.rows().size() < 2);
  }

  /** A set operation; each input gets the types of {@code schema}. */
  Plan setOperation(Node.SetOperation.Kind kind, List<Plan> inputs, RowSchema schema) {
    return setOperation(kind, inputs, Lifetimes.NONE, schema);
  }

  private Plan setOperation(
      Node.SetOperation.Kind kind, List<Plan> inputs, Lifetimes lifetimes, RowSchema schema) {
    List<Plan> branches = inputs.stream().map(input -> conform(unordered(input), schema)).toList();
    return kind == Node.SetOperation.Kind.DISTINCT && isEmpty(branches.get(0))
        ? empty(schema)
        : new Plan.SetOperation(kind, branches, lifetimes, schema);
  }

  /**
   * Groups rows.
   *
   * @param names of the calls' results
   */
  Plan aggregate(Plan rows, List<Integer> keys, List<AggregateCall> calls, List<String> names) {
    return aggregate(rows, keys, calls, names, Lifetimes.NONE);
  }

  /**
   * Groups rows.
   *
   * @param names of the calls' results
   * @param lifetimes of the groups
   */
  Plan aggregate(
      Plan rows,
      List<Integer> keys,
      List<AggregateCall> calls,
      List<String> names,
      Lifetimes lifetimes) {
    Plan input = unordered(rows);
    List<RowSchema.Field> fields = new ArrayList<>();
    keys.forEach(key -> fields.add(input.schema().fields().get(key)));
    for (int i = 0; i < calls.size(); i++) {
      fields.add(new RowSchema.Field(names.get(i), calls.get(i).type()));
    }
    RowSchema schema = new RowSchema(fields);
    if (keys.isEmpty()) {
      return new Plan.Aggregate(input, keys, calls, lifetimes, schema);
    }
    if (isEmpty(input)) {
      return empty(schema);
    }
    return calls.isEmpty()
        ? distinct(
            project(input, keys.stream().<Expression>map(k -> reference(input, k)).toList()),
            lifetimes)
        : new Plan.Aggregate(input, keys, calls, lifetimes, schema);
  }

  Plan topN(Plan rows, List<Integer> partition, List<SortKey> order, long offset, long fetch) {
    Plan input = unordered(rows);
    return fetch == 0 || isEmpty(input)
        ? empty(input.schema())
        : new Plan.TopN(input, partition, order, offset, fetch, false, input.schema());
  }

  Plan sort(Plan rows, List<SortKey> order, long offset, long fetch) {
    Plan input = unordered(rows);
    return fetch == 0 || isEmpty(input)
        ? empty(input.schema())
        : new Plan.Sort(input, order, offset, fetch);
  }

  /** Without an order that nothing sees any more. */
  static Plan unordered(Plan plan) {
    if (plan instanceof Plan.Sort sort && sort.takesAll()) {
      return sort.input();
    }
    return plan instanceof Plan.Calc calc
            && calc.input() instanceof Plan.Sort sort
            && sort.takesAll()
        ? new Plan.Calc(sort.input(), calc.condition(), calc.projections(), calc.schema())
        : plan;
  }

  /**
   * Joins two plans.
   *
   * @param condition over the left columns, then the right ones
   */
  Plan join(JoinType type, Plan left, Plan right, Expression condition) {
    return join(type, left, right, condition, Lifetimes.NONE);
  }

  /**
   * Joins two plans.
   *
   * @param condition over the left columns, then the right ones
   * @param lifetimes of the rows of both
   */
  Plan join(JoinType type, Plan left, Plan right, Expression condition, Lifetimes lifetimes) {
    return joins.join(type, unordered(left), unordered(right), condition, lifetimes);
  }

  /** All that a join demands of a pair of rows. */
  List<Expression> conditions(Plan.Join join) {
    List<Expression> terms = new ArrayList<>(joins.keyTerms(join));
    join.condition().ifPresent(terms::add);
    return terms;
  }

  /** All pairs of rows. */
  Plan cross(Plan left, Plan right) {
    return join(JoinType.INNER, left, right, Expressions.literal(true, Expressions.TRUTH));
  }

  /** That two values are equal, where NULL equals NULL. */
  Expression same(Expression left, Expression right) {
    List<Expression> sides = ExpressionLowering.comparable(expressions, left, right);
    boolean nullable = left.type().nullable() && right.type().nullable();
    return nullable
        ? expressions.call("IS NOT DISTINCT FROM", sides, Expressions.TRUTH.withNullable(false))
        : expressions.predicate("=", sides);
  }

  Plan limit(Plan input, long offset, long fetch) {
    if (fetch == 0 || isEmpty(input)) {
      return empty(input.schema());
    }
    if (input instanceof Plan.Sort sort && sort.takesAll()) {
      return sort(sort.input(), sort.order(), offset, fetch);
    }
    return offset == 0 && fetch < 0 ? input : new Plan.Limit(input, offset, fetch);
  }

  /** UNION ALL; each input gets the types of {@code schema}. */
  Plan union(List<Plan> inputs, RowSchema schema) {
    List<Plan> branches = new ArrayList<>();
    List<List<Expression.Constant>> rows = new ArrayList<>();
    for (Plan input : inputs) {
      Plan branch = conform(unordered(input), schema);
      if (branch instanceof Plan.Union nested) {
        branches.addAll(nested.inputs());
      } else if (branch instanceof Plan.Constant constant) {
        rows.addAll(constant.rows());
      } else {
        branches.add(branch);
      }
    }
    if (!rows.isEmpty() || branches.isEmpty()) {
      branches.add(new Plan.Constant(schema, rows));
    }
    return branches.size() == 1 ? branches.get(0) : new Plan.Union(branches, schema);
  }

  /** Casts columns whose type is not that of {@code schema}; nullability may differ. */
  private Plan conform(Plan input, RowSchema schema) {
    List<Expression> columns = new ArrayList<>();
    boolean same = true;
    for (int i = 0; i < schema.size(); i++) {
      Expression column = new Expression.InputRef(i, input.schema().type(i));
      Expression converted = expressions.cast(column, schema.type(i), false);
      same &= converted.equals(column);
      columns.add(converted);
    }
    return same
        ? input
        : project(input, columns, schema.fields().stream().map(RowSchema.Field::name).toList());
  }

  /**
   * Whether expressions over a calc may be written over its input instead: nothing that is costly
   * or differs each time would be computed twice.
   */
  private static boolean mergeable(Plan.Calc calc, List<Expression> above) {
    int[] uses = new int[calc.projections().size()];
    above.forEach(expression -> Expressions.countUses(expression, uses));
    for (int i = 0; i < uses.length; i++) {
      Expression projection = calc.projections().get(i);
      boolean trivial =
          projection instanceof Expression.InputRef || projection instanceof Expression.Constant;
      if (!trivial
          && uses[i] > 0
          && (!Expressions.deterministic(projection) || isShared(uses[i], above))) {
        return false;
      }
    }
    return true;
  }

  /** A filter keeps the projections beside itself: the generated loop computes them once. */
  private static boolean isShared(int uses, List<Expression> above) {
    return uses > (above.size() == 1 ? 2 : 1);
  }

  /** The expression with the columns in place of its references. */
  private Expression over(Expression expression, List<? extends Expression> columns) {
    return expressions.replace(
        expression, reference -> columns.get(((Expression.InputRef) reference).index()));
  }

  static Expression.InputRef reference(Plan plan, int column) {
    return new Expression.InputRef(column, plan.schema().type(column));
  }

  static List<String> names(RowSchema schema) {
    List<String> names = new ArrayList<>();
    schema.fields().forEach(field -> names.add(field.name()));
    return names;
  }

  static List<Expression> references(RowSchema schema) {
    List<Expression> references = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      references.add(new Expression.InputRef(i, schema.type(i)));
    }
    return references;
  }

  private static RowSchema schema(List<Expression> projections, List<String> names) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (int i = 0; i < projections.size(); i++) {
      DataType type = projections.get(i).type();
      fields.add(new RowSchema.Field(names.get(i), type));
    }
    return new RowSchema(fields);
  }
}
