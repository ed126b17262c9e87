package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The part of {@link ExpressionRewriter} that sees OVER and WINDOW. */
final class WindowRewriter {
  /** The operand of a window that tells ROWS from RANGE. */
  private static final int ROWS = 4;

  private final ExpressionRewriter expressions;
  private final AggregateRewriter aggregates;

  /** The windows that WINDOW defines, of the innermost query first. */
  private final Deque<Map<String, SqlWindow>> defined = new ArrayDeque<>();

  private final IdentityHashMap<SqlSelect, Map<String, SqlWindow>> clauses =
      new IdentityHashMap<>();

  WindowRewriter(ExpressionRewriter expressions, AggregateRewriter aggregates) {
    this.expressions = expressions;
    this.aggregates = aggregates;
  }

  /**
   * Makes the windows of a query's WINDOW clause known until {@link #leave}. They are written out
   * where they are used, and the clause is gone.
   */
  void enter(SqlSelect select) {
    Map<String, SqlWindow> known = clauses.get(select);
    if (known == null) {
      known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      clauses.put(select, known);
      defined.push(known);
      for (SqlNode node : select.getWindowList()) {
        SqlWindow window = (SqlWindow) node;
        SqlIdentifier name = window.getDeclName();
        if (known.put(name.getSimple(), window(window)) != null) {
          throw error("the window '" + name + "' is defined twice", name);
        }
      }
      select.getWindowList().clear();
    } else {
      defined.push(known);
    }
  }

  void leave() {
    defined.pop();
  }

  /** A call of OVER with functions of ours. */
  SqlNode over(SqlCall call) {
    SqlNode function = function(call.operand(0));
    function.accept(new NestedAggregates());
    SqlNode window = call.operand(1);
    return SqlStdOperatorTable.OVER.createCall(
        call.getParserPosition(),
        function,
        window instanceof SqlWindow inline
            ? window(inline)
            : copy(known((SqlIdentifier) window), window.getParserPosition()));
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
    WindowFunction own =
        inner.getOperator() instanceof WindowFunction rewritten
            ? rewritten
            : WindowFunction.of(inner.getOperator().getName());
    if (own != null) {
      if (ignoring && own.allowsNullTreatment()) {
        return own(own.ignoringNulls(), inner);
      }
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
          function.functionName() + " does not take DISTINCT or ALL",
          Positions.of(call),
          null,
          null);
    }
    List<SqlNode> arguments = new ArrayList<>();
    for (SqlNode argument : call.getOperandList()) {
      if (argument instanceof SqlNodeList || argument.getKind() == SqlKind.ORDER_BY) {
        throw error(
            function.functionName() + " is ordered by its window, not inside",
            argument instanceof SqlOrderBy ordered ? ordered.orderList : argument);
      }
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
  private SqlWindow window(SqlWindow given) {
    SqlWindow window = based(given);
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

  private SqlWindow known(SqlIdentifier name) {
    SqlWindow window = defined.isEmpty() ? null : defined.element().get(name.toString());
    if (window == null) {
      throw error("the window '" + name + "' is not defined", name);
    }
    return window;
  }

  private static SqlWindow copy(SqlWindow window, SqlParserPos pos) {
    return SqlWindow.create(
        null,
        null,
        copy(window.getPartitionList()),
        copy(window.getOrderList()),
        (SqlLiteral) window.getOperandList().get(ROWS),
        window.getLowerBound(),
        window.getUpperBound(),
        null,
        window.getExclude(),
        pos);
  }

  /** The window with what the one that it is based on tells. */
  private SqlWindow based(SqlWindow window) {
    SqlIdentifier name = window.getRefName();
    if (name == null) {
      return window;
    }
    SqlWindow base = known(name);
    if (!window.getPartitionList().isEmpty()) {
      throw error("a window based on '" + name + "' has its PARTITION BY already", window);
    }
    if (!window.getOrderList().isEmpty() && !base.getOrderList().isEmpty()) {
      throw error("the window '" + name + "' has an ORDER BY already", window);
    }
    if (base.getLowerBound() != null) {
      throw error("the window '" + name + "' has a frame: it cannot be the base of another", name);
    }
    boolean ordered = !window.getOrderList().isEmpty();
    return SqlWindow.create(
        null,
        null,
        copy(base.getPartitionList()),
        copy(ordered ? window.getOrderList() : base.getOrderList()),
        (SqlLiteral) window.getOperandList().get(ROWS),
        window.getLowerBound(),
        window.getUpperBound(),
        null,
        window.getExclude(),
        window.getParserPosition());
  }

  private static SqlNodeList copy(SqlNodeList nodes) {
    return new SqlNodeList(nodes.getList(), nodes.getParserPosition());
  }

  private static LeatException error(String message, SqlNode at) {
    return new LeatException(SqlState.WINDOWING_ERROR, message, Positions.of(at), null, null);
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
