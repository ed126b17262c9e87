package io.leat.sql.validate;

import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlInOperator;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Aggregates of the query inside the function of a window, as in {@code SUM(MIN(a)) OVER ()}.
 * Calcite does not convert IN with a list there: the list's comparisons are written out.
 */
final class NestedAggregates extends SqlBasicVisitor<Void> {
  private int depth;

  @Override
  public Void visit(SqlCall call) {
    if (QueryConverter.isQuery(call)) {
      return null;
    }
    boolean aggregates = call.getOperator().isAggregator() || call.getKind() == SqlKind.FILTER;
    depth += aggregates ? 1 : 0;
    call.getOperandList().stream()
        .filter(Objects::nonNull)
        .forEach(operand -> operand.accept(this));
    depth -= aggregates ? 1 : 0;
    if (depth > 1
        && call instanceof SqlBasicCall in
        && call.getOperator() instanceof SqlInOperator
        && call.operand(1) instanceof SqlNodeList members) {
      write(in, call.operand(0), members);
    }
    return null;
  }

  private static void write(SqlBasicCall call, SqlNode value, List<SqlNode> members) {
    if (value.getKind() == SqlKind.ROW) {
      throw QueryRewriter.refused(
          "IN with rows in an aggregate that is the argument of a window function",
          "compute it in a query in FROM",
          call);
    }
    ExactMembership.rewrite(call, value, members);
  }
}
