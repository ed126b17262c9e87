package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The part of {@link QueryRewriter} that sees functions in FROM. */
final class FromFunctions {
  private final ExpressionRewriter expressions;
  private final UserFunctions.Calls userFunctions;

  FromFunctions(ExpressionRewriter expressions, UserFunctions.Calls userFunctions) {
    this.expressions = expressions;
    this.userFunctions = userFunctions;
  }

  /** UNNEST with its collections prepared. */
  SqlNode unnest(SqlCall unnest) {
    List<SqlNode> collections = new ArrayList<>();
    for (SqlNode collection : unnest.getOperandList()) {
      if (QueryConverter.isQuery(collection)) {
        throw QueryRewriter.refused(
            "UNNEST of a query", "put the query into FROM and UNNEST its column", collection);
      }
      collections.add(expressions.rewrite(collection));
    }
    return unnest.getOperator().createCall(unnest.getParserPosition(), collections);
  }

  /** A table function, which sees the tables to its left. */
  SqlNode tableFunction(SqlCall table) {
    SqlNode operand = table.operand(0);
    if (!(operand instanceof SqlCall call) || !(call.getOperator() instanceof SqlFunction)) {
      throw unknown(operand);
    }
    boolean series =
        !UserFunctions.isQualified(call)
            && call.getOperator().getName().equalsIgnoreCase(SeriesFunction.NAME);
    if (!series && UserFunctions.isBuiltIn(call.getOperator().getName())) {
      throw unknown(operand);
    }
    if (call.getOperator().getName().equalsIgnoreCase("SNAPSHOT")
        && call.getOperandList().stream()
            .anyMatch(argument -> argument.getKind() == SqlKind.ARGUMENT_ASSIGNMENT)) {
      throw QueryRewriter.refused(
          "LATERAL SNAPSHOT",
          "join the table FOR SYSTEM_TIME AS OF PROCTIME(), which reads it first if it ends",
          call);
    }
    List<SqlNode> arguments = new ArrayList<>();
    for (SqlNode argument : call.getOperandList()) {
      arguments.add(expressions.rewrite(argument));
    }
    SqlParserPos pos = table.getParserPosition();
    return SqlStdOperatorTable.LATERAL.createCall(
        pos,
        SqlStdOperatorTable.COLLECTION_TABLE.createCall(
            pos,
            series
                ? new SqlBasicCall(SeriesFunction.INSTANCE, arguments, call.getParserPosition())
                : userFunctions.tableCall(call, arguments)));
  }

  /** An alias; that of a function with one column names the column too. */
  static SqlNode named(SqlCall as, SqlNode relation) {
    List<SqlNode> operands = new ArrayList<>(as.getOperandList());
    operands.set(0, relation);
    if (givesOneColumn(relation) && operands.size() == 2) {
      SqlIdentifier alias = (SqlIdentifier) operands.get(1);
      operands.add(new SqlIdentifier(alias.getSimple(), alias.getParserPosition()));
    }
    return SqlStdOperatorTable.AS.createCall(as.getParserPosition(), operands);
  }

  private static boolean givesOneColumn(SqlNode relation) {
    if (relation.getKind() != SqlKind.LATERAL
        || ((SqlCall) relation).operand(0).getKind() != SqlKind.COLLECTION_TABLE) {
      return false;
    }
    SqlCall function = ((SqlCall) ((SqlCall) relation).operand(0)).operand(0);
    return !(function.getOperator() instanceof JavaUserFunction table) || table.givesOneColumn();
  }

  private static LeatException unknown(SqlNode operand) {
    String name =
        operand instanceof SqlCall call ? call.getOperator().getName() : operand.toString();
    return new LeatException(
        SqlState.UNDEFINED_FUNCTION,
        "'" + name + "' is no table function",
        Positions.of(operand),
        NearestName.of(name, List.of(SeriesFunction.NAME, JsonTableFunction.NAME, "UNNEST"))
            .map(near -> "did you mean '" + near + "'?")
            .orElse("table functions are UNNEST, JSON_TABLE and " + SeriesFunction.NAME),
        null);
  }
}
