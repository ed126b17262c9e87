package io.leat.sql.catalog;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a table's options say about its watermark: they are the engine's, not the connector's. */
final class WatermarkOptions {
  private static final String IDLE = "scan.watermark.idle-timeout";
  private static final String GROUP = "scan.watermark.alignment.group";
  private static final String DRIFT = "scan.watermark.alignment.max-drift";

  /** Sources are aligned in each epoch, so that it changes nothing. */
  private static final String INTERVAL = "scan.watermark.alignment.update-interval";

  private static final List<String> ALL = List.of(IDLE, GROUP, DRIFT, INTERVAL);

  private WatermarkOptions() {}

  static boolean contains(String key) {
    return ALL.stream().anyMatch(key::equalsIgnoreCase);
  }

  /** After which time a split without rows holds no watermark back, in microseconds. */
  static Optional<Long> idleMicros(Map<String, String> options) {
    return micros(options, IDLE);
  }

  /** How far the source may run ahead of others. */
  static Optional<Node.Alignment> alignment(Map<String, String> options) {
    String group = value(options, GROUP);
    Optional<Long> drift = micros(options, DRIFT);
    micros(options, INTERVAL);
    if (group == null && drift.isEmpty()) {
      return Optional.empty();
    }
    if (group == null || drift.isEmpty()) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "'" + GROUP + "' and '" + DRIFT + "' must be given together");
    }
    return Optional.of(new Node.Alignment(group, drift.get()));
  }

  private static @Nullable String value(Map<String, String> options, String key) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (key.equalsIgnoreCase(option.getKey())) {
        return option.getValue();
      }
    }
    return null;
  }

  private static Optional<Long> micros(Map<String, String> options, String key) {
    String value = value(options, key);
    if (value == null) {
      return Optional.empty();
    }
    Duration duration =
        OptionParser.duration()
            .parse()
            .apply(value)
            .orElseThrow(
                () ->
                    new LeatException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "'"
                            + key
                            + "' must be "
                            + OptionParser.duration().expected()
                            + ", not '"
                            + value
                            + "'"));
    return Optional.of(TimeUnit.NANOSECONDS.toMicros(duration.toNanos()));
  }
}
