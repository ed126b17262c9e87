package io.leat.jdbc;

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
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
      case TINYINT, SMALLINT -> ((Number) value).intValue();
      case DATE -> Date.valueOf((LocalDate) value);
      case TIME -> time((LocalTime) value, null);
      case TIMESTAMP -> Timestamp.valueOf((LocalDateTime) value);
      case TIMESTAMP_LTZ -> ((ZonedDateTime) value).toOffsetDateTime();
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
      return type.parts().isEmpty() ? value : plain(value, type);
    }
    if (wanted == Double.class) {
      return real(value, type);
    }
    if (wanted == Float.class) {
      return narrow(real(value, type));
    }
    if (Number.class.isAssignableFrom(wanted)) {
      return number(decimal(value, type), wanted);
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
    if (wanted == byte[].class && value instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (wanted == UUID.class && value instanceof String text) {
      return uuid(text.strip(), type);
    }
    if (wanted.isArray() && type.kind() == ColumnType.Kind.ARRAY) {
      return elements((List<?>) value, type.parts().get(0), wanted.getComponentType());
    }
    return temporal(value, type, wanted);
  }

  /** The value with lists, maps and the classes of {@code java.time} at all depths. */
  private static @Nullable Object plain(@Nullable Object value, ColumnType type) {
    if (value instanceof ZonedDateTime instant) {
      return instant.toOffsetDateTime();
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> parts = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        parts.add(plain(list.get(i), type.parts().get(type.kind() == ColumnType.Kind.ROW ? i : 0)));
      }
      return Collections.unmodifiableList(parts);
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> parts = new LinkedHashMap<>();
      map.forEach(
          (key, mapped) ->
              parts.put(plain(key, type.parts().get(0)), plain(mapped, type.parts().get(1))));
      return Collections.unmodifiableMap(parts);
    }
    return value;
  }

  private static UUID uuid(String text, ColumnType type) throws SQLException {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw cannot(type, "a UUID: '" + text + "'");
    }
  }

  /** A Java array of any depth; one of primitives takes no NULL. */
  private static Object elements(List<?> values, ColumnType element, Class<?> wanted)
      throws SQLException {
    Object array = java.lang.reflect.Array.newInstance(wanted, values.size());
    Class<?> boxed = MethodType.methodType(wanted).wrap().returnType();
    for (int i = 0; i < values.size(); i++) {
      Object value = as(values.get(i), element, boxed);
      if (value == null && wanted.isPrimitive()) {
        throw cannot(element, wanted.getName() + ": element " + (i + 1) + " is NULL");
      }
      java.lang.reflect.Array.set(array, i, value);
    }
    return array;
  }

  private static @Nullable Object temporal(Object given, ColumnType type, Class<?> wanted)
      throws SQLException {
    boolean isTemporal = Temporal.class.isAssignableFrom(wanted) || wanted == java.util.Date.class;
    Object value =
        given instanceof String text && isTemporal ? TemporalTexts.parse(text, type) : given;
    if (wanted.isInstance(value)) {
      return value;
    }
    if (value instanceof LocalDate day) {
      return wanted == LocalDate.class ? day : fromLocal(day.atStartOfDay(), wanted);
    }
    if (value instanceof LocalDateTime local) {
      return fromLocal(local, wanted);
    }
    if (value instanceof ZonedDateTime instant) {
      if (wanted == Instant.class) {
        return instant.toInstant();
      }
      if (wanted == OffsetDateTime.class) {
        return instant.toOffsetDateTime();
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

  private static Object number(BigDecimal decimal, Class<?> wanted) throws SQLException {
    try {
      if (wanted == BigDecimal.class) {
        return decimal;
      }
      if (wanted == BigInteger.class) {
        return decimal.toBigInteger();
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
          "the value " + decimal + " does not fit into " + wanted.getSimpleName(), "22003");
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
    return ((Number) number(decimal(value, type), wanted)).longValue();
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

  /** A double as a float, which has fewer digits; one that is too large is an error. */
  static float narrow(double number) throws SQLException {
    float narrow = (float) number;
    if (Float.isInfinite(narrow) && !Double.isInfinite(number)) {
      throw new LeatSQLException("the value " + number + " does not fit into Float", "22003");
    }
    return narrow;
  }

  static BigDecimal decimal(Object value, ColumnType type) throws SQLException {
    try {
      if (value instanceof BigDecimal decimal) {
        return decimal;
      }
      if (value instanceof Boolean truth) {
        return truth ? BigDecimal.ONE : BigDecimal.ZERO;
      }
      if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
        throw new LeatSQLException("the value " + value + " is not a decimal number", "22003");
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
    return switch (value instanceof String text ? text.strip().toLowerCase(Locale.ROOT) : "") {
      case "true", "t", "yes", "y", "on", "1" -> true;
      case "false", "f", "no", "n", "off", "0" -> false;
      default -> throw cannot(type, "a boolean");
    };
  }

  /** A date and time without zone is read in the calendar's zone, else in this JVM's. */
  static Timestamp timestamp(Object given, ColumnType type, @Nullable Calendar calendar)
      throws SQLException {
    Object value = given instanceof String text ? TemporalTexts.parse(text, type) : given;
    if (value instanceof ZonedDateTime instant) {
      return Timestamp.from(instant.toInstant());
    }
    return inZone(local(value, type), calendar);
  }

  static Date date(Object given, ColumnType type, @Nullable Calendar calendar) throws SQLException {
    Object value = given instanceof String text ? TemporalTexts.parse(text, type) : given;
    LocalDate day =
        value instanceof ZonedDateTime instant
            ? instant.toLocalDate()
            : local(value, type).toLocalDate();
    return new Date(inZone(day.atStartOfDay(), calendar).getTime());
  }

  static Time time(Object given, ColumnType type, @Nullable Calendar calendar) throws SQLException {
    Object value = given instanceof String text ? TemporalTexts.parse(text, type) : given;
    LocalTime time =
        value instanceof ZonedDateTime instant
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
    throw cannot(type, "a date or time");
  }

  /** By the calendar of {@link Date#toString}, in which the days before 1582 are Julian. */
  private static Timestamp inZone(LocalDateTime local, @Nullable Calendar calendar) {
    if (calendar == null) {
      return Timestamp.valueOf(local);
    }
    Calendar fields = (Calendar) calendar.clone();
    fields.clear();
    fields.set(
        local.getYear(),
        local.getMonthValue() - 1,
        local.getDayOfMonth(),
        local.getHour(),
        local.getMinute(),
        local.getSecond());
    Timestamp timestamp = new Timestamp(fields.getTimeInMillis());
    timestamp.setNanos(local.getNano());
    return timestamp;
  }

  static LeatSQLException cannot(ColumnType type, String wanted) {
    return new LeatSQLException(
        "a value of type " + type.name() + " cannot be read as " + wanted, "22018");
  }
}
