package io.leat.runtime.scalar;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Arithmetic of dates (days since 1970-01-01), times (nanoseconds of the day), timestamps
 * (microseconds since 1970-01-01, or {@link Instant} beyond six digits) and intervals (months, or
 * microseconds).
 */
public final class Temporals {
  public static final long MICROS_PER_SECOND = 1_000_000L;
  public static final long MICROS_PER_DAY = 86_400_000_000L;
  public static final long NANOS_PER_DAY = 86_400_000_000_000L;
  private static final int MIN_DAY = (int) LocalDate.of(1, 1, 1).toEpochDay();
  private static final int MAX_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();

  private Temporals() {}

  /** On the month's last day where it has no such day. */
  public static int dateAddMonths(int date, int months) {
    int packed = CivilDate.packed(date);
    long month = CivilDate.year(packed) * 12L + CivilDate.month(packed) - 1 + months;
    if (month < 12 || month >= 120_000) {
      throw outOfRange();
    }
    int year = (int) (month / 12);
    int ofYear = (int) (month % 12) + 1;
    int last = CivilDate.daysInMonth(year, ofYear);
    return CivilDate.day(year, ofYear, Math.min(CivilDate.dayOfMonth(packed), last));
  }

  /** The interval must be of whole days: a date has no hours. */
  public static int dateAddMicros(int date, long micros) {
    if (micros % MICROS_PER_DAY != 0) {
      throw new RowException(
          SqlState.INVALID_DATETIME,
          "a DATE can be moved by whole days only; cast it to TIMESTAMP first");
    }
    return date(date + micros / MICROS_PER_DAY);
  }

  /** Wraps around at midnight. */
  public static long timeAddMicros(long nanosOfDay, long micros) {
    long moved = nanosOfDay + micros % MICROS_PER_DAY * 1000;
    return Math.floorMod(moved, NANOS_PER_DAY);
  }

  public static long addMicros(long timestamp, long micros) {
    return timestamp(exactAdd(timestamp, micros));
  }

  public static Instant addMicros(Instant timestamp, long micros) {
    long moved = timestamp(exactAdd(Boxing.micros(timestamp), micros));
    return Boxing.instant(moved, timestamp.getNano() % 1000);
  }

  public static long addMonths(long timestamp, int months) {
    int date = dateAddMonths(dateOf(timestamp), months);
    return date * MICROS_PER_DAY + Math.floorMod(timestamp, MICROS_PER_DAY);
  }

  public static Instant addMonths(Instant timestamp, int months) {
    long moved = addMonths(Boxing.micros(timestamp), months);
    return Boxing.instant(moved, timestamp.getNano() % 1000);
  }

  public static long addMonthsInZone(long timestamp, int months, ZoneId zone) {
    return fromLocal(addMonths(toLocal(timestamp, zone), months), zone);
  }

  public static Instant addMonthsInZone(Instant timestamp, int months, ZoneId zone) {
    long moved = addMonthsInZone(Boxing.micros(timestamp), months, zone);
    return Boxing.instant(moved, timestamp.getNano() % 1000);
  }

  public static int addDays(int date, long days) {
    return date(exactAdd(date, days));
  }

  public static int subtractDays(int date, long days) {
    return date(exactAdd(Arithmetic.subtract(-1L, days), date + 1L));
  }

  public static int multiplyMonths(int months, long factor) {
    long product = months * factor;
    if (Math.multiplyHigh(months, factor) != product >> 63 || (int) product != product) {
      throw Arithmetic.overflow("INTERVAL YEAR TO MONTH", months + " months * " + factor);
    }
    return (int) product;
  }

  public static int multiplyMonths(int months, double factor) {
    return toInt(round(months * factor));
  }

  public static int divideMonths(int months, long divisor) {
    return toInt(Arithmetic.divide((long) months, divisor));
  }

  public static int divideMonths(int months, double divisor) {
    return toInt(round(quotient(months, divisor)));
  }

