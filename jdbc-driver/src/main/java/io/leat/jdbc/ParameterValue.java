package io.leat.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.proto.Common.Rep;
import org.apache.calcite.avatica.proto.Common.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A parameter's value as it goes over the wire: numbers, text and bytes as they are, dates and
 * times as ISO text, a map as a list of pairs, a {@link Struct} as the list of its fields.
 */
final class ParameterValue {
  static final TypedValue NULL = TypedValue.newBuilder().setType(Rep.NULL).setNull(true).build();

  private ParameterValue() {}

  static TypedValue of(@Nullable Object value) throws SQLException {
    if (value == null) {
      return NULL;
    }
    TypedValue.Builder wire = TypedValue.newBuilder();
    if (value instanceof Boolean truth) {
      return wire.setType(Rep.BOOLEAN).setBoolValue(truth).build();
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return wire.setType(Rep.LONG).setNumberValue(((Number) value).longValue()).build();
    }
    if (value instanceof Float number) {
      return wire.setType(Rep.FLOAT).setNumberValue(Float.floatToIntBits(number)).build();
    }
    if (value instanceof Double number) {
      return wire.setType(Rep.DOUBLE).setDoubleValue(number).build();
    }
    if (value instanceof BigDecimal || value instanceof BigInteger) {
      return wire.setType(Rep.BIG_DECIMAL).setStringValue(value.toString()).build();
    }
    if (value instanceof byte[] bytes) {
      return wire.setType(Rep.BYTE_STRING)
          .setBytesValue(com.google.protobuf.ByteString.copyFrom(bytes))
          .build();
    }
    if (value instanceof Array array) {
      return of(array.getArray());
    }
    if (value instanceof Struct struct) {
      return of(struct.getAttributes());
    }
    if (value instanceof Map<?, ?> map) {
      List<@Nullable Object> pairs = new ArrayList<>();
      map.forEach((key, mapped) -> pairs.add(Arrays.asList(key, mapped)));
      return of(pairs);
    }
    if (value.getClass().isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
        elements.add(java.lang.reflect.Array.get(value, i));
      }
      return of(elements);
    }
    if (value instanceof Collection<?> elements) {
      wire.setType(Rep.ARRAY).setComponentType(Rep.OBJECT);
      for (Object element : elements) {
        wire.addArrayValue(of(element));
      }
      return wire.build();
    }
    return ofText(value, null);
  }

  /** Text, or a date or time; one without zone is what it shows in the calendar's. */
  static TypedValue ofText(Object value, @Nullable Calendar calendar) throws SQLException {
    boolean instant = value instanceof Timestamp;
    return TypedValue.newBuilder()
        .setType(instant ? Rep.JAVA_SQL_TIMESTAMP : Rep.STRING)
        .setStringValue(text(value, calendar))
        .build();
  }

  /**
   * ISO text of dates and times; that of a {@link Timestamp}, which is an instant and a wall clock,
   * has its zone.
   */
  private static String text(Object value, @Nullable Calendar calendar) throws SQLException {
    ZoneId zone = calendar == null ? ZoneId.systemDefault() : calendar.getTimeZone().toZoneId();
    if (value instanceof Timestamp timestamp) {
      return ZonedDateTime.ofLocal(
              local(timestamp, calendar).withNano(timestamp.getNanos()),
              zone,
              zone.getRules().getOffset(timestamp.toInstant()))
          .toString();
    }
    if (value instanceof Date date) {
      return local(date, calendar).toLocalDate().toString();
    }
    if (value instanceof Time time) {
      return local(time, calendar).toLocalTime().toString();
    }
    if (value instanceof java.util.Date date) {
      return LocalDateTime.ofInstant(date.toInstant(), zone).toString();
    }
    if (value instanceof Calendar date) {
      return date.toInstant().atZone(date.getTimeZone().toZoneId()).toOffsetDateTime().toString();
    }
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC).toString();
    }
    if (value instanceof ZonedDateTime zoned) {
      return zoned.toOffsetDateTime().toString();
    }
    if (value instanceof String
        || value instanceof Character
        || value instanceof OffsetDateTime
        || value.getClass().getPackageName().equals("java.time")
        || value instanceof java.util.UUID
        || value instanceof Enum<?>) {
      return value.toString();
    }
    throw LeatSQLException.unsupported("A parameter of class " + value.getClass().getName());
  }

  /** What {@link Date#toString} shows, in the calendar's zone or this JVM's. */
  @SuppressWarnings("JavaUtilDate")
  private static LocalDateTime local(java.util.Date date, @Nullable Calendar calendar) {
    Calendar fields = calendar == null ? Calendar.getInstance() : (Calendar) calendar.clone();
    fields.setTimeInMillis(date.getTime());
    return LocalDateTime.of(
        fields.get(Calendar.YEAR),
        fields.get(Calendar.MONTH) + 1,
        fields.get(Calendar.DAY_OF_MONTH),
        fields.get(Calendar.HOUR_OF_DAY),
        fields.get(Calendar.MINUTE),
        fields.get(Calendar.SECOND),
        fields.get(Calendar.MILLISECOND) * 1_000_000);
  }
}
