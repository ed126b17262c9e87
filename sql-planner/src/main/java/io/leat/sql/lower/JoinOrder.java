package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.sql.validate.StateLifetime;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Puts three or more relations that inner joins combine into an order in which each join adds the
 * relation that keeps the result smallest, as far as {@link PlanEstimate} can tell. Relations that
 * no key connects come last. Where a hint says how long a relation's rows are kept, that goes along
 * to the join that adds it.
 */
final class JoinOrder {
  private final PlanBuilder plans;
  private final Expressions expressions;
  private final IdentityHashMap<Plan, Integer> readers = new IdentityHashMap<>();
  private final IdentityHashMap<Plan, Plan> ordered = new IdentityHashMap<>();

  JoinOrder(PlanBuilder plans, Expressions expressions) {
    this.plans = plans;
    this.expressions = expressions;
  }

  Plan order(Plan root) {
    count(root);
    return rebuilt(root);
  }

  private void count(Plan plan) {
    if (readers.merge(plan, 1, Integer::sum) == 1) {
      plan.inputs().forEach(this::count);
    }
  }

  private Plan rebuilt(Plan plan) {
    Plan known = ordered.get(plan);
    if (known == null) {
      known = rebuild(plan);
      ordered.put(plan, known);
    }
    return known;
  }

  private Plan rebuild(Plan plan) {
    if (isInner(plan)) {
      JoinGraph graph = new JoinGraph(plans, expressions);
      List<Expression> columns = collect(plan, graph, true);
      if (graph.size() > 2) {
        return graph.joined(columns, PlanBuilder.names(plan.schema()));
      }
    }
    List<Plan> inputs = plan.inputs().stream().map(this::rebuilt).toList();
    boolean same = true;
    for (int i = 0; i < inputs.size(); i++) {
      same &= inputs.get(i) == plan.inputs().get(i);
    }
    return same ? plan : plan.withInputs(inputs);
  }

  private static boolean isInner(Plan plan) {
    return plan instanceof Plan.Join join
        && join.type() == JoinType.INNER
        && join.condition().stream().allMatch(Expressions::deterministic);
  }

  /** Adds the relations and conditions below a plan; returns its columns in the graph's terms. */
  private List<Expression> collect(Plan plan, JoinGraph graph, boolean top) {
    boolean own = top || readers.getOrDefault(plan, 1) == 1;
    if (own && isInner(plan)) {
      Plan.Join join = (Plan.Join) plan;
      List<Expression> columns = new ArrayList<>(side(join, 0, graph));
      columns.addAll(side(join, 1, graph));
      for (Expression term : plans.conditions(join)) {
        graph.addCondition(over(term, columns));
      }
      return columns;
    }
    if (own
        && plan instanceof Plan.Calc calc
        && containsInner(calc.input())
        && isSelection(calc)
        && calc.condition().stream().allMatch(Expressions::deterministic)) {
      List<Expression> columns = collect(calc.input(), graph, false);
      calc.condition().ifPresent(condition -> graph.addCondition(over(condition, columns)));
      return calc.projections().stream().map(projection -> over(projection, columns)).toList();
    }
    return graph.addRelation(rebuilt(plan), Optional.empty());
  }

  /** An input of a join; one with a lifetime of its own stays one relation. */
  private List<Expression> side(Plan.Join join, int index, JoinGraph graph) {
    Plan input = join.inputs().get(index);
    Optional<StateLifetime> lifetime = join.lifetimes().input(index);
    return lifetime.isEmpty()
        ? collect(input, graph, false)
        : graph.addRelation(rebuilt(input), lifetime);
  }

  private boolean containsInner(Plan plan) {
    return readers.getOrDefault(plan, 1) == 1 && isInner(plan);
  }

  private static boolean isSelection(Plan.Calc calc) {
    return calc.projections().stream()
        .allMatch(
            projection ->
                projection instanceof Expression.InputRef
                    || projection instanceof Expression.Constant);
  }

  private Expression over(Expression expression, List<Expression> columns) {
    return expressions.replace(
        expression, reference -> columns.get(((Expression.InputRef) reference).index()));
  }
}
