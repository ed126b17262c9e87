package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** The part of {@link ExpressionRewriter} that sees OVER and WINDOW. */
final class WindowRewriter {
  private final ExpressionRewriter expressions;
  private final AggregateRewriter aggregates;

  WindowRewriter(ExpressionRewriter expressions, AggregateRewriter aggregates) {
    this.expressions = expressions;
    this.aggregates = aggregates;
  }

  /** A call of OVER with functions of ours. */
  SqlNode over(SqlCall call) {
    SqlNode function = function(call.operand(0));
    SqlNode window = call.operand(1);
    return SqlStdOperatorTable.OVER.createCall(
        call.getParserPosition(),
        function,
        window instanceof SqlWindow inline ? window(inline) : window);
  }

  private SqlNode function(SqlNode node) {
    if (!(node instanceof SqlCall call)) {
      throw noFunction(node);
    }
    if (call.getKind() == SqlKind.RESPECT_NULLS) {
      return function(call.operand(0));
    }
    boolean ignoring = call.getKind() == SqlKind.IGNORE_NULLS;
    SqlCall inner = ignoring ? call.operand(0) : call;
    WindowFunction own = WindowFunction.of(inner.getOperator().getName());
    if (own != null) {
      SqlNode rewritten = own(own, inner);
      return ignoring
          ? SqlStdOperatorTable.IGNORE_NULLS.createCall(call.getParserPosition(), rewritten)
          : rewritten;
    }
    SqlNode aggregate = aggregates.rewrite(call);
    if (aggregate == null) {
      throw noFunction(call);
    }
    if (aggregate.getKind() == SqlKind.FILTER) {
      aggregate = filtered((SqlCall) aggregate);
    }
    if (aggregate.getKind() == SqlKind.WITHIN_GROUP) {
      throw QueryRewriter.refused(
          "an aggregate with an order of its own and OVER", "leave out its ORDER BY", call);
    }
    return aggregate;
  }

  private SqlNode own(WindowFunction function, SqlCall call) {
    if (call.getFunctionQuantifier() != null) {
      throw new LeatException(
          SqlState.SYNTAX_ERROR,
          function.getName() + " does not take DISTINCT or ALL",
          Positions.of(call),
          null,
          null);
    }
    List<SqlNode> arguments = new ArrayList<>();
    for (SqlNode argument : call.getOperandList()) {
      arguments.add(expressions.rewrite(argument));
    }
    return new SqlBasicCall(function, arguments, call.getParserPosition());
  }

  private static SqlNode filtered(SqlCall filter) {
    if (!(filter.operand(0) instanceof SqlCall aggregate)
        || !(aggregate.getOperator() instanceof AggregateFunction function)) {
      return filter.operand(0);
    }
    List<SqlNode> arguments = new ArrayList<>();
    for (SqlNode argument : aggregate.getOperandList()) {
      if (!(argument instanceof SqlIdentifier name && name.isStar())) {
        arguments.add(argument);
      }
    }
    arguments.add(filter.operand(1));
    return new SqlBasicCall(
        new FilteredAggregate(function),
        arguments,
        filter.getParserPosition(),
        aggregate.getFunctionQuantifier());
  }

  /** A window's definition; the order has an explicit place for NULLs. */
  SqlWindow window(SqlWindow window) {
    window.setPartitionList(all(window.getPartitionList()));
    window.setOrderList(aggregates.orderItems(window.getOrderList()));
    SqlNode lower = bound(window.getLowerBound());
    SqlNode upper = bound(window.getUpperBound());
    if (lower != null) {
      window.setLowerBound(lower);
    }
    if (upper != null) {
      window.setUpperBound(upper);
    }
    if (!SqlWindow.isExcludeNoOthers(window.getExclude())) {
      throw QueryRewriter.refused(
          "EXCLUDE in a window", "leave rows out with FILTER or by their values", window);
    }
    return window;
  }

  private @Nullable SqlNode bound(@Nullable SqlNode bound) {
    return bound instanceof SqlCall ? expressions.rewrite(bound) : bound;
  }

  private SqlNodeList all(SqlNodeList nodes) {
    return new SqlNodeList(
        nodes.getList().stream().map(expressions::rewrite).toList(), nodes.getParserPosition());
  }

  private static LeatException noFunction(SqlNode at) {
    return new LeatException(
        SqlState.WINDOWING_ERROR,
        "OVER follows window functions and aggregates only",
        Positions.of(at),
        "such as ROW_NUMBER() OVER (ORDER BY …)",
        null);
  }
}
