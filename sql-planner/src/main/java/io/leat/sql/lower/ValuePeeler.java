package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Takes what may fail off the end of queries used as values. A failure is an error of the row that
 * asks, so it must come above the join with those: below, the row of the query would be left out,
 * and the join would take that for a query without rows, whose value is NULL.
 */
final class ValuePeeler {
  /** In the place of a column that is computed elsewhere. */
  private static final Expression NOTHING = Expressions.literal(null, ScalarType.BOOLEAN);

  private final PlanBuilder plans;
  private final Expressions expressions;

  ValuePeeler(PlanBuilder plans, Expressions expressions) {
    this.plans = plans;
    this.expressions = expressions;
  }

  /** A query of one column. */
  PeeledValue peel(Lowered query) {
    Plan plan = chosenFirst(query.plan());
    if (!(plan instanceof Plan.Calc calc) || !isPeeled(calc.projections().get(0))) {
      return new PeeledValue(query.plan(), query.width(), PlanBuilder.reference(query.plan(), 0));
    }
    Expression value = calc.projections().get(0);
    List<Expression> parts = columnsOf(value);
    List<Expression> columns = new ArrayList<>(parts);
    columns.addAll(calc.projections().subList(query.width(), calc.projections().size()));
    return new PeeledValue(plans.project(inputOf(calc), columns), parts.size(), over(value, parts));
  }

  private static boolean isPeeled(Expression expression) {
    return !FailureFree.is(expression) && Expressions.deterministic(expression);
  }

  /**
   * The same rows, where those that a limit takes are chosen before what may fail is computed of
   * them. What they are chosen by must be computed before.
   */
  private Plan chosenFirst(Plan plan) {
    if (plan instanceof Plan.Calc calc && calc.condition().isEmpty()) {
      Plan input = chosenFirst(calc.input());
      return input == calc.input()
          ? plan
          : plans.project(input, calc.projections(), PlanBuilder.names(plan.schema()));
    }
    Set<Integer> keys = new HashSet<>();
    if (plan instanceof Plan.TopN top && !top.numbered()) {
      keys.addAll(top.partition());
      top.order().forEach(key -> keys.add(key.column()));
      return chosenFirst(
          plan,
          keys,
          rows -> plans.topN(rows, top.partition(), top.order(), top.offset(), top.fetch()));
    } else if (plan instanceof Plan.Sort sort) {
      sort.order().forEach(key -> keys.add(key.column()));
      return chosenFirst(
          plan, keys, rows -> plans.sort(rows, sort.order(), sort.offset(), sort.fetch()));
    } else if (plan instanceof Plan.Limit limit) {
      return chosenFirst(plan, keys, rows -> plans.limit(rows, limit.offset(), limit.fetch()));
    }
    return plan;
  }

  /**
   * The same for a plan that chooses rows.
   *
   * @param keys columns that they are chosen by
   * @param choice of other rows, with the same columns in the same places, then more
   */
  private Plan chosenFirst(Plan plan, Set<Integer> keys, UnaryOperator<Plan> choice) {
    if (!(plan.inputs().get(0) instanceof Plan.Calc calc)) {
      return plan;
    }
    List<Expression> below = new ArrayList<>(calc.projections());
    List<Expression> above = new ArrayList<>(PlanBuilder.references(calc.schema()));
    boolean changed = false;
    for (int i = 0; i < above.size(); i++) {
      Expression computed = calc.projections().get(i);
      if (!keys.contains(i) && isPeeled(computed)) {
        below.set(i, NOTHING);
        columnsOf(computed).stream().filter(part -> !below.contains(part)).forEach(below::add);
        above.set(i, over(computed, below));
        changed = true;
      }
    }
    return changed
        ? plans.project(
            choice.apply(plans.project(inputOf(calc), below)),
            above,
            PlanBuilder.names(plan.schema()))
        : plan;
  }

  /** What a calc computes its columns of. */
  private static Plan inputOf(Plan.Calc calc) {
    return calc.condition().map(term -> PlanBuilder.kept(calc.input(), term)).orElse(calc.input());
  }

  /** The expression over columns among which are all that it reads. */
  private Expression over(Expression expression, List<Expression> columns) {
    return expressions.replace(
        expression, column -> new Expression.InputRef(columns.indexOf(column), column.type()));
  }

  private static List<Expression> columnsOf(Expression expression) {
    Set<Expression> found = new LinkedHashSet<>();
    addColumns(expression, found);
    return List.copyOf(found);
  }

  private static void addColumns(Expression expression, Set<Expression> found) {
    if (expression instanceof Expression.InputRef) {
      found.add(expression);
    }
    expression.parts().forEach(part -> addColumns(part, found));
  }
}
