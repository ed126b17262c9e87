package io.leat.server.function;

import io.leat.runtime.types.RowSchema;
import io.leat.server.oracle.Canonical;
import io.leat.server.oracle.DuckText;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** DuckDB's values of expressions over the sample rows. */
final class DuckExpressions implements AutoCloseable {
  private static final int ROWS_PER_INSERT = 50;

  private final Connection connection;

  DuckExpressions(List<List<@Nullable Object>> rows) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    run("SET threads = 1");
    run("SET integer_division = true");
    run("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
    run("SET TimeZone = 'UTC'");
    RowSchema schema = SampleColumns.schema();
    run(
        schema.fields().stream()
            .map(field -> "\"" + field.name() + "\" " + DuckText.type(field.type()))
            .collect(Collectors.joining(", ", "CREATE TABLE v (", ")")));
    for (int from = 0; from < rows.size(); from += ROWS_PER_INSERT) {
      List<String> literals = new ArrayList<>();
      for (List<@Nullable Object> row :
          rows.subList(from, Math.min(rows.size(), from + ROWS_PER_INSERT))) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          values.add(DuckText.literal(row.get(i), schema.type(i)));
        }
        literals.add("(" + String.join(", ", values) + ")");
      }
      run("INSERT INTO v VALUES " + String.join(", ", literals));
    }
  }

  /** Rows that are refused are asked for one by one. */
  Outcome evaluate(FunctionLine line) throws SQLException {
    if (line.is("aggregate")) {
      return read("SELECT g, " + line.other() + " FROM v GROUP BY g");
    }
    String sql = "SELECT id, " + line.other() + " FROM v";
    try {
      return read(sql);
    } catch (SQLException someRowFails) {
      Outcome outcome = read("SELECT id, TRY(" + line.other() + ") FROM v");
      for (Object id : new ArrayList<>(outcome.keys())) {
        if (outcome.values().get(id) == null && fails(sql + " WHERE id = " + id)) {
          outcome.values().remove(id);
        }
      }
      return outcome;
    }
  }

  private boolean fails(String sql) {
    try {
      read(sql);
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  private Outcome read(String sql) throws SQLException {
    Outcome outcome = new Outcome();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      boolean timestamp = result.getMetaData().getColumnTypeName(2).startsWith("TIMESTAMP");
      boolean zoned = result.getMetaData().getColumnTypeName(2).endsWith("ZONE");
      while (result.next()) {
        Object value =
            timestamp && !zoned ? result.getObject(2, LocalDateTime.class) : result.getObject(2);
        outcome.put(result.getObject(1), canonical(value));
      }
    }
    return outcome;
  }

  private static @Nullable Object canonical(@Nullable Object value) throws SQLException {
    return value instanceof Struct struct
        ? Canonical.row(Arrays.asList(struct.getAttributes()))
        : Canonical.value(value);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
