package io.leat.runtime.types;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every conversion of {@link CastRules}, over boxed values: elementwise for nested types. */
public final class ValueCast {
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private ValueCast() {}

  /**
   * The value in the other type.
   *
   * @throws RowException if it does not fit
   */
  public static @Nullable Object cast(
      @Nullable Object value, DataType from, DataType to, ZoneId zone) {
    if (value == null || from.kind() == TypeKind.NULL) {
      return null;
    }
    if (from.kind() == TypeKind.VARIANT) {
      return VariantCast.cast((String) value, to, zone);
    }
    if (to.kind().isCharacter()) {
      return ValueText.limit(ValueText.of(value, from, zone), (ScalarType) to);
    }
    if (from.kind().isCharacter()) {
      return ValueText.parse((String) value, to, zone);
    }
    return switch (to.kind()) {
      case BOOLEAN -> value instanceof Boolean ? value : ((Number) value).longValue() != 0;
      case TINYINT -> (byte) integer(value, to, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> (short) integer(value, to, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> (int) integer(value, to, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> integer(value, to, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> toFloat(value, to);
      case DOUBLE -> value instanceof Boolean b ? (b ? 1d : 0d) : ((Number) value).doubleValue();
      case DECIMAL -> toDecimal(value, (ScalarType) to);
      case BINARY, VARBINARY -> ValueText.limit((byte[]) value, (ScalarType) to);
      case DATE -> dateTime(value, zone).toLocalDate();
      case TIME -> TemporalText.cut(time(value, zone), precision(to));
      case TIMESTAMP -> cut(dateTime(value, zone), precision(to));
      case TIMESTAMP_LTZ -> toInstant(value, precision(to), zone);
      case INTERVAL_DAY_TIME ->
          ((Duration) value).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
      case ARRAY -> list((List<?>) value, from, to, zone);
      case ROW -> list((List<?>) value, from, to, zone);
      case MAP ->
          map(
              (Map<?, ?>) value,
              List.of(((MapType) from).key(), ((MapType) to).key()),
              List.of(((MapType) from).value(), ((MapType) to).value()),
              false,
              zone);
      case MULTISET ->
          map(
              (Map<?, ?>) value,
              List.of(((MultisetType) from).element(), ((MultisetType) to).element()),
              List.of(ScalarType.INTEGER, ScalarType.INTEGER),
              true,
              zone);
      default -> value;
    };
  }

  private static long integer(Object value, DataType to, long min, long max) {
    if (value instanceof Boolean bool) {
      return bool ? 1 : 0;
    }
    BigDecimal number = exact(value, to);
    if (value instanceof Double || value instanceof Float) {
      number = new BigDecimal(((Number) value).doubleValue());
    }
    BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
    if (whole.compareTo(MIN_LONG) < 0
        || whole.compareTo(MAX_LONG) > 0
        || whole.longValue() < min
        || whole.longValue() > max) {
      throw outOfRange(value, to);
    }
    return whole.longValue();
  }

  private static BigDecimal exact(Object value, DataType to) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw outOfRange(value, to);
      }
      return new BigDecimal(value.toString());
    }
    return BigDecimal.valueOf(((Number) value).longValue());
  }

  private static float toFloat(Object value, DataType to) {
    if (value instanceof Boolean bool) {
      return bool ? 1f : 0f;
    }
    float result = ((Number) value).floatValue();
    boolean infinite = value instanceof Double number && Double.isInfinite(number);
    if (Float.isInfinite(result) && !infinite && !(value instanceof Float)) {
      throw outOfRange(value, to);
    }
    return result;
  }

  private static BigDecimal toDecimal(Object value, ScalarType to) {
    BigDecimal exact =
        value instanceof Boolean bool ? BigDecimal.valueOf(bool ? 1 : 0) : exact(value, to);
    BigDecimal rounded = exact.setScale(to.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > to.precision()) {
      throw outOfRange(value, to);
    }
    return rounded;
  }

  private static LocalDateTime dateTime(Object value, ZoneId zone) {
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof LocalTime time) {
      return LocalDate.EPOCH.atTime(time);
    }
    return value instanceof Instant instant
        ? LocalDateTime.ofInstant(instant, zone)
        : (LocalDateTime) value;
  }

  private static LocalTime time(Object value, ZoneId zone) {
    return value instanceof LocalTime time ? time : dateTime(value, zone).toLocalTime();
  }

  private static LocalDateTime cut(LocalDateTime value, int precision) {
    return LocalDateTime.of(value.toLocalDate(), TemporalText.cut(value.toLocalTime(), precision));
  }

  private static Instant toInstant(Object value, int precision, ZoneId zone) {
    if (value instanceof Instant instant) {
      LocalDateTime utc = LocalDateTime.ofInstant(instant, java.time.ZoneOffset.UTC);
      return cut(utc, precision).toInstant(java.time.ZoneOffset.UTC);
    }
    return cut(dateTime(value, zone), precision).atZone(zone).toInstant();
  }

  private static List<@Nullable Object> list(
      List<?> values, DataType from, DataType to, ZoneId zone) {
    List<@Nullable Object> cast = new ArrayList<>(values.size());
    int index = 0;
    for (Object value : values) {
      cast.add(part(value, element(from, index), element(to, index), zone));
      index++;
    }
    return Collections.unmodifiableList(cast);
  }

  /** A value inside another one, which may be NULL only where the type says so. */
  private static @Nullable Object part(
      @Nullable Object value, DataType from, DataType to, ZoneId zone) {
    Object cast = cast(value, from, to, zone);
    if (cast == null && !to.nullable()) {
      throw new RowException(SqlState.NULL_NOT_ALLOWED, "NULL inside is no " + to);
    }
    return cast;
  }

  private static DataType element(DataType type, int index) {
    return type instanceof RowType row ? row.schema().type(index) : ((ArrayType) type).element();
  }

  private static Map<@Nullable Object, @Nullable Object> map(
      Map<?, ?> map, List<DataType> keys, List<DataType> values, boolean multiset, ZoneId zone) {
    Map<@Nullable Object, @Nullable Object> cast = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = part(entry.getKey(), keys.get(0), keys.get(1), zone);
      if (multiset) {
        // Elements that the conversion makes equal are counted together.
        Integer other = (Integer) NestedValues.item(cast, key);
        NestedValues.put(cast, key, (Integer) entry.getValue() + (other == null ? 0 : other));
      } else {
        NestedValues.put(cast, key, part(entry.getValue(), values.get(0), values.get(1), zone));
      }
    }
    return Collections.unmodifiableMap(cast);
  }

  private static int precision(DataType type) {
    return ((ScalarType) type).precision();
  }

  private static RowException outOfRange(Object value, DataType type) {
    String text = value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    return new RowException(
        SqlState.NUMERIC_OUT_OF_RANGE, type.sqlName() + " out of range: " + text);
  }
}
