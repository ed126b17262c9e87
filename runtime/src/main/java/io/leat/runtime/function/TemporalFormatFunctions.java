package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.scalar.Boxing;
import io.leat.runtime.scalar.Temporals;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Between times and their text or number. */
public final class TemporalFormatFunctions {
  private static final Slice SECONDS = Slice.constant("yyyy-MM-dd HH:mm:ss");
  private static final long MILLIS_PER_SECOND = 1000;

  private TemporalFormatFunctions() {}

  public static boolean dateFormat(FormatMemo memo, long timestamp, Slice format, Slice out) {
    write(memo, dateTime(timestamp), format, out);
    return true;
  }

  /** NULL (false) if the text is no timestamp. */
  public static boolean dateFormat(FormatMemo memo, Slice text, Slice format, Slice out) {
    LocalDateTime parsed = parse(text);
    if (parsed == null) {
      return false;
    }
    write(memo, parsed, format, out);
    return true;
  }

  public static long toDate(FormatMemo memo, Slice text) {
    try {
      return ((LocalDate) ValueText.parse(text.toString(), ScalarType.DATE, ZoneOffset.UTC))
          .toEpochDay();
    } catch (RowException e) {
      return Functions.NO_VALUE;
    }
  }

  public static long toDate(FormatMemo memo, Slice text, Slice format) {
    LocalDateTime parsed = memo.parse(text, format);
    return parsed == null ? Functions.NO_VALUE : parsed.toLocalDate().toEpochDay();
  }

  public static long toTimestamp(FormatMemo memo, Slice text) {
    return millis(parse(text));
  }

  public static long toTimestamp(FormatMemo memo, Slice text, Slice format) {
    return millis(memo.parse(text, format));
  }

  public static long toTimestampLtz(long millis) {
    return toTimestampLtz(millis, 3);
  }

  /** The precision is 0, for seconds, or 3, for milliseconds. */
  public static long toTimestampLtz(long value, int precision) {
    if (precision != 0 && precision != 3) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE,
          "TO_TIMESTAMP_LTZ wants the precision 0 or 3, not " + precision);
    }
    long unit = precision == 0 ? 1_000_000L : 1_000L;
    try {
      return Temporals.timestamp(Math.multiplyExact(value, unit));
    } catch (ArithmeticException e) {
      throw new RowException(SqlState.DATETIME_OVERFLOW, "TIMESTAMP_LTZ out of range: " + value);
    }
  }

  public static void fromUnixtime(FormatMemo memo, ZoneId zone, long seconds, Slice out) {
    fromUnixtime(memo, zone, seconds, SECONDS, out);
  }

  public static void fromUnixtime(
      FormatMemo memo, ZoneId zone, long seconds, Slice format, Slice out) {
    long local = Temporals.toLocal(toTimestampLtz(seconds, 0), zone);
    write(memo, dateTime(local), format, out);
  }

  public static long unixTimestamp(FormatMemo memo, ZoneId zone, long now) {
    return Math.floorDiv(now, Temporals.MICROS_PER_SECOND);
  }

  public static long unixTimestamp(FormatMemo memo, ZoneId zone, long now, Slice text) {
    LocalDateTime parsed = parse(text);
    return parsed == null ? Functions.NO_VALUE : parsed.atZone(zone).toEpochSecond();
  }

  public static long unixTimestamp(
      FormatMemo memo, ZoneId zone, long now, Slice text, Slice format) {
    LocalDateTime parsed = memo.parse(text, format);
    return parsed == null ? Functions.NO_VALUE : parsed.atZone(zone).toEpochSecond();
  }

  private static @Nullable LocalDateTime parse(Slice text) {
    try {
      return (LocalDateTime)
          ValueText.parse(text.toString(), ScalarType.timestamp(6), ZoneOffset.UTC);
    } catch (RowException e) {
      return null;
    }
  }

  private static long millis(@Nullable LocalDateTime dateTime) {
    if (dateTime == null) {
      return Functions.NO_VALUE;
    }
    long millis = dateTime.toInstant(ZoneOffset.UTC).toEpochMilli();
    return millis * MILLIS_PER_SECOND;
  }

  private static LocalDateTime dateTime(long local) {
    return LocalDateTime.ofInstant(Boxing.instant(local), ZoneOffset.UTC);
  }

  private static void write(FormatMemo memo, LocalDateTime value, Slice format, Slice out) {
    try {
      StringFunctions.write(memo.formatter(format).format(value), out);
    } catch (DateTimeException e) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE,
          "a timestamp cannot be written in the format '" + format + "'");
    }
  }
}
