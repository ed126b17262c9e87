package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * A filter that demands each outer column to equal a value of its own input. Then these values are
 * the domain's columns, and no join with the domain is needed: the query is computed for all values
 * that there are.
 */
final class DomainBinding {
  private final RelLowering relations;
  private final PlanBuilder plans;
  private final Expressions expressions;

  DomainBinding(RelLowering relations, PlanBuilder plans, Expressions expressions) {
    this.relations = relations;
    this.plans = plans;
    this.expressions = expressions;
  }

  /** The filter with the domain's columns bound; null if not all of them can be. */
  @Nullable Lowered bind(Filter filter, List<RexNode> conditions, Domain domain) {
    Map<OuterColumn, RexNode> bound = new HashMap<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode condition : conditions) {
      if (!bind(condition, domain, bound)) {
        rest.add(condition);
      }
    }
    if (bound.size() < domain.size()) {
      return null;
    }
    Lowered input = relations.lower(filter.getInput(), null);
    Frame frame = new Frame(input, null, Set.<CorrelationId>of());
    List<Expression> values =
        relations.lowerAll(domain.columns().stream().map(bound::get).toList(), frame);
    for (int i = 0; i < values.size(); i++) {
      boolean sameType =
          values
              .get(i)
              .type()
              .withNullable(true)
              .equals(domain.values().schema().type(i).withNullable(true));
      if (!sameType || !Expressions.deterministic(values.get(i))) {
        return null;
      }
    }
    List<Expression> columns = new ArrayList<>(PlanBuilder.references(input.plan().schema()));
    List<String> names = PlanBuilder.names(input.plan().schema());
    List<Expression> present = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      columns.add(values.get(i));
      names.add(domain.values().schema().name(i));
      if (values.get(i).type().nullable()) {
        present.add(expressions.predicate("IS NOT NULL", List.of(values.get(i))));
      }
    }
    Plan known = plans.filter(input.plan(), Expressions.and(present));
    Lowered extended =
        new Lowered(plans.project(known, columns, names), input.width(), input.rows(), null);
    return relations.filter(extended, rest, filter.getVariablesSet(), domain);
  }

  private static boolean bind(RexNode condition, Domain domain, Map<OuterColumn, RexNode> bound) {
    if (condition.getKind() != SqlKind.EQUALS) {
      return false;
    }
    List<RexNode> sides = ((RexCall) condition).getOperands();
    return bind(sides.get(0), sides.get(1), domain, bound)
        || bind(sides.get(1), sides.get(0), domain, bound);
  }

  private static boolean bind(
      RexNode outer, RexNode value, Domain domain, Map<OuterColumn, RexNode> bound) {
    if (outer instanceof RexFieldAccess access
        && access.getReferenceExpr() instanceof RexCorrelVariable variable) {
      OuterColumn column = new OuterColumn(variable.id, access.getField().getIndex());
      if (domain.columns().contains(column)
          && !bound.containsKey(column)
          && SubqueryLowering.find(value) == null
          && OuterColumn.usedBy(value).isEmpty()) {
        bound.put(column, value);
        return true;
      }
    }
    return false;
  }
}
