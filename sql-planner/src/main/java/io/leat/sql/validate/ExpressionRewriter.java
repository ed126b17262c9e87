package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCastFunction;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** The part of {@link QueryRewriter} that sees expressions. */
final class ExpressionRewriter extends SqlShuttle {
  private static final Set<SqlKind> TRUTH_OPERATORS =
      EnumSet.of(
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.IS_TRUE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_FALSE);

  private final StatementParameters parameters;
  private final RowGroups rowGroups = new RowGroups();
  private final UserFunctions.Calls userFunctions;
  private final AggregateRewriter aggregates;
  private final JsonRewriter json = new JsonRewriter(this);
  private final WindowRewriter windows;

  /** Null in the declaration of a table or function, where an expression sees one row only. */
  private final @Nullable QueryRewriter queries;

  ExpressionRewriter(
      StatementParameters parameters,
      UserFunctions.Calls userFunctions,
      @Nullable QueryRewriter queries) {
    this.parameters = parameters;
    this.userFunctions = userFunctions;
    this.aggregates = new AggregateRewriter(this, userFunctions);
    this.windows = new WindowRewriter(this, aggregates);
    this.queries = queries;
  }

  SqlNode rewrite(SqlNode node) {
    SqlNode result = node.accept(this);
    return result == null ? node : result;
  }

  @Override
  public SqlNode visit(SqlDynamicParam param) {
    return parameters.expression(param);
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    return queries == null ? name : queries.column(name);
  }

  @Override
  public SqlNode visit(SqlLiteral literal) {
    return TemporalRewriter.literal(literal);
  }

  /** What tells a list of values in parentheses from a value of type ROW. */
  RowGroups rowGroups() {
    return rowGroups;
  }

  WindowRewriter windows() {
    return windows;
  }

  /** The number in LIMIT or OFFSET. */
  SqlNode rowCount(SqlNode node) {
    return node instanceof SqlDynamicParam param ? parameters.rowCount(param) : node;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    refuse(call);
    if (call.getOperator() instanceof SharedValue) {
      return call; // rewritten before it was shared
    }
    if (call.getOperator() instanceof WindowColumn) {
      return call.getOperator()
          .createCall(
              call.getParserPosition(), call.getOperandList().stream().map(this::rewrite).toList());
    }
    if (QueryConverter.isQuery(call)) {
      if (queries == null) {
        throw QueryRewriter.refused(
            "a query in the declaration of a table or function", "write a view", call);
      }
      return queries.query(call);
    }
    if (call.getKind() == SqlKind.OVERLAPS) {
      return TemporalRewriter.overlaps(call, this);
    }
    SqlNode aggregate =
        call.getKind() == SqlKind.OVER ? windows.over(call) : aggregates.rewrite(call);
    if (aggregate != null) {
      if (queries == null) {
        throw QueryRewriter.refused(
            "an aggregate function in the declaration of a table or function",
            "write a view",
            call);
      }
      return aggregate;
    }
    if (UserFunctions.isQualified(call)) {
      return userFunctions.call(call, plainOperands(call, call.getOperator().getName()));
    }
    rowGroups.enter(call);
    SqlCall nested = nested(call);
    if (nested != null) {
      return nested;
    }
    SqlNode jsonCall = json.rewrite(call);
    if (jsonCall != null) {
      return jsonCall;
    }
    SqlOperator operator = call.getOperator();
    if (call.getKind() == SqlKind.AS) {
      List<SqlNode> operands = new ArrayList<>(call.getOperandList());
      operands.set(0, rewrite(call.operand(0)));
      return operator.createCall(call.getParserPosition(), operands);
    }
    if (operator instanceof SqlCastFunction cast) {
      SqlNode argument = rewrite(call.operand(0));
      if (call.operandCount() > 2) {
        throw QueryRewriter.refused("CAST with FORMAT", "use TO_TIMESTAMP or DATE_FORMAT", call);
      }
      CastOperator own = cast.getKind() == SqlKind.CAST ? CastOperator.CAST : CastOperator.TRY_CAST;
      return own.createCall(call.getParserPosition(), argument, call.operand(1));
    }
    if (operator instanceof SqlFunction) {
      return function(call);
    }
    SqlNode choice = RepeatedValues.choice(call, this);
    if (choice != null) {
      return choice;
    }
    SqlNode rewritten = super.visit(call);
    SqlNode once = rewritten instanceof SqlCall repeating ? RepeatedValues.once(repeating) : null;
    if (once != null) {
      return once;
    }
    if (TRUTH_OPERATORS.contains(call.getKind()) && rewritten instanceof SqlCall logic) {
      return withTypedNulls(logic, SqlTypeName.BOOLEAN);
    }
    if (operator instanceof SqlLikeOperator && rewritten instanceof SqlCall like) {
      return withTypedNulls(like, SqlTypeName.VARCHAR);
    }
    if (rewritten instanceof SqlBasicCall basic && operator instanceof SqlBinaryOperator) {
      ArithmeticOperator arithmetic = ArithmeticOperator.of(operator.getName());
      if (arithmetic != null) {
        return arithmetic.createCall(basic.getParserPosition(), basic.getOperandList());
      }
    }
    return rewritten;
  }

