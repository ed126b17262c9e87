package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Takes away watermarks that nothing above waits for, so that filters move below them and nothing
 * is computed for them.
 */
final class UnusedWatermarks {
  private final PlanBuilder plans;
  private final Set<Plan> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Plan> seenWaiting = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();

  UnusedWatermarks(PlanBuilder plans) {
    this.plans = plans;
  }

  Plan remove(Plan root) {
    visit(root, false);
    return rebuilt(root);
  }

  /** Notes what is below something that waits for time. */
  private void visit(Plan plan, boolean waiting) {
    boolean below =
        waiting
            || (plan instanceof TimePlan time && time.waits())
            || (plan instanceof Plan.Calc calc && CurrentWatermarks.areIn(calc));
    if ((below ? seenWaiting : seen).add(plan)) {
      plan.inputs().forEach(input -> visit(input, below));
    }
  }

  private Plan rebuilt(Plan plan) {
    Plan known = done.get(plan);
    if (known == null) {
      known = rebuild(plan);
      done.put(plan, known);
    }
    return known;
  }

  private Plan rebuild(Plan plan) {
    if (plan instanceof TimePlan.Watermark watermark && !seenWaiting.contains(plan)) {
      List<Expression> columns =
          PlanBuilder.references(watermark.input().schema()).subList(0, watermark.schema().size());
      return plans.project(watermark.input(), columns, PlanBuilder.names(watermark.schema()));
    }
    List<Plan> inputs = plan.inputs().stream().map(this::rebuilt).toList();
    boolean same = true;
    for (int i = 0; i < inputs.size(); i++) {
      same &= inputs.get(i) == plan.inputs().get(i);
    }
    if (same) {
      return plan;
    }
    if (plan instanceof Plan.Calc calc) {
      Plan input = inputs.get(0);
      Plan filtered =
          calc.condition().map(condition -> plans.filter(input, condition)).orElse(input);
      return plans.project(filtered, calc.projections(), PlanBuilder.names(calc.schema()));
    }
    return plan.withInputs(inputs);
  }
}
