package io.leat.sql.statement;

import io.leat.runtime.types.DataType;
import io.leat.sql.parse.StatementParser;
import java.math.BigDecimal;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** A whole number that is written where a TINYINT or SMALLINT is wanted, and fits, is one. */
final class SmallNumber {
  private SmallNumber() {}

  /** The number in the wanted type; any other value as it is. */
  static SqlNode in(DataType wanted, SqlNode given) {
    BigDecimal number = number(given);
    int bits =
        switch (wanted.kind()) {
          case TINYINT -> Byte.SIZE;
          case SMALLINT -> Short.SIZE;
          default -> 0;
        };
    boolean fits =
        number != null
            && number.scale() <= 0
            && number.toBigInteger().bitLength() < bits;
    return fits
        ? SqlStdOperatorTable.CAST.createCall(
            given.getParserPosition(),
            given,
            StatementParser.parseDataType(wanted.withNullable(true).toString()))
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
