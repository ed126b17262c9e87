package io.leat.runtime.function;

import io.leat.runtime.scalar.Boxing;
import io.leat.runtime.scalar.CivilDate;
import io.leat.runtime.scalar.Temporals;
import java.time.Instant;
import java.time.ZoneId;

/**
 * {@code FLOOR} and {@code CEIL} to a unit, and {@code DATE_TRUNC}, whose weeks begin on Monday
 * while those of the other two begin on Sunday, as in Flink. Values as in {@link TemporalParts}.
 */
public final class TemporalUnits {
  /** From 1970-01-01 back to the last Monday before it. */
  private static final int MONDAY = 3;

  private static final int SUNDAY = 4;
  private static final long NANOS = 1000;

  private TemporalUnits() {}

  public static int floorDate(TimeUnit unit, int day) {
    return startDay(unit, day, SUNDAY);
  }

  public static int truncateDate(TimeUnit unit, int day) {
    return startDay(unit, day, MONDAY);
  }

  public static int ceilDate(TimeUnit unit, int day) {
    int floor = startDay(unit, day, SUNDAY);
    return floor == day ? day : nextDay(unit, floor);
  }

  public static long floor(TimeUnit unit, long timestamp) {
    return start(unit, timestamp, SUNDAY);
  }

  public static long truncate(TimeUnit unit, long timestamp) {
    return start(unit, timestamp, MONDAY);
  }

  /** The least start of a unit that is not before the time. */
  public static long ceil(TimeUnit unit, long timestamp) {
    long floor = start(unit, timestamp, SUNDAY);
    if (floor == timestamp) {
      return timestamp;
    }
    return isClock(unit)
        ? Temporals.addMicros(floor, unit.micros())
        : nextDay(unit, Temporals.dateOf(floor)) * Temporals.MICROS_PER_DAY;
  }

  public static Instant floor(TimeUnit unit, Instant timestamp) {
    return unit == TimeUnit.NANOSECOND
        ? timestamp
        : Boxing.instant(floor(unit, Boxing.micros(timestamp)));
  }

  public static Instant truncate(TimeUnit unit, Instant timestamp) {
    return unit == TimeUnit.NANOSECOND
        ? timestamp
        : Boxing.instant(truncate(unit, Boxing.micros(timestamp)));
  }

  public static Instant ceil(TimeUnit unit, Instant timestamp) {
    if (unit == TimeUnit.NANOSECOND) {
      return timestamp;
    }
    long rest = timestamp.getNano() % NANOS == 0 ? 0 : 1;
    return Boxing.instant(ceil(unit, Boxing.micros(timestamp) + rest));
  }

  /** Hours and less by the offset at the instant, days and more by the wall clock. */
  public static long floor(TimeUnit unit, long instant, ZoneId zone) {
    long local = Temporals.toLocal(instant, zone);
    return inZone(unit, instant, local, floor(unit, local), zone);
  }

  public static long truncate(TimeUnit unit, long instant, ZoneId zone) {
    long local = Temporals.toLocal(instant, zone);
    return inZone(unit, instant, local, truncate(unit, local), zone);
  }

  public static long ceil(TimeUnit unit, long instant, ZoneId zone) {
    long local = Temporals.toLocal(instant, zone);
    return inZone(unit, instant, local, ceil(unit, local), zone);
  }

  public static Instant floor(TimeUnit unit, Instant instant, ZoneId zone) {
    return unit == TimeUnit.NANOSECOND
        ? instant
        : Boxing.instant(floor(unit, Boxing.micros(instant), zone));
  }

  public static Instant truncate(TimeUnit unit, Instant instant, ZoneId zone) {
    return unit == TimeUnit.NANOSECOND
        ? instant
        : Boxing.instant(truncate(unit, Boxing.micros(instant), zone));
  }

  public static Instant ceil(TimeUnit unit, Instant instant, ZoneId zone) {
    if (unit == TimeUnit.NANOSECOND) {
      return instant;
    }
    long rest = instant.getNano() % NANOS == 0 ? 0 : 1;
    return Boxing.instant(ceil(unit, Boxing.micros(instant) + rest, zone));
  }

  private static long inZone(TimeUnit unit, long instant, long local, long rounded, ZoneId zone) {
    return isClock(unit) ? instant + (rounded - local) : Temporals.fromLocal(rounded, zone);
  }

  public static long floorTime(TimeUnit unit, long nanosOfDay) {
    return nanosOfDay - nanosOfDay % nanos(unit);
  }

  public static long truncateTime(TimeUnit unit, long nanosOfDay) {
    return floorTime(unit, nanosOfDay);
  }

  /** Past the last unit of the day it is midnight again. */
  public static long ceilTime(TimeUnit unit, long nanosOfDay) {
    long size = nanos(unit);
    long floor = nanosOfDay - nanosOfDay % size;
    return floor == nanosOfDay ? floor : (floor + size) % Temporals.NANOS_PER_DAY;
  }

  private static long nanos(TimeUnit unit) {
    if (unit == TimeUnit.NANOSECOND) {
      return 1;
    }
    if (!isClock(unit)) {
      throw unit.unusable("FLOOR of a TIME");
    }
    return unit.micros() * NANOS;
  }

  /** Whether the unit is shorter than a day. */
  private static boolean isClock(TimeUnit unit) {
    return switch (unit) {
      case NANOSECOND, MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR -> true;
      default -> false;
    };
  }

  /**
   * @param weekShift days from the last start of a week before 1970-01-01 to that day
   */
  private static long start(TimeUnit unit, long timestamp, int weekShift) {
    if (unit == TimeUnit.NANOSECOND) {
      return timestamp;
    }
    if (isClock(unit)) {
      return timestamp - Math.floorMod(timestamp, unit.micros());
    }
    return startDay(unit, Temporals.dateOf(timestamp), weekShift) * Temporals.MICROS_PER_DAY;
  }

  private static int startDay(TimeUnit unit, int day, int weekShift) {
    return switch (unit) {
      case NANOSECOND, MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR, DAY -> day;
      case WEEK -> Temporals.date(day - Math.floorMod(day + weekShift, 7));
      case MONTH -> day - CivilDate.dayOfMonth(CivilDate.packed(day)) + 1;
      case QUARTER -> {
        int packed = CivilDate.packed(day);
        int month = (CivilDate.month(packed) - 1) / 3 * 3 + 1;
        yield CivilDate.day(CivilDate.year(packed), month, 1);
      }
      case YEAR -> CivilDate.day(CivilDate.year(CivilDate.packed(day)), 1, 1);
      case DECADE -> firstOfYear(CivilDate.year(CivilDate.packed(day)) / 10 * 10);
      // Centuries and millennia begin with their first year: 2001.
      case CENTURY -> firstOfYear((CivilDate.year(CivilDate.packed(day)) - 1) / 100 * 100 + 1);
      case MILLENNIUM -> firstOfYear((CivilDate.year(CivilDate.packed(day)) - 1) / 1000 * 1000 + 1);
      case DOW, ISODOW, DOY, ISOYEAR, EPOCH -> throw unit.unusable("FLOOR");
    };
  }

  private static int firstOfYear(int year) {
    return Temporals.date(CivilDate.day(year, 1, 1));
  }

  private static int nextDay(TimeUnit unit, int start) {
    return unit.months() > 0
        ? Temporals.dateAddMonths(start, unit.months())
        : Temporals.date(start + (unit == TimeUnit.WEEK ? 7L : 1L));
  }
}
