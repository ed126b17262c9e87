package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Joins with a relation {@code FOR SYSTEM_TIME AS OF} a time of each left row. Conditions on the
 * right side alone stay in the join: a version that does not meet them is still the one that holds.
 */
final class TemporalJoinLowering {
  private final RelLowering relations;
  private final JoinBuilder joins;

  TemporalJoinLowering(RelLowering relations, JoinBuilder joins) {
    this.relations = relations;
    this.joins = joins;
  }

  /** The join of a relation as of a column of the left one; null if it is another join. */
  @Nullable Lowered lower(Correlate correlate, @Nullable Domain domain) {
    List<RexNode> conditions = new ArrayList<>();
    RelNode right = correlate.getRight();
    while (right instanceof Filter filter) {
      conditions.addAll(RelOptUtil.conjunctions(filter.getCondition()));
      right = filter.getInput();
    }
    if (!(right instanceof Snapshot snapshot)) {
      return null;
    }
    conditions.addAll(RelOptUtil.conjunctions(correlate.getCondition()));
    int leftSize = correlate.getLeft().getRowType().getFieldCount();
    CorrelationId id = correlate.getCorrelationId();
    RexNode period = uncast(snapshot.getPeriod());
    if (!(period instanceof RexFieldAccess time) || !isOf(time, id)) {
      throw notATime();
    }
    RexShuttle onBoth =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return new RexInputRef(reference.getIndex() + leftSize, reference.getType());
          }

          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return isOf(access, id)
                ? new RexInputRef(access.getField().getIndex(), access.getType())
                : super.visitFieldAccess(access);
          }
        };
    return lower(
        correlate.getLeft(),
        snapshot,
        correlate.getJoinType(),
        conditions.stream().map(condition -> condition.accept(onBoth)).toList(),
        time.getField().getIndex(),
        domain);
  }

  /** The join of a relation as of now; null if it is another join. */
  @Nullable Lowered lower(Join join, @Nullable Domain domain) {
    return join.getRight() instanceof Snapshot snapshot
        ? lower(
            join.getLeft(),
            snapshot,
            join.getJoinType(),
            RelOptUtil.conjunctions(join.getCondition()),
            -1,
            domain)
        : null;
  }

  private static boolean isOf(RexFieldAccess access, CorrelationId id) {
    return access.getReferenceExpr() instanceof RexCorrelVariable variable
        && variable.id.equals(id);
  }

  private static RexNode uncast(RexNode node) {
    return node instanceof RexCall call && call.getKind() == SqlKind.CAST
        ? uncast(call.getOperands().get(0))
        : node;
  }

  private static LeatException notATime() {
    return LeatException.notSupported(
        "FOR SYSTEM_TIME AS OF anything but a time attribute of the left relation",
        "Name a column with a watermark, a column of PROCTIME(), or PROCTIME() itself");
  }

  private Lowered lower(
      RelNode left,
      Snapshot snapshot,
      JoinRelType joinType,
      List<RexNode> conditions,
      int leftTime,
      @Nullable Domain domain) {
    if (joinType != JoinRelType.INNER && joinType != JoinRelType.LEFT) {
      throw LeatException.notSupported(
          joinType + " JOIN with FOR SYSTEM_TIME AS OF", "use INNER or LEFT JOIN");
    }
    if (domain != null) {
      throw LeatException.notSupported(
          "FOR SYSTEM_TIME AS OF in a query that names columns of another one around it",
          "join in the outer query");
    }
    Lowered leftRows = relations.lower(left, null);
    Lowered rightRows = relations.lower(snapshot.getInput(), null);
    List<RowSchema.Field> fields = new ArrayList<>(leftRows.plan().schema().fields());
    fields.addAll(rightRows.plan().schema().fields());
    int width = leftRows.width() + rightRows.width();
    Frame both =
        new Frame(new Lowered(PlanBuilder.empty(new RowSchema(fields)), width), null, Set.of());
    List<Expression> terms = relations.lowerAll(conditions, both);
    JoinType type = joinType == JoinRelType.LEFT ? JoinType.LEFT : JoinType.INNER;
    return new Lowered(
        joins.temporal(type, leftRows.plan(), rightRows.plan(), terms, leftTime), width);
  }
}
