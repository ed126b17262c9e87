package io.leat.benchmark.window;

import io.leat.benchmark.ComputedRows;
import io.leat.benchmark.window.engine.DisorderRows;
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

/** {@code disorder}: the rows of {@link DisorderRows}, so many of them. One reader reads all. */
public final class DisorderConnector implements Connector {
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
    DisorderRows made = new DisorderRows(options.get(KEYS), 1_000_000 / options.get(RATE));
    return new ComputedRows(
        rows,
        (columns, schema) ->
            (target, from, most) -> {
              for (int i = 0; i < target.length; i++) {
                fill((LongColumn) target[i], columns.get(i), made, from, most);
              }
              return most;
            });
  }

  private static void fill(LongColumn target, int column, DisorderRows made, long from, int count) {
    int start = target.size();
    long[] values = target.reserve(start + count);
    for (int row = 0; row < count; row++) {
      long number = from + row;
      values[start + row] =
          switch (column) {
            case 0 -> made.key(number);
            case 1 -> made.value(number);
            default -> made.millis(number) * 1000;
          };
    }
    target.setSize(start + count);
  }
}
