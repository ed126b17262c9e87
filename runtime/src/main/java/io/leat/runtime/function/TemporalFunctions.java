package io.leat.runtime.function;

import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.scalar.Boxing;
import io.leat.runtime.scalar.CivilDate;
import io.leat.runtime.scalar.Temporals;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Functions of timestamps, which are microseconds of a wall clock since 1970-01-01 or, with more
 * than six digits, an {@link Instant}; a TIME comes as one on that day.
 */
public final class TemporalFunctions {
  private static final long SECOND = 1_000_000L;

  /** Microseconds of one step of a clock with so many digits of the second. */
  private static final long[] CLOCK_STEPS = {1_000_000, 100_000, 10_000, 1000, 100, 10, 1};

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private TemporalFunctions() {}

  /** In milliseconds' precision. */
  public static long now(long now) {
    return now - Math.floorMod(now, 1000L);
  }

  /** With that many digits of the second. */
  public static long now(long now, int digits) {
    return now - Math.floorMod(now, CLOCK_STEPS[digits]);
  }

  public static long localTimestamp(ZoneId zone, long now) {
    return Temporals.toLocal(now(now), zone);
  }

  public static long localTimestamp(ZoneId zone, long now, int digits) {
    return Temporals.toLocal(now(now, digits), zone);
  }

  public static int currentDate(ZoneId zone, long now) {
    return Temporals.dateOf(Temporals.toLocal(now, zone));
  }

  /**
   * The last moment that is not expected any more, by the digits of a time attribute; {@link
   * Functions#NO_VALUE} if event time has not begun, or is over.
   */
  public static long currentWatermark(long bound, DataType time) {
    if (bound == EventTime.NONE || bound >= EventTime.END) {
      return Functions.NO_VALUE;
    }
    int digits = ((ScalarType) time).precision();
    long last = bound - (digits > 3 ? 1 : 1000);
    return last - Math.floorMod(last, CLOCK_STEPS[digits]);
  }

  /** Nanoseconds of the day, in whole seconds. */
  public static long localTime(ZoneId zone, long now) {
    long ofDay = Math.floorMod(Temporals.toLocal(now, zone), Temporals.MICROS_PER_DAY);
    return ofDay / SECOND * SECOND * 1000;
  }

  public static long localTime(ZoneId zone, long now, int digits) {
    return Math.floorMod(Temporals.toLocal(now(now, digits), zone), Temporals.MICROS_PER_DAY)
        * 1000;
  }

