package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints how many rows one thread makes up in a second; run it by hand. */
final class DatagenSpeed {
  private static final int BATCH = 4096;
  private static final long NANOS = 1_000_000_000L;

  private DatagenSpeed() {}

  public static void main(String[] args) {
    Map<String, List<DataType>> tables = new LinkedHashMap<>();
    tables.put("INT", List.of(ScalarType.INTEGER));
    tables.put("BIGINT", List.of(ScalarType.BIGINT));
    tables.put("DOUBLE", List.of(ScalarType.DOUBLE));
    tables.put("TIMESTAMP_LTZ(3)", List.of(ScalarType.timestampLtz(3)));
    tables.put("DECIMAL(38, 10)", List.of(ScalarType.decimal(38, 10)));
    tables.put("VARCHAR(20)", List.of(ScalarType.varchar(20)));
    tables.put("INT, VARCHAR(20)", List.of(ScalarType.INTEGER, ScalarType.varchar(20)));
    for (int round = 0; round < 3; round++) {
      tables.forEach(
          (name, types) ->
              System.out.printf(
                  Locale.ROOT, "%-20s %8.1f million rows/s%n", name, millionRowsPerSecond(types)));
    }
  }

  private static double millionRowsPerSecond(List<DataType> types) {
    RowSchema schema =
        new RowSchema(types.stream().map(type -> new RowSchema.Field("c" + type, type)).toList());
    DatagenTable table = new DatagenTable(schema, "rows-per-second=10000000000", "seed=1");
    SourceReader reader = table.reader(table.splits(1));
    Column[] columns = types.stream().map(Column::of).toArray(Column[]::new);
    long rows = 0;
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < NANOS) {
      for (int batch = 0; batch < 256; batch++) {
        for (Column column : columns) {
          column.clear();
        }
        rows += reader.read(columns, BATCH);
      }
      elapsed = System.nanoTime() - start;
    }
    return rows * 1e3 / elapsed;
  }
}
