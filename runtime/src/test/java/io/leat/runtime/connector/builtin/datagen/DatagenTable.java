package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.connector.ManualClock;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A datagen table to be read by a test, on a clock that stands still unless the test moves it. */
final class DatagenTable {
  /** 2024-01-02T03:04:05.678901Z. */
  static final long EPOCH_MICROS = 1_704_164_645_678_901L;

  static final long START_NANOS = 12_345;

  final ManualClock clock = new ManualClock(START_NANOS, EPOCH_MICROS);
  final RowSchema schema;
  final Source source;

  DatagenTable(RowSchema schema, String... options) {
    this.schema = schema;
    Map<String, String> map = new HashMap<>(Map.of("connector", "datagen"));
    for (String option : options) {
      int equals = option.indexOf('=');
      map.put(option.substring(0, equals), option.substring(equals + 1));
    }
    TableDefinition table = new TableDefinition("t", schema, map, List.of());
    this.source = Connectors.validate(table).source(table);
  }

  /** A table of one column {@code c}. */
  static DatagenTable of(DataType type, String... options) {
    return new DatagenTable(RowSchema.of(new RowSchema.Field("c", type)), options);
  }

  List<Integer> allColumns() {
    return IntStream.range(0, schema.size()).boxed().toList();
  }

  /** A reader of the splits, with all columns. */
  SourceReader reader(List<Split> splits) {
    SourceReader reader = source.reader(allColumns(), schema, clock);
    reader.assign(splits);
    return reader;
  }

  List<Split> splits(int shards) {
    try (Source.SplitEnumerator enumerator = source.enumerator()) {
      return enumerator.discover(shards);
    }
  }

  /** The boxed values of a single column, of at most so many rows that are due now. */
  List<@Nullable Object> values(int maxRows) {
    return rows(reader(splits(1)), maxRows).stream().map(row -> row.get(0)).toList();
  }

  /** One read. */
  List<List<@Nullable Object>> rows(SourceReader reader, int maxRows) {
    Column[] columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
    int count = reader.read(columns, maxRows);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < columns.length; i++) {
        if (columns[i].size() != count) {
          throw new AssertionError("column " + i + " has " + columns[i].size() + " of " + count);
        }
        values.add(BoxedValues.get(columns[i], row, schema.type(i)));
      }
      rows.add(values);
    }
    return rows;
  }

  /** A value in a form that can be compared. */
  static String text(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    } else if (value instanceof List<?> list) {
      return list.stream().map(DatagenTable::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return String.valueOf(value);
  }
}
