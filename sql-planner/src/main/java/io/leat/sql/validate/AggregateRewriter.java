package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlJsonArrayAggAggFunction;
import org.apache.calcite.sql.fun.SqlJsonObjectAggAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Calls of aggregate functions in one form for all: {@code f(arguments) WITHIN GROUP (ORDER BY …)
 * FILTER (WHERE …)}, where an order inside the parentheses has moved behind them and the value that
 * PERCENTILE_CONT and its like are ordered by is their first argument.
 */
final class AggregateRewriter {
  private static final Map<String, AggregateFunction> FUNCTIONS = new ConcurrentHashMap<>();

  private final ExpressionRewriter expressions;
  private final UserFunctions.Calls userFunctions;

  AggregateRewriter(ExpressionRewriter expressions, UserFunctions.Calls userFunctions) {
    this.expressions = expressions;
    this.userFunctions = userFunctions;
  }

  /** The function of that name, or null. */
  static @Nullable AggregateFunction function(String name) {
    AggregateSignature signature = AggregateSignature.find(name);
    return signature == null
        ? null
        : FUNCTIONS.computeIfAbsent(
            signature.name(), unused -> new AggregateFunction(signature, null));
  }

  /** The call in its one form; null if it is no call of an aggregate function. */
  @Nullable SqlNode rewrite(SqlCall call) {
    switch (call.getKind()) {
      case FILTER -> {
        SqlNode aggregate = inner(call);
        return SqlStdOperatorTable.FILTER.createCall(
            call.getParserPosition(), aggregate, expressions.rewrite(call.operand(1)));
      }
      case WITHIN_GROUP -> {
        SqlCall aggregate = call.operand(0);
        AggregateFunction function = functionOf(aggregate);
        if (function == null) {
          throw noAggregate(aggregate);
        }
        return ordered(function, aggregate, call.operand(1));
      }
      case IGNORE_NULLS -> {
        return inner(call);
      }
      default -> {
        AggregateFunction function = functionOf(call);
        return function == null ? null : ordered(function, call, null);
      }
    }
  }

  private SqlNode inner(SqlCall call) {
    SqlNode aggregate = call.operand(0) instanceof SqlCall inside ? rewrite(inside) : null;
    if (aggregate == null) {
      throw noAggregate(call.operand(0));
    }
    return aggregate;
  }

  private static LeatException noAggregate(SqlNode at) {
    return new LeatException(
        SqlState.SYNTAX_ERROR,
        "this clause follows aggregate functions only",
        Positions.of(at),
        null,
        null);
  }

  private @Nullable AggregateFunction functionOf(SqlCall call) {
    SqlOperator operator = call.getOperator();
    if (UserFunctions.isQualified(call)) {
      return userFunctions.aggregate(call);
    }
    if (operator instanceof SqlJsonObjectAggAggFunction json) {
      return json("JSON_OBJECTAGG", json.getNullClause(), call.operand(1));
    }
    if (operator instanceof SqlJsonArrayAggAggFunction json) {
      return json("JSON_ARRAYAGG", json.getNullClause(), call.operand(0));
    }
    String name = operator.getName().toUpperCase(Locale.ROOT);
    if (!(operator instanceof SqlFunction) || name.equals("SINGLE_VALUE")) {
      return null;
    }
    AggregateFunction builtIn = function(name);
    return builtIn != null || UserFunctions.isBuiltIn(name)
        ? builtIn
        : userFunctions.aggregate(call);
  }

  private static @Nullable AggregateFunction json(
      String name, SqlJsonConstructorNullClause nullClause, SqlNode value) {
    AggregateSignature signature = AggregateSignature.find(name);
    String option = nullClause.sql + (JsonRewriter.isJson(value) ? " FORMAT JSON" : "");
    return signature == null ? null : new AggregateFunction(signature, option);
  }

  private SqlNode ordered(
      AggregateFunction function, SqlCall call, @Nullable SqlNodeList orderBehind) {
    List<SqlNode> arguments = new ArrayList<>();
    SqlNodeList order = orderBehind;
    for (SqlNode argument : call.getOperandList()) {
      if (argument instanceof SqlNodeList orderInside) {
        order = orderInside;
      } else if (argument instanceof SqlOrderBy inside && !QueryConverter.isQuery(inside.query)) {
        if (inside.fetch != null || inside.offset != null) {
          throw QueryRewriter.refused(
              "LIMIT inside an aggregate", "aggregate a query in FROM that has the LIMIT", inside);
        }
        arguments.add(expressions.rewrite(inside.query));
        order = inside.orderList;
      } else if (argument != null) {
        arguments.add(expressions.rewrite(argument));
      }
    }
    SqlParserPos pos = call.getParserPosition();
    SqlNodeList items = order == null ? SqlNodeList.EMPTY : orderItems(order);
    String name = function.signature().name();
    boolean byOrder =
        switch (name) {
          case "PERCENTILE_CONT", "PERCENTILE_DISC" -> arguments.size() == 1;
          case "MODE" -> arguments.isEmpty();
          default -> false;
        };
    if (byOrder) {
      if (items.size() != 1) {
        throw new LeatException(
            SqlState.SYNTAX_ERROR,
            name + " needs WITHIN GROUP (ORDER BY …) with one value",
            Positions.of(call),
            null,
            null);
      }
      arguments.add(0, value(items.get(0)));
    }
    requireCount(function, arguments, call);
    SqlLiteral quantifier = call.getFunctionQuantifier();
    SqlLiteral distinct =
        quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT
            ? quantifier
            : null;
    SqlNode aggregate = new SqlBasicCall(function, arguments, pos, distinct);
    return items.isEmpty()
        ? aggregate
        : SqlStdOperatorTable.WITHIN_GROUP.createCall(pos, aggregate, items);
  }

  private static void requireCount(
      AggregateFunction function, List<SqlNode> arguments, SqlCall call) {
    AggregateSignature signature = function.signature();
    boolean bare = arguments.isEmpty() && signature.name().equals("COUNT");
    if (bare
        || arguments.size() < signature.minArguments()
        || arguments.size() > signature.maxArguments()) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "function " + signature.name() + " does not take " + arguments.size() + " arguments",
          Positions.of(call),
          bare
              ? "count rows with COUNT(*)"
              : "valid: " + signature.name() + "(" + signature.arguments() + ")",
          null);
    }
  }

  /** What an item of an order is ordered by. */
  private static SqlNode value(SqlNode item) {
    return switch (item.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> value(((SqlCall) item).operand(0));
      default -> item;
    };
  }

  /** The items of an order, each with the place of its NULLs: they are low. */
  SqlNodeList orderItems(SqlNodeList order) {
    List<SqlNode> items = new ArrayList<>();
    for (SqlNode item : order) {
      SqlNode rewritten = expressions.rewrite(item);
      items.add(
          switch (rewritten.getKind()) {
            case NULLS_FIRST, NULLS_LAST -> rewritten;
            default ->
                (rewritten.getKind() == SqlKind.DESCENDING
                        ? SqlStdOperatorTable.NULLS_LAST
                        : SqlStdOperatorTable.NULLS_FIRST)
                    .createCall(rewritten.getParserPosition(), rewritten);
          });
    }
    return new SqlNodeList(items, order.getParserPosition());
  }
}
