package io.leat.server.oracle;

import io.leat.runtime.types.ScalarType;
import io.leat.sql.TimeSettings;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a round of the oracle of time is played with. Times are in microseconds; a row's time on the
 * scale of its type.
 *
 * @param instants whether time attributes are TIMESTAMP_LTZ
 * @param second how much time the queries' seconds stand for
 * @param splits how many splits each shard reads of each table
 * @param idle whether splits without rows for a while hold nothing back
 */
record TimeScene(
    String name,
    ZoneId zone,
    boolean instants,
    LocalDateTime start,
    long second,
    int splits,
    boolean idle,
    TimeSettings settings) {
  static final long SECOND = 1_000_000;

  /** In seconds of the epochs' times. */
  static final int IDLE_SECONDS = 4;

  private static final long DAY = 86_400 * SECOND;
  private static final Pattern INTERVAL = Pattern.compile("INTERVAL '(\\d+)' SECOND");
  private static final LocalDateTime START = LocalDateTime.of(2026, 3, 28, 23, 58, 0);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  static final TimeScene PLAIN =
      new TimeScene("plain", ZoneOffset.UTC, false, START, SECOND, 1, false, TimeSettings.NONE);
  static final TimeScene SPLITS =
      new TimeScene(
          "several splits", ZoneOffset.UTC, false, START, SECOND, 3, false, TimeSettings.NONE);
  static final TimeScene IDLE =
      new TimeScene(
          "idle splits",
          BERLIN,
          false,
          START,
          SECOND,
          2,
          true,
          new TimeSettings(IDLE_SECONDS * SECOND, 0, 0, 0));
  static final TimeScene SPRING =
      new TimeScene(
          "clocks put forward",
          BERLIN,
          true,
          LocalDateTime.of(2026, 3, 28, 20, 10, 0),
          600 * SECOND,
          1,
          false,
          TimeSettings.NONE);
  static final TimeScene AUTUMN =
      new TimeScene(
          "clocks put back",
          BERLIN,
          true,
          LocalDateTime.of(2026, 10, 24, 20, 10, 0),
          600 * SECOND,
          1,
          false,
          TimeSettings.NONE);
  static final TimeScene CORRECTED =
      new TimeScene(
          "corrected",
          ZoneOffset.UTC,
          false,
          START,
          SECOND,
          1,
          false,
          new TimeSettings(0, 0, 6 * SECOND, 0));
  static final TimeScene EARLY =
      new TimeScene(
          "early",
          ZoneOffset.UTC,
          false,
          START,
          SECOND,
          1,
          false,
          new TimeSettings(0, 2 * SECOND, 0, 0));

  /** The type of time attributes. */
  ScalarType type() {
    return (instants ? ScalarType.timestampLtz(3) : ScalarType.timestamp(3)).withNullable(false);
  }

  boolean isCorrected() {
    return settings.latenessMicros() > 0;
  }

  boolean isEarly() {
    return settings.earlyMicros() > 0;
  }

  long seconds(long count) {
    return count * second;
  }

  /** Intervals of a query as long as they are here. */
  String text(String sql) {
    Matcher matcher = INTERVAL.matcher(sql);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      long seconds = Long.parseLong(matcher.group(1)) * (second / SECOND);
      matcher.appendReplacement(text, "INTERVAL '" + seconds + "' SECOND");
    }
    return matcher.appendTail(text).toString();
  }

  // Times.

  static long micros(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) * SECOND + time.getNano() / 1_000;
  }

  static LocalDateTime dateTime(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1_000, ZoneOffset.UTC);
  }

  /** The time of a row, from its value. */
  long timeOf(Object value) {
    return value instanceof Instant instant
        ? instant.getEpochSecond() * SECOND + instant.getNano() / 1_000
        : micros((LocalDateTime) value);
  }

  /** The value of a row's time. */
  Object valueOf(long time) {
    return instants ? dateTime(time).toInstant(ZoneOffset.UTC) : dateTime(time);
  }

  /** What the clock of the session shows at a row's time. */
  long local(long time) {
    return instants
        ? time + zone.getRules().getOffset(instant(time)).getTotalSeconds() * SECOND
        : time;
  }

  private static Instant instant(long time) {
    return dateTime(time).toInstant(ZoneOffset.UTC);
  }

  /** The least time from which on the clock shows nothing before a border. */
  long border(long local) {
    if (!instants) {
      return local;
    }
    long from = local - DAY;
    long last = from;
    while (from < local + DAY) {
      ZoneOffsetTransition next = zone.getRules().nextTransition(instant(from));
      long to = next == null ? local + DAY : next.toEpochSecond() * SECOND;
      long offset = zone.getRules().getOffset(instant(from)).getTotalSeconds() * SECOND;
      if (local - offset > from) {
        last = Math.min(to, local - offset);
      }
      from = to;
    }
    return last;
  }
}
