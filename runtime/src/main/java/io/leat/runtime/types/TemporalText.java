package io.leat.runtime.types;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text forms of dates, times, timestamps and intervals. */
final class TemporalText {
  private static final Pattern DATE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?");
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2})(?::(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{0,9}))?)?)?");
  private static final Pattern ZONED =
      Pattern.compile("(.*\\d)\\s*(Z|[A-Z][A-Za-z_/+0-9:-]+|[+-]\\d{2}(?::?\\d{2})?)");
  private static final Pattern MONTHS = Pattern.compile("([+-]?)(\\d{1,9})-(\\d{1,2})");
  private static final Pattern DURATION = Pattern.compile("([+-]?)(\\d{1,9}) (\\d.*)");

  private TemporalText() {}

  static String of(LocalDate date) {
    return pad(date.getYear(), 4)
        + "-"
        + pad(date.getMonthValue(), 2)
        + "-"
        + pad(date.getDayOfMonth(), 2);
  }

  static String of(LocalTime time, int precision) {
    return pad(time.getHour(), 2)
        + ":"
        + pad(time.getMinute(), 2)
        + ":"
        + pad(time.getSecond(), 2)
        + fraction(time.getNano(), precision);
  }

  static String of(LocalDateTime dateTime, int precision) {
    return of(dateTime.toLocalDate()) + " " + of(dateTime.toLocalTime(), precision);
  }

  /** In the zone; with its offset where the clock shows that time once more than before. */
  static String of(Instant instant, int precision, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    String text = of(local, precision);
    ZoneOffset offset = zone.getRules().getOffset(instant);
    boolean again = !offset.equals(zone.getRules().getOffset(local));
    return again ? text + offset : text;
  }

  static String of(Period interval) {
    long months = interval.toTotalMonths();
    long size = Math.abs(months);
    return (months < 0 ? "-" : "+") + size / 12 + "-" + pad((int) (size % 12), 2);
  }

  /** At least three digits of the second; six where the value needs them. */
  static String of(Duration interval, int precision) {
    Duration size = interval.abs();
    boolean micros = precision > 3 || size.getNano() % 1_000_000 != 0;
    return (interval.isNegative() ? "-" : "+")
        + (size.toDays() + " " + pad(size.toHoursPart(), 2) + ":")
        + (pad(size.toMinutesPart(), 2) + ":" + pad(size.toSecondsPart(), 2))
        + fraction(size.getNano(), micros ? 6 : 3);
  }

  private static String fraction(int nanos, int digits) {
    return digits == 0 ? "" : "." + pad(nanos, 9).substring(0, digits);
  }

  private static String pad(int value, int width) {
    String digits = Integer.toString(value);
    return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
  }

  static LocalDate parseDate(String text) {
    int space = dateEnd(text);
    LocalDate date = date(text.substring(0, space), text, "DATE");
    if (space < text.length()) {
      time(text.substring(space + 1), text, "DATE");
    }
    return date;
  }

  static LocalTime parseTime(String text, int precision) {
    return cut(time(text, text, "TIME"), precision);
  }

  static LocalDateTime parseTimestamp(String text, int precision) {
    return timestamp(text, precision, "TIMESTAMP");
  }

  /** A wall clock in the zone, unless the text names an offset. */
  static Instant parseInstant(String text, int precision, ZoneId zone) {
    Matcher zoned = ZONED.matcher(text);
    if (zoned.matches() && zoned.group(1).contains(":")) {
      String offset = zoned.group(2);
      try {
        ZoneId named = ZoneId.of(offset, ZoneId.SHORT_IDS);
        return timestamp(zoned.group(1), precision, "TIMESTAMP_LTZ").atZone(named).toInstant();
      } catch (DateTimeException e) {
        throw invalid(text, "TIMESTAMP_LTZ");
      }
    }
    return timestamp(text, precision, "TIMESTAMP_LTZ").atZone(zone).toInstant();
  }

  static Period parseMonths(String text) {
    Matcher matcher = MONTHS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 11) {
      throw invalid(text, "INTERVAL YEAR TO MONTH");
    }
    long months = Long.parseLong(matcher.group(2)) * 12 + Integer.parseInt(matcher.group(3));
    if (months > Integer.MAX_VALUE) {
      throw new RowException(SqlState.NUMERIC_OUT_OF_RANGE, "INTERVAL out of range: " + text);
    }
    return Period.ofMonths((int) (matcher.group(1).equals("-") ? -months : months)).normalized();
  }

  static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text, "INTERVAL DAY TO SECOND");
    }
    LocalTime time = cut(time(matcher.group(3), text, "INTERVAL DAY TO SECOND"), 6);
    Duration size = Duration.ofDays(Long.parseLong(matcher.group(2))).plusNanos(time.toNanoOfDay());
    return matcher.group(1).equals("-") ? size.negated() : size;
  }

  private static LocalDateTime timestamp(String text, int precision, String type) {
    int space = dateEnd(text);
    LocalDate date = date(text.substring(0, space), text, type);
    LocalTime time =
        space == text.length() ? LocalTime.MIDNIGHT : time(text.substring(space + 1), text, type);
    return LocalDateTime.of(date, cut(time, precision));
  }

  private static int dateEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == ' ' || text.charAt(i) == 'T') {
        return i;
      }
    }
    return text.length();
  }

  private static LocalDate date(String part, String text, String type) {
    Matcher matcher = DATE.matcher(part);
    if (!matcher.matches()) {
      throw invalid(text, type);
    }
    try {
      int year = Integer.parseInt(matcher.group(1));
      if (year == 0) {
        throw invalid(text, type);
      }
      return LocalDate.of(year, part(matcher.group(2), 1), part(matcher.group(3), 1));
    } catch (DateTimeException e) {
      throw invalid(text, type);
    }
  }

  private static LocalTime time(String part, String text, String type) {
    Matcher matcher = TIME.matcher(part);
    if (!matcher.matches()) {
      throw invalid(text, type);
    }
    String fraction = matcher.group(4);
    try {
      return LocalTime.of(
          Integer.parseInt(matcher.group(1)),
          part(matcher.group(2), 0),
          part(matcher.group(3), 0),
          fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9)));
    } catch (DateTimeException e) {
      throw invalid(text, type);
    }
  }

  private static int part(@Nullable String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  /** Cuts digits of the second. */
  static LocalTime cut(LocalTime time, int precision) {
    int unit = 1;
    for (int i = precision; i < 9; i++) {
      unit *= 10;
    }
    long nanos = time.toNanoOfDay();
    return LocalTime.ofNanoOfDay(nanos - nanos % unit);
  }

  private static RowException invalid(String text, String type) {
    return new RowException(SqlState.INVALID_DATETIME, "'" + text + "' is not a valid " + type);
  }
}
