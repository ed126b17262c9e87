package io.leat.benchmark.window;

import io.leat.benchmark.window.engine.DisorderRows;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
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
    return new Source() {
      @Override
      public boolean bounded() {
        return true;
      }

      @Override
      public SplitEnumerator enumerator() {
        return new OneSplit();
      }

      @Override
      public SourceReader reader(List<Integer> columns, RowSchema schema, ReaderContext context) {
        return new Reader(rows, made, columns);
      }
    };
  }

  private static final class OneSplit implements Source.SplitEnumerator {
    private boolean found;

    @Override
    public List<Split> discover(int shards) {
      boolean first = !found;
      found = true;
      return first ? List.of(new Split("all", new byte[0])) : List.of();
    }

    @Override
    public boolean exhausted() {
      return found;
    }

    @Override
    public void close() {}
  }

  private static final class Reader implements SourceReader {
    private final long rows;
    private final DisorderRows made;
    private final List<Integer> columns;
    private long given;
    private boolean assigned;

    Reader(long rows, DisorderRows made, List<Integer> columns) {
      this.rows = rows;
      this.made = made;
      this.columns = columns;
    }

    @Override
    public void assign(List<Split> splits) {
      assigned |= !splits.isEmpty();
    }

    @Override
    public int read(Column[] target, int maxRows) {
      if (!assigned) {
        return 0;
      }
      int count = (int) Math.min(maxRows, rows - given);
      for (int i = 0; i < target.length; i++) {
        LongColumn column = (LongColumn) target[i];
        int start = column.size();
        long[] values = column.reserve(start + count);
        for (int row = 0; row < count; row++) {
          long number = given + row;
          values[start + row] =
              switch (columns.get(i)) {
                case 0 -> made.key(number);
                case 1 -> made.value(number);
                default -> made.millis(number) * 1000;
              };
        }
        column.setSize(start + count);
      }
      given += count;
      return count;
    }

    @Override
    public long nextReadNanos() {
      return assigned && given < rows ? 0 : Long.MAX_VALUE;
    }

    @Override
    public boolean finished() {
      return !assigned || given >= rows;
    }

    @Override
    public List<Split> offsets() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
