package io.leat.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values in the classes that JDBC names, and in those that a caller asks for. */
final class JdbcValues {
  private static final LocalDate EPOCH = LocalDate.EPOCH;

  private JdbcValues() {}

  /** What {@code getObject} gives for a value. */
  static @Nullable Object object(@Nullable Object value, ColumnType type) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case DATE -> Date.valueOf((LocalDate) value);
      case TIME -> time((LocalTime) value, null);
      case TIMESTAMP -> Timestamp.valueOf((LocalDateTime) value);
      case ARRAY -> array((List<?>) value, type);
      case ROW -> new LeatStruct((List<?>) value, type);
      case MAP -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach(
                (key, mapped) ->
                    map.put(object(key, type.parts().get(0)), object(mapped, type.parts().get(1))));
        yield Collections.unmodifiableMap(map);
      }
      default -> value;
    };
  }

  static LeatArray array(List<?> value, ColumnType type) {
    ColumnType element = type.parts().get(0);
    return new LeatArray(value, element, jdbcType(element.kind()), ValueText.of(value, type));
  }

  private static int jdbcType(ColumnType.Kind kind) {
    return switch (kind) {
      case NULL -> Types.NULL;
      case BOOLEAN -> Types.BOOLEAN;
      case TINYINT -> Types.TINYINT;
      case SMALLINT -> Types.SMALLINT;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case FLOAT -> Types.REAL;
      case DOUBLE -> Types.DOUBLE;
      case DECIMAL -> Types.DECIMAL;
      case TEXT -> Types.VARCHAR;
      case BINARY -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case TIMESTAMP_LTZ -> Types.TIMESTAMP_WITH_TIMEZONE;
      case YEAR_MONTH, DAY_TIME, MAP -> Types.OTHER;
      case ARRAY -> Types.ARRAY;
      case ROW -> Types.STRUCT;
    };
  }

  /** The value as an object of {@code wanted}. */
  static <T> @Nullable T as(@Nullable Object value, ColumnType type, Class<T> wanted)
      throws SQLException {
    if (value == null) {
      return null;
    }
    Object found = find(value, type, wanted);
    if (!wanted.isInstance(found)) {
      throw cannot(type, wanted.getName());
    }
    return wanted.cast(found);
  }

  private static @Nullable Object find(Object value, ColumnType type, Class<?> wanted)
      throws SQLException {
    if (wanted == String.class) {
      return ValueText.of(value, type);
    }
    if (wanted == Object.class) {
      return object(value, type);
    }
    if (wanted == Struct.class || wanted == java.sql.Array.class) {
      return object(value, type);
    }
    if (wanted.isInstance(value)) {
      return value;
    }
    if (Number.class.isAssignableFrom(wanted)) {
      return number(decimal(value, type), value, wanted);
    }
    if (wanted == Boolean.class) {
      return bool(value, type);
    }
    if (wanted == Timestamp.class) {
      return timestamp(value, type, null);
    }
    if (wanted == Date.class) {
      return date(value, type, null);
    }
    if (wanted == Time.class) {
      return time(value, type, null);
    }
    if (wanted == Object[].class && type.kind() == ColumnType.Kind.ARRAY) {
      return array((List<?>) value, type).getArray();
    }
    if (value instanceof LocalDate day) {
      return wanted == LocalDateTime.class ? day.atStartOfDay() : null;
    }
    if (value instanceof LocalDateTime local) {
      return fromLocal(local, wanted);
    }
    if (value instanceof OffsetDateTime instant) {
      if (wanted == Instant.class) {
        return instant.toInstant();
      }
      if (wanted == ZonedDateTime.class) {
        return instant.toZonedDateTime();
      }
      if (wanted == java.util.Date.class) {
        return java.util.Date.from(instant.toInstant());
      }
      return fromLocal(instant.toLocalDateTime(), wanted);
    }
    return null;
  }

  private static @Nullable Object fromLocal(LocalDateTime local, Class<?> wanted) {
    if (wanted == LocalDateTime.class) {
      return local;
    }
    if (wanted == LocalDate.class) {
      return local.toLocalDate();
    }
    if (wanted == LocalTime.class) {
      return local.toLocalTime();
    }
    return wanted == java.util.Date.class ? Timestamp.valueOf(local) : null;
  }

  private static Object number(BigDecimal decimal, Object value, Class<?> wanted)
      throws SQLException {
    try {
      if (wanted == BigDecimal.class) {
        return decimal;
      }
      if (wanted == BigInteger.class) {
        return decimal.toBigInteger();
      }
      if (wanted == Double.class) {
        return value instanceof Number number ? number.doubleValue() : decimal.doubleValue();
      }
      if (wanted == Float.class) {
        return value instanceof Number number ? number.floatValue() : decimal.floatValue();
      }
      BigDecimal whole = new BigDecimal(decimal.toBigInteger());
      if (wanted == Long.class) {
        return whole.longValueExact();
      }
      if (wanted == Integer.class) {
        return whole.intValueExact();
      }
      if (wanted == Short.class) {
        return whole.shortValueExact();
      }
      return whole.byteValueExact();
    } catch (ArithmeticException e) {
      throw new LeatSQLException(
          "the value " + decimal.toPlainString() + " does not fit into " + wanted.getSimpleName(),
          "22003");
    }
  }

  /** A number of at least this many bits, whole, from any value that can be read as one. */
  static long whole(Object value, ColumnType type, Class<?> wanted) throws SQLException {
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      long number = ((Number) value).longValue();
      if (wanted == Long.class || (wanted == Integer.class && number == (int) number)) {
        return number;
      }
    }
    return ((Number) number(decimal(value, type), value, wanted)).longValue();
  }

  static double real(Object value, ColumnType type) throws SQLException {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text.strip());
      } catch (NumberFormatException e) {
        throw cannot(type, "a number");
      }
    }
    return decimal(value, type).doubleValue();
  }

  static BigDecimal decimal(Object value, ColumnType type) throws SQLException {
    try {
      if (value instanceof BigDecimal decimal) {
        return decimal;
      }
      if (value instanceof Boolean truth) {
        return truth ? BigDecimal.ONE : BigDecimal.ZERO;
      }
      if (value instanceof Number || value instanceof String) {
        return new BigDecimal(value.toString().strip());
      }
    } catch (NumberFormatException e) {
      throw new LeatSQLException("'" + value + "' is not a decimal number", "22018");
    }
    throw cannot(type, "a number");
  }

  static boolean bool(Object value, ColumnType type) throws SQLException {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    String text = value.toString().strip();
    if (text.equalsIgnoreCase("true") || text.equals("1")) {
      return true;
    }
    if (text.equalsIgnoreCase("false") || text.equals("0")) {
      return false;
    }
    throw cannot(type, "a boolean");
  }

  /** A date and time without zone is read in the calendar's zone, else in this JVM's. */
  static Timestamp timestamp(Object value, ColumnType type, @Nullable Calendar calendar)
      throws SQLException {
    if (value instanceof OffsetDateTime instant) {
      return Timestamp.from(instant.toInstant());
    }
    return inZone(local(value, type), calendar);
  }

  static Date date(Object value, ColumnType type, @Nullable Calendar calendar) throws SQLException {
    LocalDate day =
        value instanceof OffsetDateTime instant
            ? instant.toLocalDate()
            : local(value, type).toLocalDate();
    return new Date(inZone(day.atStartOfDay(), calendar).getTime());
  }

  static Time time(Object value, ColumnType type, @Nullable Calendar calendar) throws SQLException {
    LocalTime time =
        value instanceof OffsetDateTime instant
            ? instant.toLocalTime()
            : local(value, type).toLocalTime();
    return time(time, calendar);
  }

  /** Milliseconds are kept, which {@link Time#valueOf(LocalTime)} would drop. */
  private static Time time(LocalTime time, @Nullable Calendar calendar) {
    return new Time(inZone(time.atDate(EPOCH), calendar).getTime());
  }

  private static LocalDateTime local(Object value, ColumnType type) throws SQLException {
    if (value instanceof LocalDateTime local) {
      return local;
    }
    if (value instanceof LocalDate day) {
      return day.atStartOfDay();
    }
    if (value instanceof LocalTime time) {
      return time.atDate(EPOCH);
    }
    if (value instanceof String text) {
      try {
        return Timestamp.valueOf(text.strip()).toLocalDateTime();
      } catch (IllegalArgumentException e) {
        throw new LeatSQLException("'" + text + "' is not a date and time", "22007");
      }
    }
    throw cannot(type, "a date or time");
  }

  private static Timestamp inZone(LocalDateTime local, @Nullable Calendar calendar) {
    ZoneId zone = calendar == null ? ZoneId.systemDefault() : calendar.getTimeZone().toZoneId();
    return Timestamp.from(local.atZone(zone).toInstant());
  }

  static LeatSQLException cannot(ColumnType type, String wanted) {
    return new LeatSQLException(
        "a value of type " + type.name() + " cannot be read as " + wanted, "22018");
  }
}
