package io.leat.server.avatica;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.proto.Common.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A statement's parameters from the wire as boxed values of the types that the statement wants. A
 * client may send a number or a text for any type that can be read from it; dates and times come as
 * ISO text or, from clients that know only Avatica, as days and milliseconds.
 */
final class ParameterValues {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ZoneId zone;

  ParameterValues(ZoneId zone) {
    this.zone = zone;
  }

  List<@Nullable Object> all(List<TypedValue> wire, List<DataType> types) {
    if (wire.size() != types.size()) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "the statement has %d parameters, and %d values were given"
              .formatted(types.size(), wire.size()));
    }
    List<@Nullable Object> values = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      Object given = plain(wire.get(i));
      try {
        values.add(given == null ? null : convert(given, types.get(i)));
      } catch (ArithmeticException e) {
        throw unfit(SqlState.NUMERIC_OUT_OF_RANGE, i, given, types.get(i));
      } catch (DateTimeException e) {
        throw unfit(SqlState.INVALID_DATETIME, i, given, types.get(i));
      } catch (NumberFormatException | ClassCastException e) {
        throw unfit(SqlState.INVALID_CAST_VALUE, i, given, types.get(i));
      }
    }
    return values;
  }

  private static LeatException unfit(
      String sqlState, int index, @Nullable Object given, DataType type) {
    return new LeatException(
        sqlState,
        "parameter %d: '%s' is not a value of type %s".formatted(index + 1, given, type.sqlName()));
  }

  private static @Nullable Object plain(TypedValue wire) {
    return switch (wire.getType()) {
      case BOOLEAN, PRIMITIVE_BOOLEAN -> wire.getBoolValue();
      case STRING, CHARACTER, PRIMITIVE_CHAR -> wire.getStringValue();
      case BYTE,
          PRIMITIVE_BYTE,
          SHORT,
          PRIMITIVE_SHORT,
          INTEGER,
          PRIMITIVE_INT,
          LONG,
          PRIMITIVE_LONG,
          NUMBER,
          JAVA_SQL_DATE,
          JAVA_SQL_TIME,
          JAVA_SQL_TIMESTAMP,
          JAVA_UTIL_DATE ->
          wire.getNumberValue();
      case FLOAT, PRIMITIVE_FLOAT -> Float.intBitsToFloat((int) wire.getNumberValue());
      case DOUBLE, PRIMITIVE_DOUBLE -> wire.getDoubleValue();
      case BIG_DECIMAL -> new BigDecimal(wire.getStringValue());
      case BIG_INTEGER -> new BigDecimal(new BigInteger(wire.getBytesValue().toByteArray()));
      case BYTE_STRING ->
          wire.getBytesValue().isEmpty() && !wire.getStringValue().isEmpty()
              ? Base64.getDecoder().decode(wire.getStringValue())
              : wire.getBytesValue().toByteArray();
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (TypedValue element : wire.getArrayValueList()) {
          elements.add(plain(element));
        }
        yield elements;
      }
      case NULL, OBJECT -> null;
      default ->
          throw LeatException.notSupported(
              "A parameter of the wire type " + wire.getType(), "send it as text");
    };
  }

  private Object convert(Object given, DataType type) {
    return switch (type.kind()) {
      case NULL -> given;
      case BOOLEAN -> bool(given);
      case TINYINT -> decimal(given).byteValueExact();
      case SMALLINT -> decimal(given).shortValueExact();
      case INTEGER -> decimal(given).intValueExact();
      case BIGINT -> decimal(given).longValueExact();
      case FLOAT -> given instanceof Number n ? n.floatValue() : Float.valueOf(text(given));
      case DOUBLE -> given instanceof Number n ? n.doubleValue() : Double.valueOf(text(given));
      case DECIMAL -> fitted(decimal(given), (ScalarType) type);
      case CHAR, VARCHAR -> text(given);
      case BINARY, VARBINARY ->
          given instanceof byte[] bytes ? bytes : text(given).getBytes(StandardCharsets.UTF_8);
      case DATE ->
          given instanceof Number days
              ? LocalDate.ofEpochDay(days.longValue())
              : dateTime(text(given)).toLocalDate();
      case TIME ->
          given instanceof Number millis
              ? LocalTime.ofNanoOfDay(Math.multiplyExact(millis.longValue(), NANOS_PER_MILLI))
              : time(text(given));
      case TIMESTAMP ->
          given instanceof Number millis
              ? LocalDateTime.ofInstant(Instant.ofEpochMilli(millis.longValue()), ZoneOffset.UTC)
              : dateTime(text(given));
      case TIMESTAMP_LTZ ->
          given instanceof Number millis
              ? Instant.ofEpochMilli(millis.longValue())
              : instant(text(given));
      case INTERVAL_YEAR_MONTH ->
          given instanceof Number months
              ? Period.ofMonths(Math.toIntExact(months.longValue())).normalized()
              : Period.parse(text(given)).normalized();
      case INTERVAL_DAY_TIME ->
          given instanceof Number micros
              ? Duration.ofNanos(Math.multiplyExact(micros.longValue(), 1000L))
              : Duration.parse(text(given));
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (Object element : (List<?>) given) {
          elements.add(element == null ? null : convert(element, ((ArrayType) type).element()));
        }
        yield elements;
      }
      case VARIANT, MAP, MULTISET, ROW ->
          throw LeatException.notSupported(
              "A parameter of type " + type.sqlName(), "build the value in SQL from its parts");
    };
  }

  private static String text(Object given) {
    if (given instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (given instanceof byte[] || given instanceof List<?>) {
      throw new ClassCastException();
    }
    return given.toString();
  }

  private static Boolean bool(Object given) {
    if (given instanceof Boolean truth) {
      return truth;
    }
    if (given instanceof Number number) {
      return number.doubleValue() != 0;
    }
    return switch (text(given).strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "1", "yes", "y", "on" -> true;
      case "false", "f", "0", "no", "n", "off" -> false;
      default -> throw new NumberFormatException();
    };
  }

  private static BigDecimal decimal(Object given) {
    if (given instanceof BigDecimal decimal) {
      return decimal;
    }
    if (given instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    return new BigDecimal(text(given).strip());
  }

  /** The value at the type's scale, rounded half up as CAST does. */
  private static BigDecimal fitted(BigDecimal value, ScalarType type) {
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (scaled.precision() > type.precision()) {
      throw new ArithmeticException();
    }
    return scaled;
  }

  private static LocalTime time(String text) {
    return text.indexOf('T') >= 0 || text.indexOf(' ') > 0
        ? dateTime(text).toLocalTime()
        : LocalTime.parse(text);
  }

  private static LocalDateTime dateTime(String text) {
    String iso = text.strip().replace(' ', 'T');
    if (iso.indexOf('T') < 0) {
      return LocalDate.parse(iso).atStartOfDay();
    }
    return LocalDateTime.parse(iso);
  }

  private Instant instant(String text) {
    String iso = text.strip().replace(' ', 'T');
    int timeStart = iso.indexOf('T');
    boolean zoned =
        timeStart > 0
            && (iso.endsWith("Z")
                || iso.indexOf('+', timeStart) > 0
                || iso.indexOf('-', timeStart) > 0);
    return zoned ? OffsetDateTime.parse(iso).toInstant() : dateTime(text).atZone(zone).toInstant();
  }
}
