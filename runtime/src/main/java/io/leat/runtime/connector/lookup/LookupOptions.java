package io.leat.runtime.connector.lookup;

import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.TableOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code lookup.…} options of a table.
 *
 * @param cache what is kept of the table
 * @param maxRows so many rows a partial cache has at most, a key without rows counted as one
 * @param writeMicros after which a cached key is forgotten; 0 for never
 * @param accessMicros without being asked for, after which it is; 0 for never
 * @param cacheMissing whether it is kept that a key has no rows
 * @param reload when a whole table is read anew
 * @param maxRetries after a failure
 * @param retryDelay before the first retry; before the n-th one n times as long
 * @param missRetries how often a key without rows is asked for again
 * @param missDelay before each of these times
 * @param timeout after which a lookup that has not been answered has failed
 * @param batchSize keys of one lookup at most
 * @param maxInFlight lookups at the same time
 */
public record LookupOptions(
    Cache cache,
    long maxRows,
    long writeMicros,
    long accessMicros,
    boolean cacheMissing,
    Reload reload,
    int maxRetries,
    Duration retryDelay,
    int missRetries,
    Duration missDelay,
    Duration timeout,
    int batchSize,
    int maxInFlight) {

  /** What is kept of a table. */
  public enum Cache {
    NONE,
    PARTIAL,
    FULL
  }

  /** The option of how often a key without rows is asked for again. */
  public static final String MISS_RETRIES_KEY = "lookup.miss.max-retries";

  /** The option of the time before that. */
  public static final String MISS_DELAY_KEY = "lookup.miss.retry-delay";

  /** The option of the time within which a lookup must be answered. */
  public static final String TIMEOUT_KEY = "lookup.timeout";

  /** The option of how many keys one lookup asks for. */
  public static final String BATCH_KEY = "lookup.batch-size";

  /** The greatest number of lookups at the same time. */
  public static final int MOST_IN_FLIGHT = 1000;

  /** The option of how many lookups there are at the same time. */
  public static final String IN_FLIGHT_KEY = "lookup.max-in-flight";

  private static final Option<String> CACHE =
      Option.optional(
          "lookup.cache",
          OptionParser.choice(List.of("NONE", "PARTIAL", "FULL")),
          "What is kept of what has been looked up: NONE, PARTIAL: rows of some keys, FULL: the"
              + " whole table.");
  private static final Option<Long> MAX_ROWS =
      Option.optional(
          "lookup.partial-cache.max-rows",
          OptionParser.whole(1, Integer.MAX_VALUE),
          "Rows that a partial cache keeps; without it, any number.");
  private static final Option<Duration> EXPIRE_WRITE =
      Option.optional(
          "lookup.partial-cache.expire-after-write",
          OptionParser.duration(),
          "How long rows stay in a partial cache.");
  private static final Option<Duration> EXPIRE_ACCESS =
      Option.optional(
          "lookup.partial-cache.expire-after-access",
          OptionParser.duration(),
          "How long rows stay in a partial cache without being asked for.");
  private static final Option<Boolean> CACHE_MISSING =
      Option.withDefault(
          "lookup.partial-cache.cache-missing-key",
          OptionParser.bool(),
          true,
          "Whether a partial cache keeps that a key has no rows.");
  private static final Option<String> RELOAD_STRATEGY =
      Option.optional(
          "lookup.full-cache.reload-strategy",
          OptionParser.choice(List.of("PERIODIC", "TIMED")),
          "When a full cache is read anew: PERIODIC, or TIMED: at a time of the day.");
  private static final Option<Duration> RELOAD =
      Option.optional(
          "lookup.full-cache.periodic-reload.interval",
          OptionParser.duration(),
          "After how long a full cache is read anew; without it, never.");
  private static final Option<Reload.TimeOfDay> RELOAD_TIME =
      Option.optional(
          "lookup.full-cache.timed-reload.iso-time",
          Reload.TimeOfDay.parser(),
          "The time of the day at which a full cache is read anew, of the session's time zone unless"
              + " it has an offset.");
  private static final Option<Long> RELOAD_DAYS =
      Option.optional(
          "lookup.full-cache.timed-reload.interval-in-days",
          OptionParser.whole(1, 36_500),
          "After how many days it is read anew at that time; without it, each day.");
  private static final Option<Long> RETRIES =
      Option.withDefault(
          "lookup.max-retries",
          OptionParser.whole(0, 1000),
          3L,
          "How often a lookup that fails is tried again.");
  private static final Option<Duration> RETRY_DELAY =
      Option.withDefault(
          "lookup.retry-delay",
          OptionParser.duration(),
          Duration.ofSeconds(1),
          "Time before the first retry; before the second one twice that, and so on.");
  private static final Option<Long> MISS_RETRIES =
      Option.withDefault(
          MISS_RETRIES_KEY,
          OptionParser.whole(0, 1_000_000),
          0L,
          "How often a key that has no rows is asked for again.");
  private static final Option<Duration> MISS_DELAY =
      Option.withDefault(
          MISS_DELAY_KEY,
          OptionParser.duration(),
          Duration.ofSeconds(1),
          "Time before a key that has no rows is asked for again.");
  private static final Option<Duration> TIMEOUT =
      Option.withDefault(
          TIMEOUT_KEY,
          OptionParser.duration(),
          Duration.ofMinutes(3),
          "Time after which a lookup without an answer has failed.");
  private static final Option<Long> BATCH =
      Option.withDefault(
          BATCH_KEY, OptionParser.whole(1, 10_000), 100L, "Keys that one lookup asks for at most.");
  private static final Option<Long> IN_FLIGHT =
      Option.withDefault(
          IN_FLIGHT_KEY, OptionParser.whole(1, MOST_IN_FLIGHT), 4L, "Lookups at the same time.");

  private static final List<Option<?>> PARTIAL_ONLY =
      List.of(MAX_ROWS, EXPIRE_WRITE, EXPIRE_ACCESS);
  private static final List<Option<?>> TIMED_ONLY = List.of(RELOAD_TIME, RELOAD_DAYS);
  private static final List<Option<?>> FULL_ONLY =
      List.of(RELOAD_STRATEGY, RELOAD, RELOAD_TIME, RELOAD_DAYS);

  /** Those of a connector that keeps whole tables only. */
  public static List<ConnectorOption> declarationsOfWhole() {
    return Stream.of(CACHE, RELOAD_STRATEGY, RELOAD, RELOAD_TIME, RELOAD_DAYS, RETRIES, RETRY_DELAY)
        .<ConnectorOption>map(Option::declaration)
        .toList();
  }

  /** All of them. */
  public static List<ConnectorOption> declarations() {
    return Stream.of(
            CACHE,
            MAX_ROWS,
            EXPIRE_WRITE,
            EXPIRE_ACCESS,
            CACHE_MISSING,
            RELOAD_STRATEGY,
            RELOAD,
            RELOAD_TIME,
            RELOAD_DAYS,
            RETRIES,
            RETRY_DELAY,
            MISS_RETRIES,
            MISS_DELAY,
            TIMEOUT,
            BATCH,
            IN_FLIGHT)
        .<ConnectorOption>map(Option::declaration)
        .toList();
  }

  /**
   * Those of a table that keeps nothing of what has been looked up unless it says so.
   *
   * @throws io.leat.runtime.error.LeatException naming the option that is wrong
   */
  public static LookupOptions of(TableOptions options) {
    Cache cache = Cache.valueOf(options.find(CACHE).orElse("NONE"));
    if (cache != Cache.PARTIAL) {
      refuse(options, PARTIAL_ONLY, CACHE, "PARTIAL");
    }
    if (cache != Cache.FULL) {
      refuse(options, FULL_ONLY, CACHE, "FULL");
    }
    if (cache == Cache.FULL) {
      refuse(options, List.of(MISS_RETRIES, MISS_DELAY), CACHE, "NONE' or 'PARTIAL");
    }
    return new LookupOptions(
        cache,
        options.find(MAX_ROWS).orElse(Long.MAX_VALUE),
        micros(options, EXPIRE_WRITE),
        micros(options, EXPIRE_ACCESS),
        options.get(CACHE_MISSING),
        reload(options),
        Math.toIntExact(options.get(RETRIES)),
        options.get(RETRY_DELAY),
        Math.toIntExact(options.get(MISS_RETRIES)),
        options.get(MISS_DELAY),
        options.get(TIMEOUT),
        Math.toIntExact(options.get(BATCH)),
        Math.toIntExact(options.get(IN_FLIGHT)));
  }

  private static Reload reload(TableOptions options) {
    if (options.find(RELOAD_STRATEGY).orElse("PERIODIC").equals("PERIODIC")) {
      refuse(options, TIMED_ONLY, RELOAD_STRATEGY, "TIMED");
      long micros = micros(options, RELOAD);
      return micros == 0 ? new Reload.Never() : new Reload.Every(micros);
    }
    String timed = "'" + RELOAD_STRATEGY.key() + "' = 'TIMED'";
    if (options.has(RELOAD.key())) {
      throw TableOptions.wrong(
          "'" + RELOAD.key() + "' with " + timed, "Use one of the two strategies.");
    }
    Reload.TimeOfDay time =
        options
            .find(RELOAD_TIME)
            .orElseThrow(
                () ->
                    TableOptions.wrong(
                        timed + " without '" + RELOAD_TIME.key() + "'", RELOAD_TIME.description()));
    return new Reload.Daily(time, options.find(RELOAD_DAYS).orElse(1L));
  }

  private static void refuse(
      TableOptions options, List<Option<?>> others, Option<?> needed, String value) {
    for (Option<?> other : others) {
      if (options.has(other.key())) {
        throw TableOptions.wrong(
            "'" + other.key() + "' without '" + needed.key() + "' = '" + value + "'",
            other.description());
      }
    }
  }

  private static long micros(TableOptions options, Option<Duration> option) {
    Optional<Duration> given = options.find(option);
    if (given.isPresent() && given.get().toNanos() < 1000) {
      throw TableOptions.wrong(
          "'" + option.key() + "' must be longer than 0", "Leave it out for never.");
    }
    return given.map(duration -> duration.toNanos() / 1000).orElse(0L);
  }
}
