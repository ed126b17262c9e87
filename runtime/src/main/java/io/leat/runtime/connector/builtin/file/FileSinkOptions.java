package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.error.LeatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How files are written.
 *
 * @param fileBytes a file of at least this size is made visible
 * @param rolloverMicros a file begun this long ago is made visible
 * @param marksPartitions whether a partition that is complete gets a file that says so
 * @param byPartitionTime whether event time tells when a partition is complete, else the clock
 * @param delayMicros how long after its time, or its first file, a partition is complete
 * @param timePattern the partition's time, with {@code $column} for its columns' values
 * @param timeZone in which the partition's time is a TIMESTAMP_LTZ's
 */
record FileSinkOptions(
    long fileBytes,
    long rolloverMicros,
    boolean marksPartitions,
    boolean byPartitionTime,
    long delayMicros,
    String successFile,
    Optional<String> timePattern,
    Optional<DateTimeFormatter> timeFormatter,
    ZoneId timeZone) {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})\\s*([a-z]*)");
  private static final Map<String, Integer> SHIFTS =
      Map.ofEntries(
          Map.entry("", 0),
          Map.entry("b", 0),
          Map.entry("bytes", 0),
          Map.entry("k", 10),
          Map.entry("kb", 10),
          Map.entry("kibibytes", 10),
          Map.entry("m", 20),
          Map.entry("mb", 20),
          Map.entry("mebibytes", 20),
          Map.entry("g", 30),
          Map.entry("gb", 30),
          Map.entry("gibibytes", 30));

  private static final Option<Long> FILE_SIZE =
      Option.withDefault(
          "sink.rolling-policy.file-size",
          new OptionParser<>("a size such as '128MB'", FileSinkOptions::size),
          128L << 20,
          "A file of at least this size becomes visible; 128 MB by default.");
  private static final Option<Duration> ROLLOVER =
      Option.withDefault(
          "sink.rolling-policy.rollover-interval",
          OptionParser.duration(),
          Duration.ofMinutes(1),
          "A file becomes visible this long after it was begun; 1 min by default.");
  private static final Option<Duration> CHECK =
      Option.optional(
          "sink.rolling-policy.check-interval",
          OptionParser.duration(),
          "Has no effect: the policy is checked at the end of every epoch.");
  private static final Option<String> TRIGGER =
      Option.withDefault(
          "sink.partition-commit.trigger",
          OptionParser.choice(List.of("process-time", "partition-time")),
          "process-time",
          "Whether the clock or the watermark tells that a partition is complete.");
  private static final Option<Duration> DELAY =
      Option.withDefault(
          "sink.partition-commit.delay",
          OptionParser.duration(),
          Duration.ZERO,
          "How long after its first file, or its time, a partition is complete.");
  private static final Option<String> POLICY =
      Option.optional(
          "sink.partition-commit.policy.kind",
          OptionParser.text(),
          "'success-file' marks a complete partition by a file in it.");
  private static final Option<String> SUCCESS_FILE =
      Option.withDefault(
          "sink.partition-commit.success-file.name",
          OptionParser.text(),
          "_SUCCESS",
          "The name of that file.");
  private static final Option<ZoneId> ZONE =
      Option.withDefault(
          "sink.partition-commit.watermark-time-zone",
          new OptionParser<>("a time zone", FileSinkOptions::zone),
          ZoneOffset.UTC,
          "The time zone of partitions' times, if the watermark is a TIMESTAMP_LTZ.");
  private static final Option<String> TIME_PATTERN =
      Option.optional(
          "partition.time-extractor.timestamp-pattern",
          OptionParser.text(),
          "A partition's time, such as '$dt $hour:00:00'.");
  private static final Option<DateTimeFormatter> TIME_FORMATTER =
      Option.optional(
          "partition.time-extractor.timestamp-formatter",
          new OptionParser<>("a pattern of times such as 'yyyyMMdd HH'", PartitionTime::formatter),
          "How that text is read; a timestamp or date as SQL writes them by default.");
  private static final Option<String> TIME_KIND =
      Option.optional(
          "partition.time-extractor.kind", OptionParser.text(), "Only 'default' is supported.");
  private static final Option<Boolean> COMPACTION =
      Option.withDefault(
          "auto-compaction", OptionParser.bool(), false, "Not supported: only 'false' is.");
  private static final Option<Boolean> SHUFFLE =
      Option.withDefault(
          "sink.shuffle-by-partition.enable",
          OptionParser.bool(),
          false,
          "Not supported: only 'false' is.");
  private static final Option<Long> PARALLELISM =
      Option.optional(
          "sink.parallelism",
          OptionParser.whole(1, Integer.MAX_VALUE),
          "Has no effect: every worker writes.");

  static List<ConnectorOption> declarations() {
    return List.of(
        FILE_SIZE.declaration(),
        ROLLOVER.declaration(),
        CHECK.declaration(),
        TRIGGER.declaration(),
        DELAY.declaration(),
        POLICY.declaration(),
        SUCCESS_FILE.declaration(),
        ZONE.declaration(),
        TIME_PATTERN.declaration(),
        TIME_FORMATTER.declaration(),
        TIME_KIND.declaration(),
        COMPACTION.declaration(),
        SHUFFLE.declaration(),
        PARALLELISM.declaration());
  }

  private static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || !SHIFTS.containsKey(matcher.group(2))) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    int shift = SHIFTS.get(matcher.group(2));
    return number > 0 && number <= Long.MAX_VALUE >> shift
        ? Optional.of(number << shift)
        : Optional.empty();
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text, ZoneId.SHORT_IDS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static FileSinkOptions of(TableOptions options) {
    if (options.get(COMPACTION)) {
      throw LeatException.notSupported(
          "'auto-compaction'",
          "write larger files with 'sink.rolling-policy.file-size' and '…rollover-interval'");
    }
    if (options.get(SHUFFLE)) {
      throw LeatException.notSupported(
          "'" + SHUFFLE.key() + "'",
          "leave it out: each worker writes a file of its own in each partition");
    }
    String kinds = options.find(POLICY).orElse("");
    for (String kind : kinds.split(",", -1)) {
      if (!kind.isBlank() && !kind.strip().equalsIgnoreCase("success-file")) {
        throw LeatException.notSupported(
            "'" + POLICY.key() + "' = '" + kinds + "'", "use 'success-file'");
      }
    }
    if (!options.find(TIME_KIND).orElse("default").equalsIgnoreCase("default")) {
      throw LeatException.notSupported(
          "'" + TIME_KIND.key() + "' other than 'default'",
          "describe the partition's time with '" + TIME_PATTERN.key() + "'");
    }
    options.find(CHECK);
    options.find(PARALLELISM);
    return new FileSinkOptions(
        options.get(FILE_SIZE),
        micros(options.get(ROLLOVER)),
        !kinds.isBlank(),
        options.get(TRIGGER).equals("partition-time"),
        micros(options.get(DELAY)),
        options.get(SUCCESS_FILE),
        options.find(TIME_PATTERN),
        options.find(TIME_FORMATTER),
        options.get(ZONE));
  }

  private static long micros(Duration duration) {
    return duration.toMillis() * 1000;
  }
}
