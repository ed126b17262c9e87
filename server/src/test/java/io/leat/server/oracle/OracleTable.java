package io.leat.server.oracle;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table that both engines have.
 *
 * @param key the name of the primary key's column; null if there is none
 * @param edges whether the first two columns are an edge of a graph without cycles: first &lt;
 *     second
 * @param appendOnly whether its history only ever adds rows
 */
record OracleTable(
    String name, List<Column> columns, @Nullable String key, boolean edges, boolean appendOnly) {

  /**
   * A column.
   *
   * @param values what it may hold besides NULL
   */
  record Column(String name, DataType type, List<Object> values) {
    @Nullable Object random(Random random) {
      return type.nullable() && random.nextInt(6) == 0
          ? null
          : values.get(random.nextInt(values.size()));
    }
  }

  OracleTable {
    columns = List.copyOf(columns);
  }

  OracleTable withAppendOnly(boolean only) {
    return new OracleTable(name, columns, key, edges, only);
  }

  RowSchema schema() {
    return new RowSchema(
        columns.stream().map(column -> new RowSchema.Field(column.name(), column.type())).toList());
  }

  /** The index of the key's column; −1 if there is none. */
  int keyIndex() {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  List<@Nullable Object> randomRow(Random random) {
    List<@Nullable Object> row = new ArrayList<>();
    for (Column column : columns) {
      row.add(column.random(random));
    }
    if (edges) {
      int from = random.nextInt(6);
      row.set(0, from);
      row.set(1, from + 1 + random.nextInt(6 - from));
    }
    return row;
  }

  String leatDeclaration(boolean bounded) {
    String body =
        columns.stream()
            .map(column -> "`" + column.name() + "` " + column.type())
            .collect(Collectors.joining(", "));
    return "CREATE TABLE "
        + name
        + " ("
        + body
        + (key == null ? "" : ", PRIMARY KEY (" + key + ") NOT ENFORCED")
        + ") WITH ('connector' = 'changes', 'append-only' = '"
        + appendOnly
        + "', 'bounded' = '"
        + bounded
        + "')";
  }

  /** A table with a hidden number for each row, and a view that hides it. */
  List<String> duckDeclarations() {
    String body =
        columns.stream()
            .map(column -> "\"" + column.name() + "\" " + DuckText.type(column.type()))
            .collect(Collectors.joining(", "));
    String names =
        columns.stream()
            .map(column -> "\"" + column.name() + "\"")
            .collect(Collectors.joining(", "));
    return List.of(
        "CREATE TABLE " + name + "_rows (row_number BIGINT, " + body + ")",
        "CREATE VIEW " + name + " AS SELECT " + names + " FROM " + name + "_rows");
  }
}
