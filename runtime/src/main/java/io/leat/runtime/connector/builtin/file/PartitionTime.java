package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The time that a partition's name tells: {@code $dt $hour:00:00} with the values put in, or else
 * its values with blanks between.
 *
 * @param formatter reads that text; without it, it is a timestamp or date as SQL writes them
 */
record PartitionTime(
    List<String> columns,
    Optional<String> pattern,
    Optional<DateTimeFormatter> formatter,
    ZoneId zone) {

  /** In microseconds since 1970-01-01 UTC. */
  long micros(List<String> values) {
    String text = pattern.orElseGet(() -> String.join(" ", values));
    if (pattern.isPresent()) {
      for (int i = 0; i < columns.size(); i++) {
        text = text.replace("$" + columns.get(i), values.get(i));
      }
    }
    try {
      return Math.multiplyExact(time(text).atZone(zone).toEpochSecond(), 1_000_000L);
    } catch (RuntimeException e) {
      throw new LeatException(
          SqlState.INVALID_DATETIME,
          "the partition " + values + " tells no time: '" + text + "'",
          null,
          "Set 'partition.time-extractor.timestamp-pattern', such as '$dt $hour:00:00'"
              + (formatter.isPresent()
                  ? ", or another 'partition.time-extractor.timestamp-formatter'."
                  : "."),
          e);
    }
  }

  private LocalDateTime time(String text) {
    if (formatter.isEmpty()) {
      return (LocalDateTime) ValueText.parse(text, ScalarType.timestamp(6), ZoneId.of("UTC"));
    }
    TemporalAccessor found = formatter.get().parseBest(text, LocalDateTime::from, LocalDate::from);
    return found instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) found;
  }

  /** A pattern of {@link DateTimeFormatter}; empty if it is none. */
  static Optional<DateTimeFormatter> formatter(String pattern) {
    try {
      return Optional.of(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
