package io.leat.benchmark.tpch;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Fills DuckDB's tables. */
final class DuckDbTables {
  private DuckDbTables() {}

  /** Appends the rows that are there in the end. */
  static void append(DuckDBConnection connection, String table, TpchData data, Slices kept)
      throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("main", table)) {
      for (int row = 0; row < data.rows(); row++) {
        if (kept.isDeleted(row)) {
          continue;
        }
        appender.beginRow();
        for (int i = 0; i < data.schema().size(); i++) {
          append(appender, data.columns().get(i), data.schema().type(i).kind(), row);
        }
        appender.endRow();
      }
    }
  }

  private static void append(DuckDBAppender appender, Column column, TypeKind kind, int row)
      throws SQLException {
    switch (kind) {
      case INTEGER -> appender.append(((IntColumn) column).get(row));
      case BIGINT -> appender.append(((LongColumn) column).get(row));
      case DATE -> appender.append(LocalDate.ofEpochDay(((IntColumn) column).get(row)));
      case DECIMAL -> appender.append(BigDecimal.valueOf(((LongColumn) column).get(row), 2));
      default ->
          appender.append(new String(((BytesColumn) column).get(row), StandardCharsets.UTF_8));
    }
  }
}
