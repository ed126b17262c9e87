package io.leat.benchmark.window;

import io.leat.benchmark.ComputedRows;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.LeatException;
import java.util.List;

/**
 * {@code disorder}: rows of a BIGINT key, a BIGINT value and a TIMESTAMP(3) that is up to a second
 * out of order, each computed from its number; bounded.
 */
public final class DisorderConnector implements Connector {
  private static final long FIRST_MICROS = 1_767_225_600_000_000L;
  private static final Option<Long> ROWS =
      Option.required("rows", OptionParser.whole("a whole number", 0, Long.MAX_VALUE), "How many.");
  private static final Option<Long> KEYS =
      Option.required(
          "keys", OptionParser.whole("a whole number", 1, Long.MAX_VALUE), "How many keys.");
  private static final Option<Long> RATE =
      Option.required(
          "rows-per-second",
          OptionParser.whole("a whole number", 1, 1_000_000),
          "How many rows come in a second of event time.");

  @Override
  public String name() {
    return "disorder";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return List.of(ROWS.declaration(), KEYS.declaration(), RATE.declaration());
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public boolean isSink() {
    return false;
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported("writing a disorder table", "read it");
  }

  @Override
  public Source source(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    long rows = options.get(ROWS);
    long keys = options.get(KEYS);
    long step = 1_000_000 / options.get(RATE);
    return new ComputedRows(
        rows,
        (columns, schema) ->
            (target, from, most) -> {
              for (int i = 0; i < target.length; i++) {
                fill((LongColumn) target[i], columns.get(i), keys, step, from, most);
              }
              return most;
            });
  }

  private static void fill(
      LongColumn target, int column, long keys, long step, long from, int count) {
    int start = target.size();
    long[] values = target.reserve(start + count);
    for (int row = 0; row < count; row++) {
      long number = from + row;
      values[start + row] =
          switch (column) {
            case 0 -> mixed(3 * number) % keys;
            case 1 -> mixed(3 * number + 1) % 1000;
            default -> {
              long late = mixed(3 * number + 2) % 1_000_000;
              yield (FIRST_MICROS + number * step - late) / 1000 * 1000;
            }
          };
    }
    target.setSize(start + count);
  }

  /** A number that looks random (SplitMix64). */
  private static long mixed(long number) {
    long z = (number + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (z ^ (z >>> 31)) >>> 1;
  }
}
