package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.scalar.Temporals;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;

/**
 * Parts and units of timestamps, which are microseconds of a wall clock since 1970-01-01; a TIME is
 * one on that day.
 */
public final class TemporalFunctions {
  private static final long SECOND = 1_000_000L;

  private TemporalFunctions() {}

  /** In milliseconds' precision. */
  public static long now(long now) {
    return now - Math.floorMod(now, 1000L);
  }

  public static long localTimestamp(ZoneId zone, long now) {
    return Temporals.toLocal(now(now), zone);
  }

  public static int currentDate(ZoneId zone, long now) {
    return Temporals.dateOf(Temporals.toLocal(now, zone));
  }

  /** Nanoseconds of the day, in whole seconds. */
  public static long localTime(ZoneId zone, long now) {
    long ofDay = Math.floorMod(Temporals.toLocal(now, zone), Temporals.MICROS_PER_DAY);
    return ofDay / SECOND * SECOND * 1000;
  }

  public static long extract(UnitMemo memo, Slice unit, long timestamp) {
    return extract(memo.unit(unit), timestamp);
  }

  private static long extract(TimeUnit unit, long timestamp) {
    return switch (unit) {
      case YEAR -> year(timestamp);
      case QUARTER -> quarter(timestamp);
      case MONTH -> month(timestamp);
      case WEEK -> week(timestamp);
      case DAY -> dayofmonth(timestamp);
      case DOY -> dayofyear(timestamp);
      case DOW -> dayofweek(timestamp);
      case ISODOW -> date(timestamp).getDayOfWeek().getValue();
      case ISOYEAR -> date(timestamp).get(IsoFields.WEEK_BASED_YEAR);
      case HOUR -> hour(timestamp);
      case MINUTE -> minute(timestamp);
      case SECOND -> second(timestamp);
      case MILLISECOND -> Math.floorMod(timestamp, 60 * SECOND) / 1000;
      case MICROSECOND -> Math.floorMod(timestamp, 60 * SECOND);
      case NANOSECOND -> Math.floorMod(timestamp, 60 * SECOND) * 1000;
      case EPOCH -> Math.floorDiv(timestamp, SECOND);
      case DECADE -> Math.floorDiv(year(timestamp), 10);
      case CENTURY -> (year(timestamp) + 99) / 100;
      case MILLENNIUM -> (year(timestamp) + 999) / 1000;
    };
  }

  public static long year(long timestamp) {
    return date(timestamp).getYear();
  }

  public static long quarter(long timestamp) {
    return (date(timestamp).getMonthValue() + 2L) / 3;
  }

  public static long month(long timestamp) {
    return date(timestamp).getMonthValue();
  }

  public static long week(long timestamp) {
    return date(timestamp).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  public static long dayofmonth(long timestamp) {
    return date(timestamp).getDayOfMonth();
  }

  public static long dayofyear(long timestamp) {
    return date(timestamp).getDayOfYear();
  }

  /** Sunday is 1. */
  public static long dayofweek(long timestamp) {
    return date(timestamp).getDayOfWeek().getValue() % 7 + 1L;
  }

  public static long hour(long timestamp) {
    return Math.floorMod(timestamp, Temporals.MICROS_PER_DAY) / (3600 * SECOND);
  }

  public static long minute(long timestamp) {
    return Math.floorMod(timestamp, 3600 * SECOND) / (60 * SECOND);
  }

  public static long second(long timestamp) {
    return Math.floorMod(timestamp, 60 * SECOND) / SECOND;
  }

  public static long timestampAdd(UnitMemo memo, Slice unit, long count, long timestamp) {
    TimeUnit by = memo.unit(unit);
    long size = by.micros() > 0 ? by.micros() : by.months();
    if (size == 0) {
      throw by.unusable("TIMESTAMPADD");
    }
    long amount;
    try {
      amount = Math.multiplyExact(count, size);
      return by.micros() > 0
          ? Temporals.addMicros(timestamp, amount)
          : Temporals.addMonths(timestamp, Math.toIntExact(amount));
    } catch (ArithmeticException e) {
      throw new RowException(SqlState.DATETIME_OVERFLOW, "TIMESTAMPADD out of range");
    }
  }

  /** From the first to the second, toward zero. */
  public static int timestampDiff(UnitMemo memo, Slice unit, long from, long to) {
    TimeUnit by = memo.unit(unit);
    long difference;
    if (by.micros() > 0) {
      difference = (to - from) / by.micros();
    } else if (by.months() > 0) {
      difference = monthsBetween(from, to) / by.months();
    } else {
      throw by.unusable("TIMESTAMPDIFF");
    }
    if ((int) difference != difference) {
      throw new RowException(
          SqlState.NUMERIC_OUT_OF_RANGE, "INT out of range: " + difference + " units");
    }
    return (int) difference;
  }

  private static long monthsBetween(long from, long to) {
    LocalDate a = date(from);
    LocalDate b = date(to);
    long months = (b.getYear() - a.getYear()) * 12L + b.getMonthValue() - a.getMonthValue();
    long restA =
        (a.getDayOfMonth() - 1) * Temporals.MICROS_PER_DAY
            + Math.floorMod(from, Temporals.MICROS_PER_DAY);
    long restB =
        (b.getDayOfMonth() - 1) * Temporals.MICROS_PER_DAY
            + Math.floorMod(to, Temporals.MICROS_PER_DAY);
    if (months > 0 && restB < restA) {
      return months - 1;
    }
    return months < 0 && restB > restA ? months + 1 : months;
  }

  /** The start of the unit that the time lies in; weeks begin on Sunday, as in Flink. */
  public static long floor(UnitMemo memo, long timestamp, Slice unit) {
    return floor(memo.unit(unit), timestamp, 4);
  }

  /** The start of the unit that the time lies in; weeks begin on Monday. */
  public static long truncate(UnitMemo memo, long timestamp, Slice unit) {
    return floor(memo.unit(unit), timestamp, 3);
  }

  /** The least start of a unit that is not before the time. */
  public static long ceil(UnitMemo memo, long timestamp, Slice unit) {
    TimeUnit by = memo.unit(unit);
    long floor = floor(by, timestamp, 4);
    if (floor == timestamp) {
      return timestamp;
    }
    return by.micros() > 0
        ? Temporals.addMicros(floor, by.micros())
        : Temporals.addMonths(floor, by.months());
  }

  /**
   * @param weekShift days from the last start of a week before 1970-01-01 to that day
   */
  private static long floor(TimeUnit unit, long timestamp, int weekShift) {
    if (unit == TimeUnit.WEEK) {
      long shift = weekShift * Temporals.MICROS_PER_DAY;
      return timestamp - Math.floorMod(timestamp + shift, unit.micros());
    }
    if (unit.micros() > 0) {
      return timestamp - Math.floorMod(timestamp, unit.micros());
    }
    if (unit.months() == 0) {
      throw unit.unusable("FLOOR");
    }
    LocalDate date = date(timestamp);
    int month = date.getYear() * 12 + date.getMonthValue() - 1;
    // Centuries and millennia begin with their first year: 2001.
    int shift = unit.months() > 120 ? 12 : 0;
    int start = Math.max(12, month - Math.floorMod(month - shift, unit.months()));
    return LocalDate.of(start / 12, start % 12 + 1, 1).toEpochDay() * Temporals.MICROS_PER_DAY;
  }

  private static LocalDate date(long timestamp) {
    return LocalDate.ofEpochDay(Temporals.dateOf(timestamp));
  }
}
