package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.PatternElement.Field;
import io.leat.runtime.scalar.CivilDate;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A format of dates and times. The fields that people use are read and written without objects; a
 * format with others, and a text that the quick way cannot read, go through java.time.
 */
final class DateTimePattern {
  /** What {@link #parse} gives for a text that does not follow the pattern. */
  static final long NONE = Long.MIN_VALUE;

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final @Nullable List<PatternElement> elements;
  private final @Nullable DateTimeFormatter formatter;
  private final int capacity;
  private final boolean quickRead;
  private final long stepMicros;

  private DateTimePattern(
      @Nullable List<PatternElement> elements, @Nullable DateTimeFormatter formatter) {
    this.elements = elements;
    this.formatter = formatter;
    this.capacity =
        elements == null ? 0 : elements.stream().mapToInt(PatternElement::capacity).sum();
    this.stepMicros =
        elements == null
            ? 0
            : elements.stream().mapToLong(PatternElement::stepMicros).min().orElse(MICROS_PER_DAY);
    this.quickRead =
        elements != null
            && elements.stream().allMatch(e -> e.field() == Field.TEXT || e.fixedDigits() > 0);
  }

  /** {@code yyyy-MM-dd HH:mm:ss}, with the letters of java.time. */
  static DateTimePattern ofJava(String pattern) {
    try {
      DateTimeFormatter formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(pattern)
              .toFormatter(Locale.US);
      return new DateTimePattern(PatternText.java(pattern), formatter);
    } catch (IllegalArgumentException e) {
      throw noFormat(pattern);
    }
  }

  /** {@code YYYY-MM-DD HH24:MI:SS}, with PostgreSQL's words. */
  static DateTimePattern ofPostgres(String pattern) {
    List<PatternElement> elements = TemplateText.postgres(pattern);
    if (elements == null) {
      throw noFormat(pattern);
    }
    return new DateTimePattern(elements, null);
  }

  private static RowException noFormat(String pattern) {
    return new RowException(
        SqlState.INVALID_PARAMETER_VALUE, "'" + pattern + "' is no date format");
  }

  /**
   * For how many microseconds, from a multiple of these on, it writes the same text; 0 if unknown.
   */
  long stepMicros() {
    return stepMicros;
  }

  /** Writes a wall clock of so many microseconds since 1970-01-01 and some nanoseconds. */
  void write(long micros, int nanos, Slice out) {
    int day = (int) Math.floorDiv(micros, MICROS_PER_DAY);
    long nanoOfDay = Math.floorMod(micros, MICROS_PER_DAY) * 1000 + nanos;
    List<PatternElement> known = elements;
    if (known == null) {
      slowWrite(day, nanoOfDay, out);
      return;
    }
    int packed = CivilDate.packed(day);
    byte[] bytes = out.reserve(capacity);
    int at = out.start;
    for (int i = 0; i < known.size(); i++) {
      at = known.get(i).write(day, packed, nanoOfDay, bytes, at);
    }
    out.length = at - out.start;
  }

  private void slowWrite(int day, long nanoOfDay, Slice out) {
    LocalDateTime value =
        LocalDateTime.of(LocalDate.ofEpochDay(day), LocalTime.ofNanoOfDay(nanoOfDay));
    try {
      StringFunctions.write(required().format(value), out);
    } catch (DateTimeException e) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "the date format asks for what a TIMESTAMP has not");
    }
  }

  private DateTimeFormatter required() {
    if (formatter == null) {
      throw new IllegalStateException("a pattern that only writes");
    }
    return formatter;
  }

  /**
   * The wall clock in a text, as microseconds since 1970-01-01; what the pattern leaves out is its
   * least value. {@link #NONE} if the text does not follow the pattern.
   */
  long parse(Slice text) {
    long quick = parseQuickly(text);
    return quick != NONE ? quick : slowParse(text.toString().trim());
  }

  /** The same for the texts that need no java.time; {@link #NONE} for others. */
  long parseQuickly(Slice text) {
    return quickRead ? quickParse(text) : NONE;
  }

  private long quickParse(Slice text) {
    List<PatternElement> known = elements;
    if (known == null) {
      return NONE;
    }
    int at = 0;
    int year = 1970;
    int month = 1;
    int day = 1;
    long clock = 0;
    for (int i = 0; i < known.size(); i++) {
      PatternElement element = known.get(i);
      if (element.field() == Field.TEXT) {
        byte[] wanted = element.text()[0];
        if (!holds(text, at, wanted)) {
          return NONE;
        }
        at += wanted.length;
        continue;
      }
      int width = element.fixedDigits();
      int value = digits(text, at, width);
      if (value < 0) {
        return NONE;
      }
      at += width;
      switch (element.field()) {
        case YEAR -> year = value;
        case MONTH -> month = value;
        case DAY -> day = value;
        case HOUR -> clock += value < 24 ? value * 3_600_000_000L : NONE;
        case MINUTE -> clock += value < 60 ? value * 60_000_000L : NONE;
        case SECOND -> clock += value < 60 ? value * 1_000_000L : NONE;
        default -> clock += fraction(value, width);
      }
    }
    boolean valid =
        at == text.length
            && clock >= 0
            && year >= 1
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= CivilDate.daysInMonth(year, month);
    return valid ? CivilDate.day(year, month, day) * MICROS_PER_DAY + clock : NONE;
  }

  private static boolean holds(Slice text, int at, byte[] wanted) {
    if (at + wanted.length > text.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (text.bytes[text.start + at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** -1 if there are not so many digits. */
  private static int digits(Slice text, int at, int count) {
    if (at + count > text.length) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < count; i++) {
      int digit = text.at(at + i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** Microseconds. */
  private static long fraction(int value, int digits) {
    long nanos = value;
    for (int i = digits; i < 9; i++) {
      nanos *= 10;
    }
    return nanos / 1000;
  }

  private long slowParse(String text) {
    try {
      TemporalAccessor parsed = required().parse(text);
      LocalDate date = parsed.query(TemporalQueries.localDate());
      if (date == null) {
        date =
            LocalDate.of(
                field(parsed, ChronoField.YEAR, field(parsed, ChronoField.YEAR_OF_ERA, 1970)),
                field(parsed, ChronoField.MONTH_OF_YEAR, 1),
                field(parsed, ChronoField.DAY_OF_MONTH, 1));
      }
      LocalTime time = parsed.query(TemporalQueries.localTime());
      if (time == null) {
        time = LocalTime.of(field(parsed, ChronoField.HOUR_OF_DAY, 0), 0);
      }
      boolean known = date.getYear() >= 1 && date.getYear() <= 9999;
      return known ? date.toEpochDay() * MICROS_PER_DAY + time.toNanoOfDay() / 1000 : NONE;
    } catch (DateTimeException e) {
      return NONE;
    }
  }

  private static int field(TemporalAccessor parsed, ChronoField field, int otherwise) {
    return parsed.isSupported(field) ? parsed.get(field) : otherwise;
  }
}
