package io.leat.runtime.function;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The units that EXTRACT, FLOOR, TIMESTAMPADD and the like take. */
public enum TimeUnit {
  NANOSECOND,
  MICROSECOND,
  MILLISECOND,
  SECOND,
  MINUTE,
  HOUR,
  DAY,
  WEEK,
  MONTH,
  QUARTER,
  YEAR,
  DECADE,
  CENTURY,
  MILLENNIUM,
  DOW,
  ISODOW,
  DOY,
  ISOYEAR,
  EPOCH;

  /** Other names, PostgreSQL's among them. */
  private static final Map<String, TimeUnit> ALIASES =
      Map.ofEntries(
          Map.entry("CENTURIES", CENTURY),
          Map.entry("MILLENNIA", MILLENNIUM),
          Map.entry("DAYOFMONTH", DAY),
          Map.entry("DAYOFWEEK", DOW),
          Map.entry("DAYOFYEAR", DOY),
          Map.entry("FRAC_SECOND", NANOSECOND),
          Map.entry("MSEC", MILLISECOND),
          Map.entry("USEC", MICROSECOND),
          Map.entry("NSEC", NANOSECOND));

  /** Accepts plurals and {@code SQL_TSI_DAY}, without regard to case. */
  public static TimeUnit of(String text) {
    TimeUnit unit = find(text);
    if (unit == null) {
      throw new RowException(SqlState.INVALID_PARAMETER_VALUE, "'" + text + "' is no unit of time");
    }
    return unit;
  }

  /** The same; null if there is none of that name. */
  public static @Nullable TimeUnit find(String text) {
    String name = text.trim().toUpperCase(Locale.ROOT);
    if (name.startsWith("SQL_TSI_")) {
      name = name.substring(8);
    }
    for (TimeUnit unit : values()) {
      if (name.equals(unit.name()) || name.equals(unit.name() + "S")) {
        return unit;
      }
    }
    return ALIASES.get(name);
  }

  /** Microseconds in a unit of fixed length (SECOND to WEEK), else 0. */
  long micros() {
    return switch (this) {
      case MICROSECOND -> 1L;
      case MILLISECOND -> 1_000L;
      case SECOND -> 1_000_000L;
      case MINUTE -> 60_000_000L;
      case HOUR -> 3_600_000_000L;
      case DAY -> 86_400_000_000L;
      case WEEK -> 604_800_000_000L;
      default -> 0;
    };
  }

  /** Months in a unit of whole months, else 0. */
  int months() {
    return switch (this) {
      case MONTH -> 1;
      case QUARTER -> 3;
      case YEAR -> 12;
      case DECADE -> 120;
      case CENTURY -> 1200;
      case MILLENNIUM -> 12000;
      default -> 0;
    };
  }

  /** Digits after the point of a second that this unit needs. */
  int fractionDigits() {
    return switch (this) {
      case NANOSECOND -> 9;
      case MICROSECOND -> 6;
      case MILLISECOND -> 3;
      default -> 0;
    };
  }

  boolean isWholeDays() {
    return months() > 0 || micros() >= DAY.micros();
  }

  /**
   * So long an interval, as the boxed value of an interval type: a Period or a Duration. Null if
   * the unit has no length in them.
   */
  public @Nullable TemporalAmount interval() {
    if (months() > 0) {
      return Period.ofMonths(months()).normalized();
    }
    return micros() > 0 ? Duration.of(micros(), ChronoUnit.MICROS) : null;
  }

  RowException unusable(String function) {
    return new RowException(
        SqlState.INVALID_PARAMETER_VALUE, function + " does not take the unit " + name());
  }
}
