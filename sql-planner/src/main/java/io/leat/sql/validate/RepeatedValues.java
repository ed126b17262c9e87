package io.leat.sql.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that mean others in which one of their operands stands more than once. It is computed
 * once all the same.
 */
final class RepeatedValues {
  private RepeatedValues() {}

  /** {@code NULLIF(value, other)}. */
  static SqlNode nullIf(SqlParserPos pos, SqlNode value, SqlNode other) {
    if (SqlUtil.isNullLiteral(value, false)) {
      return value;
    }
    SharedValue.Sharing sharing =
        new SharedValue.Sharing(new SqlNodeList(List.of(value, other), pos));
    SqlNode shared = sharing.share(value);
    SqlNode equal = SqlStdOperatorTable.EQUALS.createCall(pos, shared, other);
    return sharing.scope(
        new SqlCase(
            pos,
            null,
            new SqlNodeList(List.of(equal), pos),
            new SqlNodeList(List.of(SqlLiteral.createNull(pos)), pos),
            shared.clone(shared.getParserPosition())));
  }

  /** {@code CASE value WHEN …}, not rewritten yet; null if the call is none. */
  static @Nullable SqlNode choice(SqlCall call, ExpressionRewriter rewriter) {
    if (!(call instanceof SqlCase choice)) {
      return null;
    }
    SqlNode value = null;
    for (SqlNode when : choice.getWhenOperands()) {
      // The parser puts the one value into a comparison for each branch.
      boolean compares = when.getKind() == SqlKind.EQUALS || when.getKind() == SqlKind.IN;
      SqlNode compared = compares ? ((SqlCall) when).operand(0) : null;
      if (compared == null || (value != null && compared != value)) {
        return null;
      }
      value = compared;
    }
    if (value == null || choice.getWhenOperands().size() < 2) {
      return null;
    }
    for (SqlNode when : choice.getWhenOperands()) {
      rewriter.rowGroups().enter((SqlCall) when);
    }
    SqlNode once = rewriter.rewrite(value);
    List<SqlNode> others = new ArrayList<>();
    for (SqlNode when : choice.getWhenOperands()) {
      others.add(rewriter.rewrite(((SqlCall) when).operand(1)));
    }
    SqlNodeList results = (SqlNodeList) rewriter.rewrite(choice.getThenOperands());
    SqlNode otherwise = choice.getElseOperand();
    otherwise = otherwise == null ? null : rewriter.rewrite(otherwise);
    SqlParserPos pos = call.getParserPosition();
    SqlNodeList conditions = new SqlNodeList(choice.getWhenOperands().getParserPosition());
    SharedValue.Sharing sharing = new SharedValue.Sharing(once);
    others.forEach(sharing::beyond);
    sharing.beyond(results);
    if (otherwise != null) {
      sharing.beyond(otherwise);
    }
    SqlNode shared = sharing.share(once);
    for (int i = 0; i < others.size(); i++) {
      SqlCall when = (SqlCall) choice.getWhenOperands().get(i);
      SqlCall condition =
          when.getOperator().createCall(when.getParserPosition(), shared, others.get(i));
      SqlNode known = once(condition);
      conditions.add(known == null ? condition : known);
    }
    return sharing.scope(new SqlCase(pos, null, conditions, results, otherwise));
  }

  /** A rewritten call that repeats operands, with each of them computed once; null for others. */
  static @Nullable SqlNode once(SqlCall call) {
    SharedValue.Sharing sharing = new SharedValue.Sharing(call);
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    switch (call.getKind()) {
      case IN, NOT_IN, SOME, ALL -> {
        if (!(operands.get(1) instanceof SqlNodeList list) || list.size() < 2) {
          return null;
        }
        operands.set(0, sharing.share(operands.get(0)));
      }
      case BETWEEN,
          EQUALS,
          NOT_EQUALS,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL ->
          operands.replaceAll(sharing::shareChanging);
      default -> {
        return null;
      }
    }
    SqlCall sharingCall = call.getOperator().createCall(call.getParserPosition(), operands);
    SqlNode comparison = RowComparison.expand(sharingCall);
    if (comparison != null) {
      return sharing.scope(comparison);
    }
    boolean repeats =
        switch (call.getKind()) {
          case IN, NOT_IN, SOME, ALL, BETWEEN -> true;
          default -> false;
        };
    return repeats && sharing.isUsed() ? sharing.scope(sharingCall) : null;
  }
}
