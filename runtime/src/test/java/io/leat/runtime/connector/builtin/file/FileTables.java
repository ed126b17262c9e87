package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.ManualClock;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.types.RowSchema;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Tables of files for tests, and what reading them gives. */
final class FileTables {
  private FileTables() {}

  static TableDefinition table(
      Path path, RowSchema schema, String format, Map<String, String> more) {
    return table(path, schema, format, more, List.of(), List.of());
  }

  static TableDefinition table(
      Path path,
      RowSchema schema,
      String format,
      Map<String, String> more,
      List<Integer> partitionKeys,
      List<String> metadata) {
    Map<String, String> options = new TreeMap<>(more);
    options.put("connector", "filesystem");
    options.put("path", path.toString());
    options.put("format", format);
    return new TableDefinition("t", schema, options, List.of(), partitionKeys, metadata);
  }

  static FileSource source(TableDefinition table) {
    return (FileSource) new FilesystemConnector().source(table);
  }

  /** Collects what a reader gives and reports. */
  static final class Reading implements ReaderContext, AutoCloseable {
    final List<String> rows = new ArrayList<>();
    final List<String> failed = new ArrayList<>();
    final SourceReader reader;
    private final RowSchema schema;
    private final Column[] columns;
    int ignored;

    Reading(Source source, RowSchema schema) {
      this.schema = schema;
      this.columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
      this.reader = source.reader(IntStream.range(0, schema.size()).boxed().toList(), schema, this);
    }

    /** Reads at most so many rows at once; whether there may be more. */
    boolean read(int maxRows) {
      for (Column column : columns) {
        column.clear();
      }
      int count = reader.read(columns, maxRows);
      for (int row = 0; row < count; row++) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
          values.add(Batches.text(BoxedValues.get(columns[i], row, schema.type(i))));
        }
        rows.add(values.toString());
      }
      return !reader.finished();
    }

    void readAll(List<Split> splits) {
      reader.assign(splits);
      while (read(100)) {
        // On to the next batch.
      }
    }

    @Override
    public void recordFailed(String sqlState, String message, String record) {
      failed.add(message + " in " + record);
    }

    @Override
    public void recordIgnored() {
      ignored++;
    }

    @Override
    public Clock clock() {
      return new ManualClock(0, 0);
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }

    @Override
    public void wake() {}

    @Override
    public void close() {
      reader.close();
    }
  }

  static List<String> rows(TableDefinition table) {
    FileSource source = source(table);
    try (Reading reading = new Reading(source, table.schema())) {
      reading.readAll(source.enumerator().discover(1));
      return reading.rows;
    }
  }
}
