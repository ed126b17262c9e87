package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The time that a partition's name tells: {@code $dt $hour:00:00} with the values put in, or else
 * its values with blanks between.
 */
record PartitionTime(List<String> columns, Optional<String> pattern, ZoneId zone) {

  /** In microseconds since 1970-01-01 UTC. */
  long micros(List<String> values) {
    String text = pattern.orElseGet(() -> String.join(" ", values));
    if (pattern.isPresent()) {
      for (int i = 0; i < columns.size(); i++) {
        text = text.replace("$" + columns.get(i), values.get(i));
      }
    }
    try {
      LocalDateTime time =
          (LocalDateTime) ValueText.parse(text, ScalarType.timestamp(6), ZoneId.of("UTC"));
      return Math.multiplyExact(time.atZone(zone).toEpochSecond(), 1_000_000L);
    } catch (RuntimeException e) {
      throw new LeatException(
          SqlState.INVALID_DATETIME,
          "the partition " + values + " tells no time: '" + text + "'",
          null,
          "Set 'partition.time-extractor.timestamp-pattern', such as '$dt $hour:00:00'.",
          e);
    }
  }
}
