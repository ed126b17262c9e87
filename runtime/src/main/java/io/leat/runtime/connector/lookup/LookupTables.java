package io.leat.runtime.connector.lookup;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.LookupSource;
import io.leat.runtime.connector.Source;
import io.leat.runtime.error.LeatException;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Executor;

/** Opens tables for lookups, as their options say. */
public final class LookupTables {
  private LookupTables() {}

  /**
   * Opens a table whose connector has lookups.
   *
   * @param keys indexes into the table's schema of what is asked for
   * @param columns indexes into the table's schema of what is wanted
   * @param threads for what blocks
   * @param timer for what is tried again
   */
  public static LookupTable open(
      Connector connector,
      TableDefinition table,
      List<Integer> keys,
      List<Integer> columns,
      Executor threads,
      LookupTimer timer,
      Clock clock,
      ZoneId zone,
      LookupErrors errors) {
    LookupSource lookups = connector.lookups(table).orElseThrow(() -> none(connector));
    LookupOptions options = lookups.options();
    LookupFailures failures = new LookupFailures(table.name(), options, timer, errors);
    if (options.cache() != LookupOptions.Cache.FULL) {
      return new KeyedLookups(
          lookups.reader(
              keys, columns, table.schema(), new LookupSource.LookupContext(threads, zone)),
          options,
          failures);
    }
    Source source = connector.source(table);
    return new WholeLookups(
        new WholeTable(source, table.schema(), keys, columns, clock, zone, errors),
        options,
        failures,
        threads,
        zone);
  }

  private static LeatException none(Connector connector) {
    return LeatException.notSupported(
        "a lookup in a table of the connector '" + connector.name() + "'",
        "join a table whose connector has lookups: filesystem, jdbc");
  }
}
