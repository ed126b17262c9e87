package io.leat.server.avatica;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.ParameterText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A statement's parameters from the wire as boxed values of the types that the statement wants, or
 * as {@link ParameterText}. A client may send a number or a text for any type that can be read from
 * it; a number that is none of a numeric type is given on as it is, for {@code x / ?}, where the
 * type is a guess. Dates and times come as ISO text or, from clients that know only Avatica, as
 * days and milliseconds.
 */
final class ParameterValues {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Numbers of 19 digits are decimals where no BIGINT is wanted. */
  private static final long MOST_DIGITS_OF_BIGINT = 1_000_000_000_000_000_000L;

  private final ZoneId zone;
  private final NestedParameters nested;

  ParameterValues(ZoneId zone) {
    this.zone = zone;
    this.nested = new NestedParameters(zone, this::convert);
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
      if (isNumber(wire.get(i).getType()) && isTime(types.get(i).kind())) {
        throw unfit(SqlState.INVALID_CAST_VALUE, i, given, types.get(i));
      }
      try {
        values.add(given == null ? null : convert(given, types.get(i)));
      } catch (ArithmeticException e) {
        throw unfit(SqlState.NUMERIC_OUT_OF_RANGE, i, given, types.get(i));
      } catch (DateTimeException e) {
        throw unfit(SqlState.INVALID_DATETIME, i, given, types.get(i));
      } catch (RowException | NumberFormatException | ClassCastException e) {
        throw unfit(SqlState.INVALID_CAST_VALUE, i, given, types.get(i));
      }
    }
    return values;
  }

  /** A number that a program has given as one, not what the wire writes a date or time as. */
  private static boolean isNumber(Common.Rep rep) {
    return switch (rep) {
      case BYTE,
          PRIMITIVE_BYTE,
          SHORT,
          PRIMITIVE_SHORT,
          INTEGER,
          PRIMITIVE_INT,
          LONG,
          PRIMITIVE_LONG,
          NUMBER,
          FLOAT,
          PRIMITIVE_FLOAT,
          DOUBLE,
          PRIMITIVE_DOUBLE,
          BIG_DECIMAL,
          BIG_INTEGER ->
          true;
      default -> false;
    };
  }

  private static boolean isTime(TypeKind kind) {
    return switch (kind) {
      case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> true;
      default -> false;
    };
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
          JAVA_UTIL_DATE ->
          wire.getNumberValue();
      case JAVA_SQL_TIMESTAMP ->
          wire.getStringValue().isEmpty()
              ? (Object) wire.getNumberValue()
              : ZonedDateTime.parse(wire.getStringValue());
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
      case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(given, type.kind());
      case FLOAT -> given instanceof Number n ? finite(n) : Float.valueOf(text(given));
      case DOUBLE -> given instanceof Number n ? n.doubleValue() : Double.valueOf(text(given));
      case DECIMAL ->
          given instanceof Double || given instanceof Float
              ? given
              : fitted(decimal(given), (ScalarType) type);
      case CHAR, VARCHAR -> text(given);
      case BINARY, VARBINARY ->
          given instanceof byte[] bytes ? bytes : text(given).getBytes(StandardCharsets.UTF_8);
      case DATE ->
          given instanceof Number days
              ? LocalDate.ofEpochDay(days.longValue())
              : dateTime(given).toLocalDate();
      case TIME ->
          given instanceof Number millis
              ? LocalTime.ofNanoOfDay(Math.multiplyExact(millis.longValue(), NANOS_PER_MILLI))
              : time(given);
      case TIMESTAMP ->
          given instanceof Number millis
              ? LocalDateTime.ofInstant(Instant.ofEpochMilli(millis.longValue()), ZoneOffset.UTC)
              : dateTime(given);
      case TIMESTAMP_LTZ ->
          given instanceof Number millis
              ? Instant.ofEpochMilli(millis.longValue())
              : instant(given);
      case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, MULTISET, ROW, VARIANT ->
          new ParameterText(nested.text(given, type), type);
    };
  }

  /** A number of the type; one that is none stays what it is. */
  private static Object integer(Object given, TypeKind kind) {
    if (given instanceof Double || given instanceof Float) {
      return given;
    }
    if (given instanceof Long whole) {
      return integer((long) whole, kind);
    }
    BigDecimal number = decimal(given);
    if (number.scale() > 0) {
      return fitted(number);
    }
    try {
      return switch (kind) {
        case TINYINT -> (Object) number.byteValueExact();
        case SMALLINT -> number.shortValueExact();
        case INTEGER -> number.intValueExact();
        default -> number.longValueExact();
      };
    } catch (ArithmeticException e) {
      return number.precision() < 19 ? (Object) number.longValueExact() : fitted(number);
    }
  }

  /** A whole number in the type if it fits, else as the text of it would be typed. */
  private static Object integer(long number, TypeKind kind) {
    if (kind == TypeKind.TINYINT && number == (byte) number) {
      return (byte) number;
    }
    if (kind == TypeKind.SMALLINT && number == (short) number) {
      return (short) number;
    }
    if (kind == TypeKind.INTEGER && number == (int) number) {
      return (int) number;
    }
    boolean fits = kind == TypeKind.BIGINT || Math.abs(number) < MOST_DIGITS_OF_BIGINT;
    return fits ? (Object) number : BigDecimal.valueOf(number);
  }

  private static float finite(Number given) {
    float number = given.floatValue();
    if (Float.isInfinite(number) && !Double.isInfinite(given.doubleValue())) {
      throw new ArithmeticException();
    }
    return number;
  }

  private static String text(Object given) {
    if (given instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (given instanceof ZonedDateTime zoned) {
      return zoned.toLocalDateTime().toString().replace('T', ' ');
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

  /** The value at the type's scale; one with more digits stays what it is. */
  private static BigDecimal fitted(BigDecimal value, ScalarType type) {
    boolean fits =
        value.scale() <= type.scale()
            && value.precision() - value.scale() <= type.precision() - type.scale();
    return fits ? value.setScale(type.scale()) : fitted(value);
  }

  private static BigDecimal fitted(BigDecimal value) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    if (Math.max(plain.precision(), plain.scale()) > ScalarType.MAX_DECIMAL_PRECISION) {
      throw new ArithmeticException();
    }
    return plain;
  }

  private LocalTime time(Object given) {
    String text = text(given).strip();
    return given instanceof ZonedDateTime || text.indexOf('T') >= 0 || text.indexOf(' ') > 0
        ? dateTime(given).toLocalTime()
        : LocalTime.parse(text);
  }

  /** An instant is the wall clock that shows it in the session's zone. */
  private LocalDateTime dateTime(Object given) {
    if (given instanceof ZonedDateTime zoned) {
      return zoned.toLocalDateTime();
    }
    String iso = iso(text(given));
    if (iso.indexOf('T') < 0) {
      return LocalDate.parse(iso).atStartOfDay();
    }
    return hasOffset(iso)
        ? LocalDateTime.ofInstant(OffsetDateTime.parse(iso).toInstant(), zone)
        : LocalDateTime.parse(iso);
  }

  private Instant instant(Object given) {
    if (given instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    }
    String iso = iso(text(given));
    return hasOffset(iso)
        ? OffsetDateTime.parse(iso).toInstant()
        : dateTime(given).atZone(zone).toInstant();
  }

  private static String iso(String text) {
    return text.strip().replace(' ', 'T');
  }

  private static boolean hasOffset(String iso) {
    int time = iso.indexOf('T');
    return time > 0
        && (iso.endsWith("Z") || iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0);
  }
}
