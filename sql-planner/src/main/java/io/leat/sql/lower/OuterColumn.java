package io.leat.sql.lower;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** A column of a query around the one that names it. */
record OuterColumn(CorrelationId query, int field) {

  /** The columns that a query takes from queries around it, in the order of their first use. */
  static Set<OuterColumn> usedBy(RelNode query) {
    Collector collector = new Collector();
    collector.visit(query);
    collector.used.removeIf(column -> collector.defined.contains(column.query()));
    return collector.used;
  }

  /** The columns that an expression takes from queries around it, its own sub-queries included. */
  static Set<OuterColumn> usedBy(RexNode expression) {
    Collector collector = new Collector();
    var unused = expression.accept(collector);
    collector.used.removeIf(column -> collector.defined.contains(column.query()));
    return collector.used;
  }

  private static final class Collector extends RexShuttle {
    final Set<OuterColumn> used = new LinkedHashSet<>();
    final Set<CorrelationId> defined = new LinkedHashSet<>();

    void visit(RelNode rel) {
      defined.addAll(rel.getVariablesSet());
      var unused = rel.accept(this);
      rel.getInputs().forEach(this::visit);
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      if (access.getReferenceExpr() instanceof RexCorrelVariable variable) {
        used.add(new OuterColumn(variable.id, access.getField().getIndex()));
        return access;
      }
      return super.visitFieldAccess(access);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      visit(subQuery.rel);
      return super.visitSubQuery(subQuery);
    }
  }
}
