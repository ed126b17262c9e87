package io.leat.sql.validate;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.connector.LookupSource;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.lookup.LookupOptions;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.sql.catalog.CatalogTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A hint {@code LOOKUP('table' = 'name', …)}: how one query looks rows up in a table. It is as if
 * the table had been declared with other {@code lookup.…} options.
 */
final class LookupHint {
  static final String NAME = "LOOKUP";

  private static final String TABLE = "table";
  private static final String ASYNC = "async";
  private static final String OUTPUT_MODE = "output-mode";
  private static final String CAPACITY = "capacity";
  private static final String TIMEOUT = "timeout";
  private static final String PREDICATE = "retry-predicate";
  private static final String STRATEGY = "retry-strategy";
  private static final String DELAY = "fixed-delay";
  private static final String ATTEMPTS = "max-attempts";
  private static final String SHUFFLE = "shuffle";
  private static final List<String> RETRY = List.of(PREDICATE, STRATEGY, DELAY, ATTEMPTS);
  private static final List<String> KEYS =
      Stream.concat(
              Stream.of(TABLE, ASYNC, OUTPUT_MODE, CAPACITY, TIMEOUT, SHUFFLE), RETRY.stream())
          .toList();

  private final SqlHint hint;
  private final Map<String, String> values;
  private final Optional<Boolean> async;
  private final Optional<Long> capacity;
  private final Optional<Duration> delay;
  private final Optional<Long> attempts;

  /**
   * Reads a hint of that name.
   *
   * @throws LeatException naming what is wrong in it
   */
  LookupHint(SqlHint hint) {
    this.hint = hint;
    if (hint.getOptionFormat() != SqlHint.HintOptionFormat.KV_LIST) {
      throw wrong("the hint LOOKUP without options", "Write LOOKUP('table' = 'name', …).");
    }
    values = new LinkedHashMap<>(hint.getOptionKVPairs());
    for (String key : values.keySet()) {
      if (!KEYS.contains(key)) {
        String near =
            NearestName.of(key, KEYS).map(name -> "; did you mean '" + name + "'?").orElse("");
        throw wrong(
            "the hint LOOKUP has no option '" + key + "'" + near,
            "Options: " + String.join(", ", KEYS) + ".");
      }
    }
    if (!values.containsKey(TABLE)) {
      throw wrong("the hint LOOKUP without 'table'", "Name the table that is looked up in.");
    }
    async = read(ASYNC, OptionParser.bool());
    read(SHUFFLE, OptionParser.bool());
    read(OUTPUT_MODE, OptionParser.choice(List.of("ordered", "allow_unordered")));
    capacity = read(CAPACITY, OptionParser.whole(1, Integer.MAX_VALUE));
    requirePositive(TIMEOUT, read(TIMEOUT, OptionParser.duration()));
    read(PREDICATE, OptionParser.choice(List.of("lookup_miss")));
    read(STRATEGY, OptionParser.choice(List.of("fixed_delay")));
    delay = read(DELAY, OptionParser.duration());
    requirePositive(DELAY, delay);
    attempts = read(ATTEMPTS, OptionParser.whole(1, 1_000_000));
    requireAllOfRetry();
  }

  private <T> Optional<T> read(String key, OptionParser<T> parser) {
    String text = values.get(key);
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = parser.parse().apply(text);
    if (value.isEmpty()) {
      throw wrong(
          "'" + key + "' of the hint LOOKUP must be " + parser.expected() + ", not '" + text + "'",
          null);
    }
    return value;
  }

  private void requirePositive(String key, Optional<Duration> duration) {
    if (duration.isPresent() && duration.get().isZero()) {
      throw wrong("'" + key + "' of the hint LOOKUP must be longer than 0", null);
    }
  }

  private void requireAllOfRetry() {
    List<String> missing = RETRY.stream().filter(key -> !values.containsKey(key)).toList();
    if (!missing.isEmpty() && missing.size() < RETRY.size()) {
      throw wrong(
          "the hint LOOKUP without '" + missing.get(0) + "'",
          "Retries need all of " + String.join(", ", RETRY) + ".");
    }
  }

  private LeatException wrong(String message, @Nullable String help) {
    return new LeatException(
        SqlState.INVALID_PARAMETER_VALUE, message, Positions.of(hint), help, null);
  }

  /** The table that it is for, as it names it. */
  String table() {
    return values.getOrDefault(TABLE, "");
  }

  /** An error of a hint whose table is none that its query looks rows up in. */
  LeatException unused(List<String> lookedUp) {
    return new LeatException(
        SqlState.UNDEFINED_TABLE,
        "the hint LOOKUP is for '" + table() + "', in which this query looks nothing up",
        Positions.of(hint),
        lookedUp.isEmpty()
            ? "It stands in the SELECT whose FROM has the table FOR SYSTEM_TIME AS OF"
            : "it looks rows up in " + String.join(", ", lookedUp),
        null);
  }

  /** The table with the options that the hint stands for. */
  CatalogTable applied(CatalogTable table) {
    TableDefinition definition = table.definition();
    Connector connector = definition.isStored() ? null : Connectors.find(definition.connector());
    Optional<LookupSource> lookups =
        connector == null ? Optional.empty() : connector.lookups(definition);
    if (connector == null || lookups.isEmpty()) {
      throw LeatException.notSupported(
              "the hint LOOKUP for '" + table() + "' (a table that is not asked by key)",
              "leave it out: the table is read like any other input")
          .at(Positions.of(hint));
    }
    LookupOptions options = lookups.get().options();
    if (options.cache() == LookupOptions.Cache.FULL) {
      return table;
    }
    List<String> known = connector.options(definition).stream().map(ConnectorOption::key).toList();
    Map<String, String> changed = new LinkedHashMap<>(table.options());
    given(options)
        .forEach(
            (key, value) -> {
              if (known.contains(key)) {
                changed.keySet().removeIf(key::equalsIgnoreCase);
                changed.put(key, value);
              }
            });
    return table.withOptions(changed);
  }

  private Map<String, String> given(LookupOptions options) {
    Map<String, String> given = new LinkedHashMap<>();
    if (async.isPresent() && !async.get()) {
      given.put(LookupOptions.IN_FLIGHT_KEY, "1");
    } else if (capacity.isPresent()) {
      long keys = capacity.get();
      long batch = Math.min(options.batchSize(), Math.max(1, keys / options.maxInFlight()));
      given.put(LookupOptions.BATCH_KEY, String.valueOf(batch));
      given.put(
          LookupOptions.IN_FLIGHT_KEY,
          String.valueOf(Math.min(LookupOptions.MOST_IN_FLIGHT, keys / batch)));
    }
    if (values.containsKey(TIMEOUT)) {
      given.put(LookupOptions.TIMEOUT_KEY, values.getOrDefault(TIMEOUT, ""));
    }
    if (attempts.isPresent() && delay.isPresent()) {
      given.put(LookupOptions.MISS_RETRIES_KEY, String.valueOf(attempts.get()));
      given.put(LookupOptions.MISS_DELAY_KEY, values.getOrDefault(DELAY, ""));
    }
    return given;
  }

  /** All hints of that name in a list. */
  static List<LookupHint> of(Iterable<? extends SqlNode> hints) {
    List<LookupHint> found = new ArrayList<>();
    for (SqlNode node : hints) {
      if (node instanceof SqlHint hint && hint.getName().equalsIgnoreCase(NAME)) {
        found.add(new LookupHint(hint));
      }
    }
    return found;
  }
}
