package io.leat.benchmark.function;

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
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;

/** {@code repeat}: the rows of a file with tabs, over and over, bounded. One reader reads all. */
public final class RepeatConnector implements Connector {
  private static final Option<String> PATH =
      Option.required("path", OptionParser.text(), "The file.");
  private static final Option<Long> ROWS =
      Option.required(
          "rows",
          OptionParser.whole("a whole number", 0, Long.MAX_VALUE),
          "How many rows to give.");

  @Override
  public String name() {
    return "repeat";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return List.of(PATH.declaration(), ROWS.declaration());
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
  public Source source(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    Path path = Path.of(options.get(PATH));
    long rows = options.get(ROWS);
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
        return new RepeatReader(path, rows, columns, schema);
      }
    };
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported("writing a repeat table", "read it");
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

  private static final class RepeatReader implements SourceReader {
    private final Column[] sample;
    private final int sampleRows;
    private final long rows;
    private long given;
    private boolean assigned;

    RepeatReader(Path path, long rows, List<Integer> columns, RowSchema schema) {
      List<String> lines;
      try {
        lines = Files.readAllLines(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      this.rows = rows;
      this.sampleRows = lines.size();
      this.sample = columns.stream().map(c -> Column.of(schema.type(c))).toArray(Column[]::new);
      for (String line : lines) {
        String[] values = line.split("\t", -1);
        for (int i = 0; i < sample.length; i++) {
          DataType type = schema.type(columns.get(i));
          BoxedValues.append(sample[i], type, value(values[columns.get(i)], type));
        }
      }
    }

    private static Object value(String text, DataType type) {
      return switch (type.kind()) {
        case INTEGER -> Integer.valueOf(text);
        case BIGINT -> Long.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case DECIMAL -> new BigDecimal(text);
        case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
        default -> text;
      };
    }

    @Override
    public void assign(List<Split> splits) {
      assigned |= !splits.isEmpty();
    }

    @Override
    public int read(Column[] columns, int maxRows) {
      if (!assigned) {
        return 0;
      }
      int from = (int) (given % sampleRows);
      int count = (int) Math.min(Math.min(maxRows, sampleRows - from), rows - given);
      for (int i = 0; i < columns.length; i++) {
        columns[i].append(sample[i], from, count);
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
