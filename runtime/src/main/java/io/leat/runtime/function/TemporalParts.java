package io.leat.runtime.function;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.scalar.CivilDate;
import io.leat.runtime.scalar.Temporals;
import java.time.Instant;

/**
 * {@code EXTRACT}: parts of dates (days since 1970-01-01), times (nanoseconds of the day),
 * timestamps (microseconds of a wall clock since 1970-01-01, or {@link Instant}) and intervals
 * (months, microseconds).
 */
public final class TemporalParts {
  private static final long SECOND = 1_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private TemporalParts() {}

  public static long ofDate(TimeUnit unit, int day) {
    return switch (unit) {
      case YEAR -> CivilDate.year(CivilDate.packed(day));
      case QUARTER -> (CivilDate.month(CivilDate.packed(day)) + 2) / 3;
      case MONTH -> CivilDate.month(CivilDate.packed(day));
      case WEEK -> CivilDate.isoWeek(day);
      case DAY -> CivilDate.dayOfMonth(CivilDate.packed(day));
      case DOY -> CivilDate.dayOfYear(day);
      case DOW -> CivilDate.isoDayOfWeek(day) % 7 + 1;
      case ISODOW -> CivilDate.isoDayOfWeek(day);
      case ISOYEAR -> CivilDate.isoYear(day);
      case DECADE -> CivilDate.year(CivilDate.packed(day)) / 10;
      case CENTURY -> (CivilDate.year(CivilDate.packed(day)) + 99) / 100;
      case MILLENNIUM -> (CivilDate.year(CivilDate.packed(day)) + 999) / 1000;
      case EPOCH -> day * 86_400L;
      case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND -> 0;
    };
  }

  public static long ofTimestamp(TimeUnit unit, long timestamp) {
    return switch (unit) {
      case HOUR -> Math.floorMod(timestamp, Temporals.MICROS_PER_DAY) / HOUR;
      case MINUTE -> Math.floorMod(timestamp, HOUR) / MINUTE;
      case SECOND -> Math.floorMod(timestamp, MINUTE) / SECOND;
      case MILLISECOND -> Math.floorMod(timestamp, SECOND) / 1000;
      case MICROSECOND -> Math.floorMod(timestamp, SECOND);
      case NANOSECOND -> Math.floorMod(timestamp, SECOND) * 1000;
      case EPOCH -> Math.floorDiv(timestamp, SECOND);
      default -> ofDate(unit, Temporals.dateOf(timestamp));
    };
  }

  public static long ofTimestamp(TimeUnit unit, Instant timestamp) {
    return switch (unit) {
      case NANOSECOND -> timestamp.getNano();
      case EPOCH -> timestamp.getEpochSecond();
      default ->
          ofTimestamp(unit, timestamp.getEpochSecond() * SECOND + timestamp.getNano() / 1000);
    };
  }

  public static long ofTime(TimeUnit unit, long nanosOfDay) {
    return switch (unit) {
      case NANOSECOND -> nanosOfDay % 1_000_000_000L;
      case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, EPOCH ->
          ofTimestamp(unit, nanosOfDay / 1000);
      default -> throw hasNo("a TIME", unit);
    };
  }

  /** Of an interval of days and time; the parts of a negative one are negative. */
  public static long ofDuration(TimeUnit unit, long micros) {
    return switch (unit) {
      case MILLENNIUM, CENTURY, DECADE, YEAR, QUARTER, MONTH -> 0;
      case WEEK -> micros / (7 * Temporals.MICROS_PER_DAY);
      case DAY -> micros / Temporals.MICROS_PER_DAY;
      case HOUR -> micros % Temporals.MICROS_PER_DAY / HOUR;
      case MINUTE -> micros % HOUR / MINUTE;
      case SECOND -> micros % MINUTE / SECOND;
      case MILLISECOND -> micros % SECOND / 1000;
      case MICROSECOND -> micros % SECOND;
      case NANOSECOND -> micros % SECOND * 1000;
      case EPOCH -> micros / SECOND;
      case DOW, ISODOW, DOY, ISOYEAR -> throw hasNo("an INTERVAL", unit);
    };
  }

  /** Of an interval of years and months. */
  public static long ofPeriod(TimeUnit unit, int months) {
    return switch (unit) {
      case MILLENNIUM, CENTURY, DECADE, YEAR -> months / unit.months();
      case QUARTER -> months % 12 / 3;
      case MONTH -> months % 12;
      case WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND -> 0;
      case EPOCH, DOW, ISODOW, DOY, ISOYEAR -> throw hasNo("an INTERVAL of months", unit);
    };
  }

  private static RowException hasNo(String what, TimeUnit unit) {
    return new RowException(SqlState.INVALID_PARAMETER_VALUE, what + " has no " + unit.name());
  }
}
