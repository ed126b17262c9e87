package io.leat.benchmark.function;

import io.leat.benchmark.ComputedRows;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
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

/** {@code repeat}: the rows of a file with tabs, over and over, bounded. */
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
    return new ComputedRows(rows, (columns, schema) -> new Sample(path, columns, schema));
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported("writing a repeat table", "read it");
  }

  /** The file's rows. */
  private static final class Sample implements ComputedRows.Filler {
    private final Column[] sample;
    private final int sampleRows;

    Sample(Path path, List<Integer> columns, RowSchema schema) {
      List<String> lines;
      try {
        lines = Files.readAllLines(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
    public int fill(Column[] columns, long from, int most) {
      int first = (int) (from % sampleRows);
      int count = Math.min(most, sampleRows - first);
      for (int i = 0; i < columns.length; i++) {
        columns[i].append(sample[i], first, count);
      }
      return count;
    }
  }
}
