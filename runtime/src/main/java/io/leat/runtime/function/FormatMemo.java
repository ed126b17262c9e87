package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The date format of one call site ({@code yyyy-MM-dd HH:mm:ss}), read anew only on change. */
public final class FormatMemo {
  private final Slice last = new Slice();
  private @Nullable DateTimeFormatter formatter;

  DateTimeFormatter formatter(Slice pattern) {
    DateTimeFormatter known = formatter;
    if (known == null || !last.sameBytes(pattern)) {
      known = build(pattern.toString());
      byte[] bytes = pattern.toBytes();
      last.set(bytes, 0, bytes.length);
      formatter = known;
    }
    return known;
  }

  private static DateTimeFormatter build(String pattern) {
    try {
      return new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern(pattern)
          .toFormatter(Locale.US);
    } catch (IllegalArgumentException e) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "'" + pattern + "' is no date format");
    }
  }

  /** Null if the text does not follow the format; what the format leaves out is its least value. */
  @Nullable LocalDateTime parse(Slice text, Slice pattern) {
    DateTimeFormatter format = formatter(pattern);
    try {
      TemporalAccessor parsed = format.parse(text.toString().trim());
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
      return LocalDateTime.of(date, time);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int field(TemporalAccessor parsed, ChronoField field, int otherwise) {
    return parsed.isSupported(field) ? parsed.get(field) : otherwise;
  }
}