  /** Constructors of nested values and access to them; null if the call is none. */
  private @Nullable SqlCall nested(SqlCall call) {
    NestedConstructor constructor = rowGroups.contains(call) ? null : NestedConstructor.of(call);
    boolean item = call.getKind() == SqlKind.ITEM;
    SqlCall quantified = QuantifiedComparison.of(call);
    if (constructor == null && !item && quantified == null) {
      return null;
    }
    SqlCall known = quantified == null ? call : quantified;
    List<SqlNode> operands = known.getOperandList().stream().map(this::rewrite).toList();
    SqlOperator operator =
        constructor != null ? constructor : item ? ItemOperator.INSTANCE : known.getOperator();
    return new SqlBasicCall(operator, operands, call.getParserPosition());
  }

  /** A bare NULL among truth values or texts is one. */
  private static SqlNode withTypedNulls(SqlCall call, SqlTypeName type) {
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      SqlParserPos pos = operand.getParserPosition();
      operands.add(
          SqlUtil.isNullLiteral(operand, false)
              ? CastOperator.CAST.createCall(
                  pos, operand, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, pos), pos))
              : operand);
    }
    return call.getOperator().createCall(call.getParserPosition(), operands);
  }

  private static void refuse(SqlCall call) {
    switch (call.getKind()) {
      case WITHIN_DISTINCT, RESPECT_NULLS ->
          throw QueryRewriter.refused(call.getOperator().getName(), "leave it out", call);
      case ARRAY_QUERY_CONSTRUCTOR, MAP_QUERY_CONSTRUCTOR, MULTISET_QUERY_CONSTRUCTOR, CURSOR ->
          throw QueryRewriter.refused("a query inside an expression", "list the values", call);
      default -> {}
    }
  }

  private SqlNode function(SqlCall call) {
    SqlParserPos pos = call.getParserPosition();
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    TemporalRewriter.refuse(name, call);
    GroupWindows.refuse(name.replace("$", ""), call);
    if (WindowFunction.of(name) != null) {
      throw new LeatException(
          SqlState.WINDOWING_ERROR,
          "the function " + name + " needs a window",
          Positions.of(call),
          "write " + name + "(…) OVER (PARTITION BY … ORDER BY …)",
          null);
    }
    List<SqlNode> operands = plainOperands(call, name);
    SqlNode sessionValue = queries == null ? null : queries.sessionValue(call, operands);
    if (sessionValue != null) {
      return sessionValue;
    }
    switch (name) {
      case "TRIM" -> {
        if (operands.get(0) instanceof SqlLiteral flag
            && flag.getValue() instanceof SqlTrimFunction.Flag side) {
          name =
              switch (side) {
                case BOTH -> "BTRIM";
                case LEADING -> "LTRIM";
                case TRAILING -> "RTRIM";
              };
          operands = new ArrayList<>(List.of(operands.get(2), operands.get(1)));
        }
      }
      case "NULLIF" -> {
        if (operands.size() == 2) {
          return RepeatedValues.nullIf(pos, operands.get(0), operands.get(1));
        }
      }
      case "COALESCE" -> {
        if (operands.isEmpty()) {
          throw new LeatException(
              SqlState.UNDEFINED_FUNCTION,
              "COALESCE needs at least one argument",
              Positions.of(call),
              null,
              null);
        }
        return operands.size() == 1
            ? operands.get(0)
            : CoalesceOperator.INSTANCE.createCall(pos, operands);
      }
      case "MOD" -> {
        ArithmeticOperator remainder = ArithmeticOperator.of("%");
        if (operands.size() == 2 && remainder != null) {
          return remainder.createCall(pos, operands);
        }
      }
      case "TRANSLATE3" -> name = "TRANSLATE";
      case "GROUPING", "GROUPING_ID", "GROUP_ID" -> {
        SqlOperator grouping =
            switch (name) {
              case "GROUPING" -> SqlStdOperatorTable.GROUPING;
              case "GROUPING_ID" -> SqlStdOperatorTable.GROUPING_ID;
              default -> SqlStdOperatorTable.GROUP_ID;
            };
        return grouping.createCall(pos, operands);
      }
      default -> {}
    }
    RegistryFunction function = OperatorTable.INSTANCE.function(name);
    if (function == null) {
      return userFunctions.call(call, operands);
    }
    return operands.isEmpty() && RegistryFunction.WITHOUT_PARENTHESES.contains(name)
        ? new SqlIdentifier(name, pos)
        : new SqlBasicCall(function, operands, pos);
  }

  /** The arguments of a function that is no aggregate. */
  private List<SqlNode> plainOperands(SqlCall call, String name) {
    if (call.getFunctionQuantifier() != null) {
      throw new LeatException(
          SqlState.UNDEFINED_FUNCTION,
          "function " + name + " takes no DISTINCT: it is no aggregate",
          Positions.of(call),
          null,
          null);
    }
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : TemporalRewriter.withUnit(name, call)) {
      if (operand instanceof SqlNodeList
          || (operand instanceof SqlOrderBy ordered && !QueryConverter.isQuery(ordered.query))) {
        throw new LeatException(
            SqlState.UNDEFINED_FUNCTION,
            "function " + name + " takes no ORDER BY: it is no aggregate",
            Positions.of(operand instanceof SqlOrderBy ordered ? ordered.orderList : operand),
            null,
            null);
      }
      if (operand instanceof SqlIntervalQualifier unit) {
        operands.add(unitName(unit));
      } else if (operand != null) {
        operands.add(rewrite(operand));
      }
    }
    return operands;
  }

  private static SqlNode unitName(SqlIntervalQualifier unit) {
    String name =
        unit.timeFrameName != null
            ? unit.timeFrameName.toUpperCase(Locale.ROOT)
            : unit.timeUnitRange.toString();
    return SqlLiteral.createCharString(name, unit.getParserPosition());
  }
}
