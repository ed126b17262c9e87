package io.leat.shell.render;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.Locale;

/** Times inside nested values as SQL writes them, with the digits of a second that the type has. */
final class TimeText {
  private static final int MONTHS = 12;

  private TimeText() {}

  /** The text of a time; of anything else that of its own. */
  static String of(Object value, int digits) {
    if (value instanceof LocalTime time) {
      return time(time, digits);
    }
    if (value instanceof LocalDate date) {
      return date(date);
    }
    if (value instanceof LocalDateTime time) {
      return date(time.toLocalDate()) + " " + time(time.toLocalTime(), digits);
    }
    if (value instanceof OffsetDateTime time) {
      return of(time.toLocalDateTime(), digits);
    }
    if (value instanceof Period period) {
      long months = Math.abs(period.toTotalMonths());
      return String.format(
          Locale.ROOT, "%s%d-%02d", sign(period.isNegative()), months / MONTHS, months % MONTHS);
    }
    if (value instanceof Duration duration) {
      Duration size = duration.abs();
      LocalTime clock = LocalTime.MIDNIGHT.plus(size.minusDays(size.toDays()));
      return sign(duration.isNegative()) + size.toDays() + " " + time(clock, digits);
    }
    return value.toString();
  }

  private static String sign(boolean negative) {
    return negative ? "-" : "+";
  }

  private static String date(LocalDate date) {
    return String.format(
        Locale.ROOT, "%04d-%02d-%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private static String time(LocalTime time, int digits) {
    String whole =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
    String nanos = String.format(Locale.ROOT, "%09d", time.getNano());
    return digits == 0 ? whole : whole + "." + nanos.substring(0, Math.min(9, digits));
  }
}
