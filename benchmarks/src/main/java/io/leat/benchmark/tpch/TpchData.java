package io.leat.benchmark.tpch;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rows of a TPC-H table in memory, generated once for each scale. */
final class TpchData {
  private static final Map<String, TpchData> GENERATED = new ConcurrentHashMap<>();

  /** The tables by their names in SQL. */
  private static final Map<String, TpchTable<?>> TABLES =
      Map.of(
          "customer", TpchTable.CUSTOMER,
          "lineitem", TpchTable.LINE_ITEM,
          "nation", TpchTable.NATION,
          "orders", TpchTable.ORDERS,
          "part", TpchTable.PART,
          "partsupp", TpchTable.PART_SUPPLIER,
          "region", TpchTable.REGION,
          "supplier", TpchTable.SUPPLIER);

  private final RowSchema schema;
  private final List<Column> columns;
  private final int rows;

  private TpchData(RowSchema schema, List<Column> columns, int rows) {
    this.schema = schema;
    this.columns = columns;
    this.rows = rows;
  }

  static List<String> tableNames() {
    return TABLES.keySet().stream().sorted().toList();
  }

  static TpchData of(String name, double scale) {
    TpchTable<?> table = TABLES.get(name.toLowerCase(Locale.ROOT));
    if (table == null) {
      throw new LeatException(SqlState.INVALID_PARAMETER_VALUE, "TPC-H has no table '" + name + "'")
          .withHint("Its tables are: " + String.join(", ", tableNames()));
    }
    return GENERATED.computeIfAbsent(
        table.getTableName() + " " + scale, key -> generate(table, scale));
  }

  RowSchema schema() {
    return schema;
  }

  List<Column> columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  private static <E extends TpchEntity> TpchData generate(TpchTable<E> table, double scale) {
    List<TpchColumn<E>> source = table.getColumns();
    RowSchema schema =
        new RowSchema(
            source.stream()
                .map(column -> new RowSchema.Field(column.getColumnName(), type(column)))
                .toList());
    List<Column> columns = schema.types().stream().map(Column::of).toList();
    int rows = 0;
    for (E entity : table.createGenerator(scale, 1, 1)) {
      for (int i = 0; i < columns.size(); i++) {
        append(columns.get(i), source.get(i), entity);
      }
      rows++;
    }
    return new TpchData(schema, columns, rows);
  }

  private static DataType type(TpchColumn<?> column) {
    ScalarType type =
        switch (column.getType().getBase()) {
          case INTEGER -> ScalarType.INTEGER;
          case IDENTIFIER -> ScalarType.BIGINT;
          case DATE -> ScalarType.DATE;
          case DOUBLE -> ScalarType.decimal(15, 2);
          case VARCHAR -> ScalarType.STRING;
        };
    return type.withNullable(false);
  }

  private static <E extends TpchEntity> void append(Column target, TpchColumn<E> column, E entity) {
    switch (column.getType().getBase()) {
      case INTEGER -> ((IntColumn) target).append(column.getInteger(entity));
      case IDENTIFIER -> ((LongColumn) target).append(column.getIdentifier(entity));
      case DATE -> ((IntColumn) target).append(column.getDate(entity));
      case DOUBLE -> ((LongColumn) target).append(Math.round(column.getDouble(entity) * 100));
      case VARCHAR -> {
        byte[] text = column.getString(entity).getBytes(StandardCharsets.UTF_8);
        ((BytesColumn) target).append(text, 0, text.length);
      }
    }
  }
}
