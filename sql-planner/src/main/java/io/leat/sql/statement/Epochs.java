package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.validate.Positions;
import java.math.BigDecimal;
import org.apache.calcite.sql.SqlLiteral;

/** Numbers of epochs and of changes as statements give them. */
final class Epochs {
  private Epochs() {}

  static long number(SqlLiteral literal) {
    return number(literal, "an epoch");
  }

  /** A number of changes. */
  static long limit(SqlLiteral literal) {
    return number(literal, "the LIMIT of changes");
  }

  private static long number(SqlLiteral literal, String what) {
    try {
      return literal.getValueAs(BigDecimal.class).longValueExact();
    } catch (ArithmeticException fraction) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          what + " is a whole number, not " + literal,
          Positions.of(literal),
          null,
          null);
    }
  }
}
