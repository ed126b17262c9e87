package io.leat.sql.parse;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Operators that exist in the text only: each becomes a CAST or the call of a function by name. */
public final class ExtraOperators {
  /** All alike, as in PostgreSQL: weaker than + and -, stronger than BETWEEN, IN and LIKE. */
  private static final int BIT_PRECEDENCE = 34;

  /** Stronger than * and /, weaker than a sign, from the left: as in PostgreSQL. */
  private static final int POWER_PRECEDENCE = 66;

  private static final int POSTFIX_PRECEDENCE = 94;

  /** x::type */
  public static final SqlBinaryOperator CAST =
      new SqlBinaryOperator("::", SqlKind.CAST, POSTFIX_PRECEDENCE, true, null, null, null) {
        @Override
        public SqlCall createCall(
            @Nullable SqlLiteral qualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
          return SqlStdOperatorTable.CAST.createCall(qualifier, pos, operands);
        }
      };

  public static final SqlBinaryOperator BIT_AND = binary("&", "BITAND", BIT_PRECEDENCE);
  public static final SqlBinaryOperator BIT_OR = binary("|", "BITOR", BIT_PRECEDENCE);
  public static final SqlBinaryOperator BIT_XOR = binary("#", "BITXOR", BIT_PRECEDENCE);
  public static final SqlBinaryOperator RIGHT_SHIFT = binary(">>", "SHIFTRIGHT", BIT_PRECEDENCE);
  public static final SqlBinaryOperator LEFT_SHIFT = binary("<<", "SHIFTLEFT", BIT_PRECEDENCE);
  public static final SqlBinaryOperator AT_TIME_ZONE =
      binary("AT TIME ZONE", "AT_TIME_ZONE", POSTFIX_PRECEDENCE);
  public static final SqlBinaryOperator POWER = binary("^", "POWER", POWER_PRECEDENCE);

  public static final SqlPostfixOperator AT_LOCAL =
      new SqlPostfixOperator("AT LOCAL", SqlKind.OTHER, POSTFIX_PRECEDENCE, null, null, null) {
        @Override
        public SqlCall createCall(
            @Nullable SqlLiteral qualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
          return function("AT_LOCAL", pos).createCall(qualifier, pos, operands);
        }
      };

  public static final SqlPrefixOperator BIT_NOT =
      new SqlPrefixOperator("~", SqlKind.OTHER, BIT_PRECEDENCE, null, null, null) {
        @Override
        public SqlCall createCall(
            @Nullable SqlLiteral qualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
          return function("BITNOT", pos).createCall(qualifier, pos, operands);
        }
      };

  private ExtraOperators() {}

  private static SqlBinaryOperator binary(String symbol, String function, int precedence) {
    return new SqlBinaryOperator(symbol, SqlKind.OTHER, precedence, true, null, null, null) {
      @Override
      public SqlCall createCall(
          @Nullable SqlLiteral qualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
        return function(function, pos).createCall(qualifier, pos, operands);
      }
    };
  }

  private static SqlOperator function(String name, SqlParserPos pos) {
    return new SqlUnresolvedFunction(
        new SqlIdentifier(name, pos),
        null,
        null,
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }
}
