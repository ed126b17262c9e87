package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A query of one column in two parts: rows, and what it makes of each of them at the end, if that
 * may fail. It is to be computed above the join with the rows that ask, whose error a failure is:
 * below, the row of the query would be left out, and the join would take that for a query without
 * rows, whose value is NULL.
 *
 * @param rows of {@code width} columns, then those of the domain
 * @param value over the first {@code width} columns
 */
record PeeledValue(Plan rows, int width, Expression value) {

  static PeeledValue of(Lowered query, PlanBuilder plans, Expressions expressions) {
    if (!(chosenFirst(query.plan(), plans, expressions) instanceof Plan.Calc calc)
        || !Expressions.mayFail(calc.projections().get(0))
        || !Expressions.deterministic(calc.projections().get(0))) {
      return whole(query);
    }
    Expression whole = calc.projections().get(0);
    List<Expression> parts = references(whole);
    List<Expression> columns = new ArrayList<>(parts);
    columns.addAll(calc.projections().subList(query.width(), calc.projections().size()));
    Expression value = expressions.replace(whole, column -> placed(column, parts, 0));
    return new PeeledValue(plans.project(rows(calc), columns), parts.size(), value);
  }

  /** The same rows, chosen before what may fail is computed of them, as far as that is no key. */
  private static Plan chosenFirst(Plan plan, PlanBuilder plans, Expressions expressions) {
    if (plan instanceof Plan.Calc calc && calc.condition().isEmpty()) {
      Plan input = chosenFirst(calc.input(), plans, expressions);
      return input == calc.input()
          ? plan
          : plans.project(input, calc.projections(), PlanBuilder.names(plan.schema()));
    }
    Set<Integer> keys = new HashSet<>();
    UnaryOperator<Plan> choice;
    if (plan instanceof Plan.TopN top && !top.numbered()) {
      keys.addAll(top.partition());
      top.order().forEach(key -> keys.add(key.column()));
      choice = rows -> plans.topN(rows, top.partition(), top.order(), top.offset(), top.fetch());
    } else if (plan instanceof Plan.Sort sort) {
      sort.order().forEach(key -> keys.add(key.column()));
      choice = rows -> plans.sort(rows, sort.order(), sort.offset(), sort.fetch());
    } else if (plan instanceof Plan.Limit limit) {
      choice = rows -> plans.limit(rows, limit.offset(), limit.fetch());
    } else {
      return plan;
    }
    return plan.inputs().get(0) instanceof Plan.Calc calc
        ? computedAbove(plan, calc, keys, choice, plans, expressions)
        : plan;
  }

  private static Plan computedAbove(
      Plan plan,
      Plan.Calc calc,
      Set<Integer> keys,
      UnaryOperator<Plan> choice,
      PlanBuilder plans,
      Expressions expressions) {
    List<Expression> below = new ArrayList<>(calc.projections());
    List<Expression> above = new ArrayList<>(PlanBuilder.references(calc.schema()));
    boolean changed = false;
    for (int i = 0; i < above.size(); i++) {
      Expression whole = calc.projections().get(i);
      List<Expression> parts = references(whole);
      if (!keys.contains(i)
          && !parts.isEmpty()
          && Expressions.mayFail(whole)
          && Expressions.deterministic(whole)) {
        int start = below.size();
        below.set(i, parts.get(0));
        below.addAll(parts);
        above.set(i, expressions.replace(whole, column -> placed(column, parts, start)));
        changed = true;
      }
    }
    return changed
        ? plans.project(
            choice.apply(plans.project(rows(calc), below)), above, PlanBuilder.names(plan.schema()))
        : plan;
  }

  /** What a calc computes its columns of. */
  private static Plan rows(Plan.Calc calc) {
    return calc.condition().map(term -> PlanBuilder.kept(calc.input(), term)).orElse(calc.input());
  }

  private static Expression placed(Expression column, List<Expression> parts, int start) {
    return new Expression.InputRef(start + parts.indexOf(column), column.type());
  }

  /** The value as the query gives it. */
  static PeeledValue whole(Lowered query) {
    return new PeeledValue(query.plan(), query.width(), PlanBuilder.reference(query.plan(), 0));
  }

  private static List<Expression> references(Expression expression) {
    Set<Expression> found = new LinkedHashSet<>();
    addReferences(expression, found);
    return List.copyOf(found);
  }

  private static void addReferences(Expression expression, Set<Expression> references) {
    if (expression instanceof Expression.InputRef) {
      references.add(expression);
    }
    expression.parts().forEach(part -> addReferences(part, references));
  }

  boolean isColumn() {
    return value instanceof Expression.InputRef;
  }

  /** The value of a row of a frame, of which the rows are columns from {@code start} on. */
  Expression in(Frame frame, int start, Expressions expressions) {
    return expressions.replace(
        value, column -> frame.column(start + ((Expression.InputRef) column).index()));
  }
}
