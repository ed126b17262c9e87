package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.scalar.Boxing;
import io.leat.runtime.scalar.Temporals;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Between times and their text or number. */
public final class TemporalFormatFunctions {
  private static final Slice SECONDS = Slice.constant("yyyy-MM-dd HH:mm:ss");
  private static final DateTimePattern TO_SECOND = DateTimePattern.ofJava("yyyy-MM-dd HH:mm:ss");
  private static final ScalarType TIMESTAMP = ScalarType.timestamp(6);
  private static final long MICROS_PER_MILLI = 1000;
  private static final long MICROS_PER_SECOND = Temporals.MICROS_PER_SECOND;

  private TemporalFormatFunctions() {}

  public static boolean dateFormat(FormatMemo memo, long timestamp, Slice format, Slice out) {
    memo.write(memo.java(format), timestamp, 0, out);
    return true;
  }

  public static boolean dateFormat(FormatMemo memo, Instant timestamp, Slice format, Slice out) {
    memo.write(memo.java(format), Boxing.micros(timestamp), timestamp.getNano() % 1000, out);
    return true;
  }

  /** NULL (false) if the text is no timestamp. */
  public static boolean dateFormat(FormatMemo memo, Slice text, Slice format, Slice out) {
    long parsed = parse(text);
    if (parsed == DateTimePattern.NONE) {
      return false;
    }
    memo.write(memo.java(format), parsed, 0, out);
    return true;
  }

  public static void toChar(FormatMemo memo, long timestamp, Slice format, Slice out) {
    memo.write(memo.postgres(format), timestamp, 0, out);
  }

  public static void toChar(FormatMemo memo, Instant timestamp, Slice format, Slice out) {
    memo.write(memo.postgres(format), Boxing.micros(timestamp), timestamp.getNano() % 1000, out);
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
    long parsed = memo.java(format).parse(text);
    return parsed == DateTimePattern.NONE ? Functions.NO_VALUE : Temporals.dateOf(parsed);
  }

  public static long toTimestamp(FormatMemo memo, Slice text) {
    return millis(parse(text));
  }

  /** A text in the usual form is read even if the format is another one, as in Flink. */
  public static long toTimestamp(FormatMemo memo, Slice text, Slice format) {
    return millis(parse(memo, text, format));
  }

  private static long parse(FormatMemo memo, Slice text, Slice format) {
    long parsed = memo.java(format).parse(text);
    return parsed == DateTimePattern.NONE ? parse(text) : parsed;
  }

  public static long toTimestampLtz(ZoneMemo memo, long millis) {
    return toTimestampLtz(memo, millis, 3);
  }

  /** The precision is 0, for seconds, or 3, for milliseconds. */
  public static long toTimestampLtz(ZoneMemo memo, long value, int precision) {
    return instant(value, precision);
  }

  public static long toTimestampLtz(ZoneMemo memo, double millis) {
    return toTimestampLtz(memo, millis, 3);
  }

  /** Rounded down to milliseconds. */
  public static long toTimestampLtz(ZoneMemo memo, double value, int precision) {
    double millis = Math.floor(unit(precision) == MICROS_PER_SECOND ? value * 1000 : value);
    if (!(Math.abs(millis) < 1e15)) {
      throw outOfRange(Double.toString(value));
    }
    return instant((long) millis, 3);
  }

  /** In UTC. */
  public static long toTimestampLtz(ZoneMemo memo, Slice text) {
    return millis(parse(text));
  }

  public static long toTimestampLtz(ZoneMemo memo, Slice text, Slice format) {
    return millis(parse(memo.formats(), text, format));
  }

  public static long toTimestampLtz(ZoneMemo memo, Slice text, Slice format, Slice zone) {
    ZoneId in = memo.zone(zone);
    long local = millis(parse(memo.formats(), text, format));
    return local == Functions.NO_VALUE ? local : Temporals.fromLocal(local, in);
  }

  private static long instant(long value, int precision) {
    try {
      return Temporals.timestamp(Math.multiplyExact(value, unit(precision)));
    } catch (ArithmeticException e) {
      throw outOfRange(Long.toString(value));
    }
  }

  private static RowException outOfRange(String value) {
    return new RowException(SqlState.DATETIME_OVERFLOW, "TIMESTAMP_LTZ out of range: " + value);
  }

  /** Microseconds. */
  static long unit(int precision) {
    return switch (precision) {
      case 0 -> MICROS_PER_SECOND;
      case 3 -> MICROS_PER_MILLI;
      default ->
          throw new RowException(
              SqlState.INVALID_PARAMETER_VALUE,
              "TO_TIMESTAMP_LTZ wants the precision 0 or 3, not " + precision);
    };
  }

  public static void fromUnixtime(FormatMemo memo, ZoneId zone, long seconds, Slice out) {
    fromUnixtime(memo, zone, seconds, SECONDS, out);
  }

  public static void fromUnixtime(
      FormatMemo memo, ZoneId zone, long seconds, Slice format, Slice out) {
    memo.write(memo.java(format), Temporals.toLocal(instant(seconds, 0), zone), 0, out);
  }

  public static long unixTimestamp(FormatMemo memo, ZoneId zone, long now) {
    return Math.floorDiv(now, MICROS_PER_SECOND);
  }

  public static long unixTimestamp(FormatMemo memo, ZoneId zone, long now, Slice text) {
    return seconds(parse(text), zone);
  }

  public static long unixTimestamp(
      FormatMemo memo, ZoneId zone, long now, Slice text, Slice format) {
    return seconds(memo.java(format).parse(text), zone);
  }

  private static long seconds(long local, ZoneId zone) {
    return local == DateTimePattern.NONE
        ? Functions.NO_VALUE
        : Math.floorDiv(Temporals.fromLocal(local, zone), MICROS_PER_SECOND);
  }

  /** A text's wall clock in one zone as another zone's; NULL (false) if it is no timestamp. */
  public static boolean convertTz(ZoneMemo memo, Slice text, Slice from, Slice to, Slice out) {
    ZoneId source = memo.zone(from);
    ZoneId target = memo.target(to);
    long parsed = parse(text);
    if (parsed == DateTimePattern.NONE) {
      return false;
    }
    long instant = Temporals.fromLocal(parsed, source);
    TO_SECOND.write(Temporals.toLocal(instant, target), 0, out);
    return true;
  }

  private static long parse(Slice text) {
    long quick = TO_SECOND.parseQuickly(text);
    if (quick != DateTimePattern.NONE) {
      return quick;
    }
    try {
      return Boxing.toLong(
          (LocalDateTime) ValueText.parse(text.toString(), TIMESTAMP, ZoneOffset.UTC));
    } catch (RowException e) {
      return DateTimePattern.NONE;
    }
  }

  private static long millis(long micros) {
    return micros == DateTimePattern.NONE
        ? Functions.NO_VALUE
        : micros - Math.floorMod(micros, MICROS_PER_MILLI);
  }
}
