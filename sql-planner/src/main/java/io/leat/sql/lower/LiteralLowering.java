package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.sql.validate.TypeMapping;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Objects;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Calcite's constants as boxed values. */
final class LiteralLowering {
  private final ZoneId zone;

  LiteralLowering(ZoneId zone) {
    this.zone = zone;
  }

  Expression.Literal lower(RexLiteral literal) {
    DataType type = TypeMapping.toDataType(literal.getType());
    return Expressions.literal(literal.isNull() ? null : value(literal, type), type);
  }

  private Object value(RexLiteral literal, DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> as(literal, Boolean.class);
      case TINYINT -> as(literal, BigDecimal.class).byteValueExact();
      case SMALLINT -> as(literal, BigDecimal.class).shortValueExact();
      case INTEGER -> as(literal, BigDecimal.class).intValueExact();
      case BIGINT -> as(literal, BigDecimal.class).longValueExact();
      case FLOAT -> as(literal, Double.class).floatValue();
      case DOUBLE -> as(literal, Double.class);
      case DECIMAL ->
          as(literal, BigDecimal.class).setScale(((ScalarType) type).scale(), RoundingMode.HALF_UP);
      case CHAR, VARCHAR -> as(literal, String.class);
      case BINARY, VARBINARY -> as(literal, byte[].class);
      case DATE -> LocalDate.ofEpochDay(as(literal, DateString.class).getDaysSinceEpoch());
      case TIME -> LocalTime.parse(as(literal, TimeString.class).toString());
      case TIMESTAMP -> dateTime(literal);
      case TIMESTAMP_LTZ -> dateTime(literal).atZone(zone).toInstant();
      case INTERVAL_YEAR_MONTH ->
          Period.ofMonths(as(literal, BigDecimal.class).intValueExact()).normalized();
      case INTERVAL_DAY_TIME -> Duration.ofMillis(as(literal, BigDecimal.class).longValueExact());
      default ->
          throw LeatException.notSupported(
              "a constant of type " + type.sqlName(), "use a constructor such as ARRAY[…]");
    };
  }

  private static LocalDateTime dateTime(RexLiteral literal) {
    return LocalDateTime.parse(as(literal, TimestampString.class).toString().replace(' ', 'T'));
  }

  private static <T> T as(RexLiteral literal, Class<T> type) {
    return Objects.requireNonNull(literal.getValueAs(type), "literal value");
  }
}
