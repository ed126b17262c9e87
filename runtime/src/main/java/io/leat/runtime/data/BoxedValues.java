package io.leat.runtime.data;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves values between columns and the boxed forms that {@link DataType} lists: the edges of the
 * engine only.
 */
public final class BoxedValues {
  private static final long MICROS = 1_000_000L;

  private BoxedValues() {}

  /** The boxed value at a row. */
  public static @Nullable Object get(Column column, int row, DataType type) {
    if (column.isNull(row)) {
      return null;
    }
    return switch (type.kind()) {
      case NULL -> null;
      case BOOLEAN -> ((BooleanColumn) column).get(row);
      case TINYINT -> (byte) ((IntColumn) column).get(row);
      case SMALLINT -> (short) ((IntColumn) column).get(row);
      case INTEGER -> ((IntColumn) column).get(row);
      case BIGINT -> ((LongColumn) column).get(row);
      case FLOAT -> ((FloatColumn) column).get(row);
      case DOUBLE -> ((DoubleColumn) column).get(row);
      case DECIMAL -> decimal(column, row, ((ScalarType) type).scale());
      case CHAR, VARCHAR, VARIANT -> {
        BytesColumn bytes = (BytesColumn) column;
        yield new String(bytes.heap(), bytes.start(row), bytes.length(row), StandardCharsets.UTF_8);
      }
      case BINARY, VARBINARY -> ((BytesColumn) column).get(row);
      case DATE -> LocalDate.ofEpochDay(((IntColumn) column).get(row));
      case TIME -> LocalTime.ofNanoOfDay(((LongColumn) column).get(row));
      case TIMESTAMP -> {
        Instant instant = instant(column, row);
        yield LocalDateTime.ofEpochSecond(
            instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
      }
      case TIMESTAMP_LTZ -> instant(column, row);
      case INTERVAL_YEAR_MONTH -> Period.ofMonths(((IntColumn) column).get(row)).normalized();
      case INTERVAL_DAY_TIME -> {
        long micros = ((LongColumn) column).get(row);
        yield Duration.ofSeconds(
            Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
      }
      case ARRAY -> {
        ArrayColumn array = (ArrayColumn) column;
        yield list(
            array.elements(), array.start(row), array.end(row), ((ArrayType) type).element());
      }
      case MAP -> {
        MapType map = (MapType) type;
        yield map((MapColumn) column, row, map.key(), map.value());
      }
      case MULTISET ->
          map((MapColumn) column, row, ((MultisetType) type).element(), ScalarType.INTEGER);
      case ROW -> {
        RowColumn fields = (RowColumn) column;
        List<@Nullable Object> values = new ArrayList<>(fields.fieldCount());
        for (int i = 0; i < fields.fieldCount(); i++) {
          values.add(get(fields.field(i), row, ((RowType) type).schema().type(i)));
        }
        yield Collections.unmodifiableList(values);
      }
    };
  }

  /**
   * Appends a boxed value.
   *
   * @throws ClassCastException if it is not of the class that the type's values have
   */
  public static void append(Column column, DataType type, @Nullable Object value) {
    if (value == null) {
      column.appendNull();
      return;
    }
    switch (type.kind()) {
      case NULL -> column.appendNull();
      case BOOLEAN -> ((BooleanColumn) column).append((Boolean) value);
      case TINYINT, SMALLINT, INTEGER -> ((IntColumn) column).append(((Number) value).intValue());
      case BIGINT -> ((LongColumn) column).append((Long) value);
      case FLOAT -> ((FloatColumn) column).append((Float) value);
      case DOUBLE -> ((DoubleColumn) column).append((Double) value);
      case DECIMAL -> appendDecimal(column, (ScalarType) type, (BigDecimal) value);
      case CHAR, VARCHAR, VARIANT -> {
        byte[] utf8 = ((String) value).getBytes(StandardCharsets.UTF_8);
        ((BytesColumn) column).append(utf8, 0, utf8.length);
      }
      case BINARY, VARBINARY -> {
        byte[] bytes = (byte[]) value;
        ((BytesColumn) column).append(bytes, 0, bytes.length);
      }
      case DATE -> ((IntColumn) column).append((int) ((LocalDate) value).toEpochDay());
      case TIME -> ((LongColumn) column).append(((LocalTime) value).toNanoOfDay());
      case TIMESTAMP -> appendInstant(column, ((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case TIMESTAMP_LTZ -> appendInstant(column, (Instant) value);
      case INTERVAL_YEAR_MONTH ->
          ((IntColumn) column).append(Math.toIntExact(((Period) value).toTotalMonths()));
      case INTERVAL_DAY_TIME -> {
        Duration duration = (Duration) value;
        ((LongColumn) column)
            .append(
                Math.addExact(
                    Math.multiplyExact(duration.getSeconds(), MICROS), duration.getNano() / 1000));
      }
      case ARRAY -> {
        ArrayColumn array = (ArrayColumn) column;
        for (Object element : (List<?>) value) {
          append(array.elements(), ((ArrayType) type).element(), element);
        }
        array.closeRow();
      }
      case MAP ->
          appendMap((MapColumn) column, ((MapType) type).key(), ((MapType) type).value(), value);
      case MULTISET ->
          appendMap((MapColumn) column, ((MultisetType) type).element(), ScalarType.INTEGER, value);
      case ROW -> {
        RowColumn fields = (RowColumn) column;
        List<?> values = (List<?>) value;
        for (int i = 0; i < fields.fieldCount(); i++) {
          append(fields.field(i), ((RowType) type).schema().type(i), values.get(i));
        }
        fields.closeRow();
      }
    }
  }

  /** The unscaled 128-bit value of a wide decimal's halves. */
  public static BigInteger wideToInteger(long high, long low) {
    return BigInteger.valueOf(high).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
  }

  private static BigDecimal decimal(Column column, int row, int scale) {
    return column instanceof WideColumn wide
        ? new BigDecimal(wideToInteger(wide.high(row), wide.low(row)), scale)
        : BigDecimal.valueOf(((LongColumn) column).get(row), scale);
  }

  private static void appendDecimal(Column column, ScalarType type, BigDecimal value) {
    BigInteger unscaled = value.setScale(type.scale()).unscaledValue();
    if (column instanceof WideColumn wide) {
      wide.append(unscaled.shiftRight(64).longValueExact(), unscaled.longValue());
    } else {
      ((LongColumn) column).append(unscaled.longValueExact());
    }
  }

  private static Instant instant(Column column, int row) {
    long micros;
    long nanos = 0;
    if (column instanceof WideColumn wide) {
      micros = wide.high(row);
      nanos = wide.low(row);
    } else {
      micros = ((LongColumn) column).get(row);
    }
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000 + nanos);
  }

  private static void appendInstant(Column column, Instant instant) {
    long micros =
        Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000);
    if (column instanceof WideColumn wide) {
      wide.append(micros, instant.getNano() % 1000);
    } else {
      ((LongColumn) column).append(micros);
    }
  }

  private static List<@Nullable Object> list(Column elements, int from, int to, DataType type) {
    List<@Nullable Object> values = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      values.add(get(elements, i, type));
    }
    return Collections.unmodifiableList(values);
  }

  private static Map<@Nullable Object, @Nullable Object> map(
      MapColumn column, int row, DataType keyType, DataType valueType) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = column.start(row); i < column.end(row); i++) {
      map.put(get(column.keys(), i, keyType), get(column.values(), i, valueType));
    }
    return Collections.unmodifiableMap(map);
  }

  private static void appendMap(
      MapColumn column, DataType keyType, DataType valueType, Object value) {
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
      append(column.keys(), keyType, entry.getKey());
      append(column.values(), valueType, entry.getValue());
    }
    column.closeRow();
  }
}
