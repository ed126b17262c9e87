package io.leat.sql.validate;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.jspecify.annotations.Nullable;

/**
 * The type of a date, time or timestamp that an interval moves: with the clock and the digits that
 * the interval's fields need. A DATE moved by days is a DATE, moved by hours it is a TIMESTAMP.
 */
final class ShiftedType {
  /** An interval of days has no clock. */
  private static final int NO_CLOCK = -1;

  private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);

  private ShiftedType() {}

  /**
   * @param result what the operands' types give, whatever the interval's fields
   */
  static DataType of(DataType result, SqlOperatorBinding binding) {
    if (!(result instanceof ScalarType type)) {
      return result;
    }
    int digits = Math.max(digits(binding, 0), digits(binding, 1));
    if (digits == NO_CLOCK) {
      return result;
    }
    int precision = Math.max(type.precision(), digits);
    ScalarType shifted =
        switch (type.kind()) {
          case DATE -> ScalarType.timestamp(digits);
          case TIME -> ScalarType.time(precision);
          case TIMESTAMP -> ScalarType.timestamp(precision);
          case TIMESTAMP_LTZ -> ScalarType.timestampLtz(precision);
          default -> type;
        };
    return shifted.withNullable(type.nullable());
  }

  /** Digits of the second that an interval may have; {@link #NO_CLOCK} if it has no clock. */
  private static int digits(SqlOperatorBinding binding, int operand) {
    RelDataType type = binding.getOperandType(operand);
    return switch (type.getSqlTypeName()) {
      case INTERVAL_DAY_HOUR,
          INTERVAL_DAY_MINUTE,
          INTERVAL_HOUR,
          INTERVAL_HOUR_MINUTE,
          INTERVAL_MINUTE ->
          0;
      case INTERVAL_DAY_SECOND, INTERVAL_HOUR_SECOND, INTERVAL_MINUTE_SECOND, INTERVAL_SECOND ->
          binding.isOperandLiteral(operand, false)
              ? digits(binding.getOperandLiteralValue(operand, BigDecimal.class))
              : type.getScale();
      default -> NO_CLOCK;
    };
  }

  private static int digits(@Nullable BigDecimal millis) {
    return millis != null && millis.remainder(MILLIS_PER_SECOND).signum() == 0 ? 0 : 3;
  }
}
