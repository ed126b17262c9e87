package io.leat.server.avatica;

import com.google.protobuf.UnsafeByteOperations;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.Rep;
import org.apache.calcite.avatica.proto.Common.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Boxed values as they go over the wire. What differs from a plain reading of the type:
 *
 * <ul>
 *   <li>TIMESTAMP: milliseconds since 1970-01-01 as a decimal with up to 6 fractional digits
 *   <li>TIME of more than 3 digits: milliseconds of the day as such a decimal; of fewer: an integer
 *   <li>TIMESTAMP_LTZ: text {@code 2026-01-31T10:15:30.123+01:00} in the session's zone, whose name
 *       follows in brackets where its clock shows that time once more than before
 *   <li>INTERVAL YEAR TO MONTH: months; INTERVAL DAY TO SECOND: microseconds
 *   <li>ROW: a list; MAP, MULTISET: a list of two-element lists
 * </ul>
 */
final class WireValues {
  static final int MILLISECOND_DIGITS = 3;

  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final DateTimeFormatter OFFSET_DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HH:MM:ss", "Z")
          .toFormatter(Locale.ROOT);
  private static final TypedValue NULL =
      TypedValue.newBuilder().setType(Rep.NULL).setNull(true).build();

  private final ZoneId zone;

  WireValues(ZoneId zone) {
    this.zone = zone;
  }

  Common.ColumnValue column(@Nullable Object value, DataType type) {
    TypedValue wire = typed(value, type);
    Common.ColumnValue.Builder column = Common.ColumnValue.newBuilder();
    if (wire.getType() == Rep.ARRAY) {
      return column.setHasArrayValue(true).addAllArrayValue(wire.getArrayValueList()).build();
    }
    return column.setScalarValue(wire).build();
  }

  private TypedValue typed(@Nullable Object value, DataType type) {
    if (value == null) {
      return NULL;
    }
    TypedValue.Builder wire = TypedValue.newBuilder();
    switch (type.kind()) {
      case NULL -> {
        return NULL;
      }
      case BOOLEAN -> wire.setType(Rep.BOOLEAN).setBoolValue((Boolean) value);
      case TINYINT -> integer(wire, Rep.BYTE, ((Number) value).longValue());
      case SMALLINT -> integer(wire, Rep.SHORT, ((Number) value).longValue());
      case INTEGER -> integer(wire, Rep.INTEGER, ((Number) value).longValue());
      case BIGINT -> integer(wire, Rep.LONG, (Long) value);
      case FLOAT -> real(wire, Rep.FLOAT, (Float) value);
      case DOUBLE -> real(wire, Rep.DOUBLE, (Double) value);
      case DECIMAL -> decimal(wire, (BigDecimal) value);
      case CHAR, VARCHAR, VARIANT -> text(wire, (String) value);
      case BINARY, VARBINARY ->
          wire.setType(Rep.BYTE_STRING)
              .setBytesValue(UnsafeByteOperations.unsafeWrap((byte[]) value));
      case DATE -> integer(wire, Rep.INTEGER, ((LocalDate) value).toEpochDay());
      case TIME -> {
        long nanos = ((LocalTime) value).toNanoOfDay();
        if (((ScalarType) type).precision() <= MILLISECOND_DIGITS) {
          integer(wire, Rep.INTEGER, nanos / NANOS_PER_MILLI);
        } else {
          decimal(wire, BigDecimal.valueOf(nanos, 6));
        }
      }
      case TIMESTAMP -> {
        Instant instant = ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
        BigDecimal millis =
            BigDecimal.valueOf(instant.getEpochSecond())
                .movePointRight(3)
                .add(BigDecimal.valueOf(instant.getNano(), 6));
        decimal(wire, millis);
      }
      case TIMESTAMP_LTZ -> {
        ZonedDateTime time = ((Instant) value).atZone(zone);
        boolean again = !time.withEarlierOffsetAtOverlap().getOffset().equals(time.getOffset());
        text(wire, OFFSET_DATE_TIME.format(time) + (again ? "[" + zone + "]" : ""));
      }
      case INTERVAL_YEAR_MONTH -> integer(wire, Rep.INTEGER, ((Period) value).toTotalMonths());
      case INTERVAL_DAY_TIME -> {
        Duration duration = (Duration) value;
        integer(
            wire,
            Rep.LONG,
            Math.addExact(
                Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000));
      }
      case ARRAY -> {
        wire.setType(Rep.ARRAY);
        for (Object element : (List<?>) value) {
          wire.addArrayValue(typed(element, ((ArrayType) type).element()));
        }
      }
      case MAP -> pairs(wire, (Map<?, ?>) value, ((MapType) type).key(), ((MapType) type).value());
      case MULTISET ->
          pairs(wire, (Map<?, ?>) value, ((MultisetType) type).element(), ScalarType.INTEGER);
      case ROW -> {
        wire.setType(Rep.ARRAY);
        List<?> fields = (List<?>) value;
        for (int i = 0; i < fields.size(); i++) {
          wire.addArrayValue(typed(fields.get(i), ((RowType) type).schema().type(i)));
        }
      }
    }
    if (wire.getType() == Rep.ARRAY) {
      wire.setComponentType(
          wire.getArrayValueCount() == 0 ? Rep.OBJECT : wire.getArrayValue(0).getType());
    }
    return wire.build();
  }

  private void pairs(TypedValue.Builder wire, Map<?, ?> map, DataType keyType, DataType valueType) {
    wire.setType(Rep.ARRAY);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      TypedValue key = typed(entry.getKey(), keyType);
      wire.addArrayValue(
          TypedValue.newBuilder()
              .setType(Rep.ARRAY)
              .setComponentType(key.getType())
              .addArrayValue(key)
              .addArrayValue(typed(entry.getValue(), valueType)));
    }
  }

  private static void integer(TypedValue.Builder wire, Rep rep, long value) {
    wire.setType(rep).setNumberValue(value);
  }

  private static void real(TypedValue.Builder wire, Rep rep, double value) {
    wire.setType(rep);
    if (rep == Rep.FLOAT) {
      wire.setNumberValue(Float.floatToIntBits((float) value));
    } else {
      wire.setDoubleValue(value);
    }
  }

  private static void decimal(TypedValue.Builder wire, BigDecimal value) {
    wire.setType(Rep.BIG_DECIMAL).setStringValue(value.toString());
  }

  private static void text(TypedValue.Builder wire, String value) {
    wire.setType(Rep.STRING).setStringValue(value);
  }
}
