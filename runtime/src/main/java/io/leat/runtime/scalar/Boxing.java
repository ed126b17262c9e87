package io.leat.runtime.scalar;

import io.leat.runtime.data.Slice;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;

/**
 * Between the forms that generated code holds values in and the boxed ones of {@link DataType}: for
 * nested values and for rare conversions.
 */
public final class Boxing {
  private static final long MICROS = 1_000_000L;

  private Boxing() {}

  public static Object box(boolean value, DataType type) {
    return value;
  }

  public static Object box(int value, DataType type) {
    return switch (type.kind()) {
      case TINYINT -> (byte) value;
      case SMALLINT -> (short) value;
      case DATE -> LocalDate.ofEpochDay(value);
      case INTERVAL_YEAR_MONTH -> Period.ofMonths(value).normalized();
      default -> value;
    };
  }

  public static Object box(long value, DataType type) {
    return switch (type.kind()) {
      case DECIMAL -> BigDecimal.valueOf(value, ((ScalarType) type).scale());
      case TIME -> LocalTime.ofNanoOfDay(value);
      case TIMESTAMP -> toDateTime(instant(value));
      case TIMESTAMP_LTZ -> instant(value);
      case INTERVAL_DAY_TIME ->
          Duration.ofSeconds(Math.floorDiv(value, MICROS), Math.floorMod(value, MICROS) * 1000);
      default -> value;
    };
  }

  public static Object box(float value, DataType type) {
    return value;
  }

  public static Object box(double value, DataType type) {
    return value;
  }

  public static Object box(Slice value, DataType type) {
    return type.kind().isBinary() ? value.toBytes() : value.toString();
  }

  public static Object box(Wide value, DataType type) {
    return value.toBigDecimal(((ScalarType) type).scale());
  }

  public static Object box(Instant value, DataType type) {
    return type.kind() == TypeKind.TIMESTAMP ? toDateTime(value) : value;
  }

  public static Object box(Object value, DataType type) {
    return value;
  }

  public static boolean toBoolean(Object value) {
    return (Boolean) value;
  }

  public static int toInt(Object value) {
    if (value instanceof Number number) {
      return number.intValue();
    }
    return value instanceof LocalDate date
        ? (int) date.toEpochDay()
        : Math.toIntExact(((Period) value).toTotalMonths());
  }

  public static long toLong(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.unscaledValue().longValueExact();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay();
    }
    if (value instanceof Duration duration) {
      return Math.addExact(
          Math.multiplyExact(duration.getSeconds(), MICROS), duration.getNano() / 1000);
    }
    return micros(toInstant(value));
  }

  public static float toFloat(Object value) {
    return (Float) value;
  }

  public static double toDouble(Object value) {
    return (Double) value;
  }

  public static Slice toSlice(Object value, Slice view) {
    if (value instanceof byte[] bytes) {
      view.set(bytes, 0, bytes.length);
    } else {
      view.set((String) value);
    }
    return view;
  }

  public static Instant toInstant(Object value) {
    return value instanceof LocalDateTime dateTime
        ? dateTime.toInstant(ZoneOffset.UTC)
        : (Instant) value;
  }

  public static Object toObject(Object value) {
    return value;
  }

  /** The instant that is so many microseconds after 1970-01-01 UTC. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }

  /** From the halves of a wide column. */
  public static Instant instant(long micros, long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000 + nanos);
  }

  /** Microseconds since 1970-01-01 UTC, rounded down. */
  public static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000);
  }

  public static void append(WideColumn column, Instant instant) {
    column.append(micros(instant), instant.getNano() % 1000);
  }

  private static LocalDateTime toDateTime(Instant instant) {
    return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
  }
}