  public static long year(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.YEAR, timestamp);
  }

  public static long quarter(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.QUARTER, timestamp);
  }

  public static long month(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.MONTH, timestamp);
  }

  public static long week(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.WEEK, timestamp);
  }

  public static long dayofmonth(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.DAY, timestamp);
  }

  public static long dayofyear(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.DOY, timestamp);
  }

  /** Sunday is 1. */
  public static long dayofweek(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.DOW, timestamp);
  }

  public static long hour(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.HOUR, timestamp);
  }

  public static long minute(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.MINUTE, timestamp);
  }

  public static long second(long timestamp) {
    return TemporalParts.ofTimestamp(TimeUnit.SECOND, timestamp);
  }

  /** The last day of the date's month. */
  public static int lastDay(int date) {
    int packed = CivilDate.packed(date);
    int last = CivilDate.daysInMonth(CivilDate.year(packed), CivilDate.month(packed));
    return date - CivilDate.dayOfMonth(packed) + last;
  }

  public static int lastDay(long timestamp) {
    return lastDay(Temporals.dateOf(timestamp));
  }

  public static int makeDate(int year, int month, int day) {
    boolean exists =
        year >= 1
            && year <= 9999
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= CivilDate.daysInMonth(year, month);
    if (!exists) {
      throw new RowException(
          SqlState.DATETIME_OVERFLOW,
          "there is no date of year " + year + ", month " + month + ", day " + day);
    }
    return CivilDate.day(year, month, day);
  }

  /** Days from the second to the first. */
  public static int dateDiff(UnitMemo memo, long end, long start) {
    return Temporals.dateOf(end) - Temporals.dateOf(start);
  }

  public static int dateDiff(UnitMemo memo, Slice end, Slice start) {
    return dateDiff(memo, timestamp(end), timestamp(start));
  }

  public static int dateDiff(UnitMemo memo, long end, Slice start) {
    return dateDiff(memo, end, timestamp(start));
  }

  public static int dateDiff(UnitMemo memo, Slice end, long start) {
    return dateDiff(memo, timestamp(end), start);
  }

  /** How many borders of the unit lie between; of weeks that begin on Monday. */
  public static int dateDiff(UnitMemo memo, Slice unit, long start, long end) {
    TimeUnit by = memo.unit(unit);
    return timestampDiff(
        memo, unit, TemporalUnits.truncate(by, start), TemporalUnits.truncate(by, end));
  }

  public static int dateDiff(UnitMemo memo, Slice unit, Slice start, Slice end) {
    return dateDiff(memo, unit, timestamp(start), timestamp(end));
  }

  public static int dateDiff(UnitMemo memo, Slice unit, long start, Slice end) {
    return dateDiff(memo, unit, start, timestamp(end));
  }

  public static int dateDiff(UnitMemo memo, Slice unit, Slice start, long end) {
    return dateDiff(memo, unit, timestamp(start), end);
  }

  private static long timestamp(Slice text) {
    return Boxing.toLong(ValueText.parse(text.toString(), ScalarType.timestamp(6), ZoneOffset.UTC));
  }

  public static long timestampAdd(UnitMemo memo, Slice unit, long count, long timestamp) {
    TimeUnit by = memo.unit(unit);
    try {
      return by.micros() > 0
          ? Temporals.addMicros(timestamp, Math.multiplyExact(count, by.micros()))
          : Temporals.addMonths(timestamp, months(by, count));
    } catch (ArithmeticException e) {
      throw new RowException(SqlState.DATETIME_OVERFLOW, "TIMESTAMPADD out of range");
    }
  }

  public static Instant timestampAdd(UnitMemo memo, Slice unit, long count, Instant timestamp) {
    TimeUnit by = memo.unit(unit);
    if (by == TimeUnit.NANOSECOND) {
      Instant moved = timestamp.plusNanos(count);
      Temporals.timestamp(Boxing.micros(moved));
      return moved;
    }
    long micros = timestampAdd(memo, unit, count, Boxing.micros(timestamp));
    return Boxing.instant(micros, timestamp.getNano() % 1000);
  }

  private static int months(TimeUnit unit, long count) {
    if (unit.months() == 0) {
      throw unit.unusable("TIMESTAMPADD");
    }
    return Math.toIntExact(Math.multiplyExact(count, unit.months()));
  }

  /** From the first to the second, toward zero. */
  public static int timestampDiff(UnitMemo memo, Slice unit, long from, long to) {
    TimeUnit by = memo.unit(unit);
    if (by == TimeUnit.NANOSECOND) {
      return units(Math.abs(to - from) < SECOND * 1000 ? (to - from) * 1000 : Long.MAX_VALUE);
    }
    if (by.micros() > 0) {
      return units((to - from) / by.micros());
    }
    return units(monthsBetween(from, to) / months(by));
  }

  public static int timestampDiff(UnitMemo memo, Slice unit, Instant from, Instant to) {
    TimeUnit by = memo.unit(unit);
    if (by.micros() == 0 && by != TimeUnit.NANOSECOND) {
      return units(monthsBetween(from, to) / months(by));
    }
    long seconds = to.getEpochSecond() - from.getEpochSecond();
    long nanos = (long) to.getNano() - from.getNano();
    if (seconds > 0 && nanos < 0) {
      seconds--;
      nanos += NANOS_PER_SECOND;
    } else if (seconds < 0 && nanos > 0) {
      seconds++;
      nanos -= NANOS_PER_SECOND;
    }
    long size = by == TimeUnit.NANOSECOND ? 1 : by.micros() * 1000;
    if (size >= NANOS_PER_SECOND) {
      return units(seconds / (size / NANOS_PER_SECOND));
    }
    return units(seconds * (NANOS_PER_SECOND / size) + nanos / size);
  }

  private static int months(TimeUnit unit) {
    if (unit.months() == 0) {
      throw unit.unusable("TIMESTAMPDIFF");
    }
    return unit.months();
  }

  private static long monthsBetween(Instant from, Instant to) {
    long start = Boxing.micros(from);
    long end = Boxing.micros(to);
    int rest = Integer.compare(to.getNano() % 1000, from.getNano() % 1000);
    if (rest == 0) {
      return monthsBetween(start, end);
    }
    // A whole microsecond less where the rest of nanoseconds is missing.
    return to.compareTo(from) > 0
        ? monthsBetween(start, end - (rest < 0 ? 1 : 0))
        : monthsBetween(start, end + (rest > 0 ? 1 : 0));
  }

  private static int units(long difference) {
    if ((int) difference != difference) {
      throw new RowException(
          SqlState.NUMERIC_OUT_OF_RANGE, "INT out of range: the difference in TIMESTAMPDIFF");
    }
    return (int) difference;
  }

  private static long monthsBetween(long from, long to) {
    int a = CivilDate.packed(Temporals.dateOf(from));
    int b = CivilDate.packed(Temporals.dateOf(to));
    long months =
        (CivilDate.year(b) - CivilDate.year(a)) * 12L + CivilDate.month(b) - CivilDate.month(a);
    long restA = restOfMonth(a, from);
    long restB = restOfMonth(b, to);
    if (months > 0 && restB < restA) {
      return months - 1;
    }
    return months < 0 && restB > restA ? months + 1 : months;
  }

  private static long restOfMonth(int packed, long timestamp) {
    return (CivilDate.dayOfMonth(packed) - 1) * Temporals.MICROS_PER_DAY
        + Math.floorMod(timestamp, Temporals.MICROS_PER_DAY);
  }
}
