package io.leat.sql.statement;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.parse.StatementParser;
import java.math.BigDecimal;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * A whole number that is written where a TINYINT or SMALLINT is wanted, and fits, is one; a number
 * for a DECIMAL with many digits after the point has all of them, so that rows of VALUES find a
 * type in common that holds them exactly.
 */
final class SmallNumber {
  /** With as many digits after the point as this, every BIGINT has a DECIMAL. */
  private static final int MOST_DIGITS_BESIDE_BIGINT = 19;

  private SmallNumber() {}

  /** The number in the wanted type; any other value as it is. */
  static SqlNode in(DataType wanted, SqlNode given) {
    if (wanted instanceof ScalarType decimal
        && wanted.kind() == TypeKind.DECIMAL
        && decimal.scale() > MOST_DIGITS_BESIDE_BIGINT) {
      return withAllDigits(decimal, given);
    }
    BigDecimal number = number(given);
    int bits =
        switch (wanted.kind()) {
          case TINYINT -> Byte.SIZE;
          case SMALLINT -> Short.SIZE;
          default -> 0;
        };
    boolean fits =
        number != null && number.scale() <= 0 && number.toBigInteger().bitLength() < bits;
    return fits
        ? SqlStdOperatorTable.CAST.createCall(
            given.getParserPosition(),
            given,
            StatementParser.parseDataType(wanted.withNullable(true).toString()))
        : given;
  }

  private static SqlNode withAllDigits(ScalarType wanted, SqlNode given) {
    if (given.getKind() == SqlKind.MINUS_PREFIX) {
      SqlCall call = (SqlCall) given;
      return call.getOperator()
          .createCall(call.getParserPosition(), withAllDigits(wanted, call.operand(0)));
    }
    if (!(given instanceof SqlNumericLiteral literal) || literal.getScale() == null) {
      return given;
    }
    BigDecimal number = literal.getValueAs(BigDecimal.class);
    boolean fits =
        number.scale() <= wanted.scale()
            && number.precision() - number.scale() <= wanted.precision() - wanted.scale();
    return fits
        ? SqlLiteral.createExactNumeric(
            number.setScale(wanted.scale()).toPlainString(), given.getParserPosition())
        : given;
  }

  private static @Nullable BigDecimal number(SqlNode given) {
    if (given instanceof SqlNumericLiteral literal && literal.isInteger()) {
      return literal.getValueAs(BigDecimal.class);
    }
    if (given.getKind() == SqlKind.MINUS_PREFIX) {
      BigDecimal positive = number(((SqlCall) given).operand(0));
      return positive == null ? null : positive.negate();
    }
    return null;
  }
}
