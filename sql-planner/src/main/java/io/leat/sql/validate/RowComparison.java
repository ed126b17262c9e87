package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of rows that are written as such, {@code (a, b) < (c, d)}, as comparisons of their
 * columns: the first columns that differ decide, and what a NULL leaves open is NULL.
 */
final class RowComparison {
  private final SqlCall left;
  private final SqlCall right;
  private final SqlParserPos pos;

  private RowComparison(SqlCall left, SqlCall right, SqlParserPos pos) {
    this.left = left;
    this.right = right;
    this.pos = pos;
  }

  /** The same without rows; null if the call compares none. */
  static @Nullable SqlNode expand(SqlCall call) {
    SqlParserPos pos = call.getParserPosition();
    if (call.getOperator() instanceof SqlBetweenOperator between) {
      return isRow(call.operand(0)) && isRow(call.operand(1)) && isRow(call.operand(2))
          ? between(between, call)
          : null;
    }
    if (call.operandCount() != 2 || !isRow(call.operand(0)) || !isRow(call.operand(1))) {
      return null;
    }
    SqlCall left = call.operand(0);
    SqlCall right = call.operand(1);
    RowComparison rows = new RowComparison(left, right, pos);
    SqlNode expanded =
        switch (call.getKind()) {
          case EQUALS -> rows.all(SqlStdOperatorTable.EQUALS);
          case NOT_EQUALS -> not(rows.all(SqlStdOperatorTable.EQUALS), pos);
          case IS_NOT_DISTINCT_FROM -> rows.all(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM);
          case IS_DISTINCT_FROM -> not(rows.all(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM), pos);
          case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
              rows.ordered(call.getOperator());
          default -> null;
        };
    if (expanded != null && left.operandCount() != right.operandCount()) {
      throw new LeatException(
              SqlState.DATATYPE_MISMATCH,
              "rows of "
                  + (left.operandCount() + " and of " + right.operandCount())
                  + " columns do not compare")
          .at(Positions.of(call));
    }
    return expanded;
  }

  private static boolean isRow(SqlNode node) {
    return node.getKind() == SqlKind.ROW;
  }

  private static @Nullable SqlNode between(SqlBetweenOperator operator, SqlCall call) {
    SqlParserPos pos = call.getParserPosition();
    SqlNode inside = inside(call, 1, 2);
    if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
      inside = SqlStdOperatorTable.OR.createCall(pos, inside, inside(call, 2, 1));
    }
    return operator.isNegated() ? not(inside, pos) : inside;
  }

  private static SqlNode inside(SqlCall call, int low, int high) {
    SqlParserPos pos = call.getParserPosition();
    return SqlStdOperatorTable.AND.createCall(
        pos,
        compared(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, call.operand(0), call.operand(low)),
        compared(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, call.operand(0), call.operand(high)));
  }

  private static SqlNode compared(SqlOperator operator, SqlNode a, SqlNode b) {
    SqlCall call = operator.createCall(a.getParserPosition().plus(b.getParserPosition()), a, b);
    SqlNode expanded = expand(call);
    return expanded == null ? call : expanded;
  }

  private static SqlNode not(SqlNode node, SqlParserPos pos) {
    return SqlStdOperatorTable.NOT.createCall(pos, node);
  }

  private int columns() {
    return Math.min(left.operandCount(), right.operandCount());
  }

  private SqlNode column(SqlOperator operator, int index) {
    return compared(operator, left.operand(index), right.operand(index));
  }

  private SqlNode all(SqlOperator operator) {
    SqlNode all = column(operator, 0);
    for (int i = 1; i < columns(); i++) {
      all = SqlStdOperatorTable.AND.createCall(pos, all, column(operator, i));
    }
    return all;
  }

  /** {@code a < c OR (a = c AND b < d)}; the last columns may be equal if the rows may. */
  private SqlNode ordered(SqlOperator operator) {
    boolean less =
        operator.kind == SqlKind.LESS_THAN || operator.kind == SqlKind.LESS_THAN_OR_EQUAL;
    SqlOperator strict = less ? SqlStdOperatorTable.LESS_THAN : SqlStdOperatorTable.GREATER_THAN;
    SqlNode result = column(operator, columns() - 1);
    for (int i = columns() - 2; i >= 0; i--) {
      SqlNode equal = column(SqlStdOperatorTable.EQUALS, i);
      SqlNode rest = SqlStdOperatorTable.AND.createCall(pos, equal, result);
      result = SqlStdOperatorTable.OR.createCall(pos, column(strict, i), rest);
    }
    return result;
  }
}