  public static long multiplyMicros(long micros, long factor) {
    long product = micros * factor;
    if (Math.multiplyHigh(micros, factor) != product >> 63) {
      throw Arithmetic.overflow(
          "INTERVAL DAY TO SECOND",
          ValueText.of(
                  Duration.of(micros, ChronoUnit.MICROS),
                  ScalarType.intervalDayTime(6),
                  ZoneOffset.UTC)
              + " * "
              + factor);
    }
    return product;
  }

  public static long multiplyMicros(long micros, double factor) {
    return round((double) micros * factor);
  }

  public static long divideMicros(long micros, long divisor) {
    return Arithmetic.divide(micros, divisor);
  }

  public static long divideMicros(long micros, double divisor) {
    return round(quotient((double) micros, divisor));
  }

  /** The wall clock in the zone at an instant, as microseconds since 1970-01-01 00:00. */
  public static long toLocal(long micros, ZoneId zone) {
    return micros + offsetMicros(micros, zone);
  }

  /** The same with nanoseconds; the wall clock is taken as UTC. */
  public static Instant toLocal(Instant instant, ZoneId zone) {
    return instant.plusSeconds(zone.getRules().getOffset(instant).getTotalSeconds());
  }

  /** The instant of a wall clock that is taken as UTC. */
  public static Instant fromLocal(Instant local, ZoneId zone) {
    return Boxing.instant(fromLocal(Boxing.micros(local), zone), local.getNano() % 1000);
  }

  /** The instant of a wall clock; in a gap the later one, in an overlap the earlier one. */
  public static long fromLocal(long local, ZoneId zone) {
    if (zone instanceof ZoneOffset offset) {
      return local - offset.getTotalSeconds() * MICROS_PER_SECOND;
    }
    LocalDateTime wall =
        LocalDateTime.ofEpochSecond(Math.floorDiv(local, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
    long seconds = wall.atZone(zone).toEpochSecond();
    return seconds * MICROS_PER_SECOND + Math.floorMod(local, MICROS_PER_SECOND);
  }

  private static long offsetMicros(long micros, ZoneId zone) {
    ZoneOffset offset =
        zone instanceof ZoneOffset fixed
            ? fixed
            : zone.getRules()
                .getOffset(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND)));
    return offset.getTotalSeconds() * MICROS_PER_SECOND;
  }

  public static int dateOf(long timestamp) {
    return (int) Math.floorDiv(timestamp, MICROS_PER_DAY);
  }

  /** Nanoseconds of the day. */
  public static long timeOf(long timestamp) {
    return Math.floorMod(timestamp, MICROS_PER_DAY) * 1000;
  }

  /** Checks that a day lies in the years 1 to 9999. */
  public static int date(long day) {
    if (day < MIN_DAY || day > MAX_DAY) {
      throw outOfRange();
    }
    return (int) day;
  }

  /** Checks that a timestamp lies in the years 1 to 9999. */
  public static long timestamp(long micros) {
    date(Math.floorDiv(micros, MICROS_PER_DAY));
    return micros;
  }

  public static Instant timestamp(Instant instant) {
    date(Math.floorDiv(instant.getEpochSecond(), 86_400L));
    return instant;
  }

  private static long exactAdd(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw outOfRange();
    }
    return sum;
  }

  private static double quotient(double a, double b) {
    if (b == 0) {
      throw Arithmetic.divisionByZero();
    }
    return a / b;
  }

  private static long round(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw Arithmetic.overflow("INTERVAL", Double.toString(value));
    }
    BigDecimal rounded = new BigDecimal(value).setScale(0, RoundingMode.HALF_UP);
    if (rounded.unscaledValue().bitLength() > 63) {
      throw Arithmetic.overflow("INTERVAL", Double.toString(value));
    }
    return rounded.longValue();
  }

  private static int toInt(long months) {
    if ((int) months != months) {
      throw Arithmetic.overflow("INTERVAL", months + " months");
    }
    return (int) months;
  }

  private static RowException outOfRange() {
    return new RowException(
        SqlState.DATETIME_OVERFLOW, "date out of range: years 0001 to 9999 are possible");
  }
}
