package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.validate.Positions;
import java.math.BigDecimal;
import org.apache.calcite.sql.SqlLiteral;

/** Numbers of epochs as statements give them. */
final class Epochs {
  private Epochs() {}

  static long number(SqlLiteral literal) {
    try {
      return literal.getValueAs(BigDecimal.class).longValueExact();
    } catch (ArithmeticException fraction) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "an epoch is a whole number, not " + literal,
          Positions.of(literal),
          null,
          null);
    }
  }
}
