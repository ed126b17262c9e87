package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A plan of which time attributes and windows are known.
 *
 * @param width the columns of the plan that was; those behind them are hidden
 */
record TimedPlan(Plan plan, int width, Times times) {
  int hidden() {
    return plan.schema().size() - width;
  }

  /** The time attributes among the columns of the plan that was. */
  Set<Integer> visibleAttributes() {
    Set<Integer> visible = new TreeSet<>(times.attributes());
    visible.removeIf(column -> column >= width);
    return visible;
  }

  /** The plan without its hidden columns. */
  Plan visible(PlanBuilder plans) {
    return hidden() == 0 ? plan : narrowed(List.of(), plans);
  }

  /** The visible columns, then others. */
  Plan narrowed(List<Integer> others, PlanBuilder plans) {
    List<Expression> columns =
        new ArrayList<>(PlanBuilder.references(plan.schema()).subList(0, width));
    others.forEach(column -> columns.add(PlanBuilder.reference(plan, column)));
    return Plan.Calc.isIdentity(columns, plan.schema().size())
        ? plan
        : plans.project(plan, columns);
  }

  /** A plan that puts columns behind those of this one; hidden ones go behind these. */
  TimedPlan added(int newWidth, UnaryOperator<Plan> adding, PlanBuilder plans) {
    Plan wider = adding.apply(plan);
    int more = newWidth - width;
    if (hidden() == 0 || more == 0) {
      return new TimedPlan(wider, newWidth, times);
    }
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, width).forEach(order::add);
    IntStream.range(0, more).forEach(i -> order.add(width + hidden() + i));
    IntStream.range(0, hidden()).forEach(i -> order.add(width + i));
    Times moved = times.moved(column -> List.of(column < width ? column : column + more));
    return new TimedPlan(plans.project(wider, columns(wider, order)), newWidth, moved);
  }

  /** References to columns of a plan. */
  static List<Expression> columns(Plan plan, List<Integer> columns) {
    return columns.stream().<Expression>map(i -> PlanBuilder.reference(plan, i)).toList();
  }
}
