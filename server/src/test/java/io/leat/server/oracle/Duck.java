package io.leat.server.oracle;

import io.leat.runtime.testing.Batches.Change;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The independent engine: holds the accumulated tables and answers queries over them. */
final class Duck implements AutoCloseable {
  private final Connection connection;
  private final Map<String, OracleTable> tables = new LinkedHashMap<>();
  private final Map<String, Map<List<@Nullable Object>, Deque<Long>>> rows = new HashMap<>();
  private long lastNumber;

  /** Words for what the engine itself refuses: the query proves nothing. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(SQLException cause) {
      super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
    }
  }

  Duck() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      run("SET threads = 1");
      run("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
      run("SET integer_division = true");
      run("SET TimeZone = 'UTC'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins with these tables, empty. */
  void reset(List<OracleTable> newTables) {
    for (OracleTable table : tables.values()) {
      run("DROP VIEW " + table.name());
      run("DROP TABLE " + table.name() + "_rows");
    }
    tables.clear();
    rows.clear();
    for (OracleTable table : newTables) {
      table.duckDeclarations().forEach(this::run);
      tables.put(table.name(), table);
      rows.put(table.name(), new HashMap<>());
    }
  }

  /** Takes the sum of an epoch's changes. */
  void apply(List<History.Batch> epoch) {
    Map<String, Map<List<@Nullable Object>, Long>> sums = new LinkedHashMap<>();
    Map<List<@Nullable Object>, List<@Nullable Object>> raw = new HashMap<>();
    for (History.Batch batch : epoch) {
      for (Change change : batch.changes()) {
        List<@Nullable Object> key = Canonical.row(change.row());
        raw.put(key, change.row());
        sums.computeIfAbsent(batch.table(), name -> new LinkedHashMap<>())
            .merge(key, change.weight(), Long::sum);
      }
    }
    sums.forEach((table, changes) -> apply(tables.get(table), changes, raw));
  }

  private void apply(
      OracleTable table,
      Map<List<@Nullable Object>, Long> changes,
      Map<List<@Nullable Object>, List<@Nullable Object>> raw) {
    List<String> inserted = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    Map<List<@Nullable Object>, Deque<Long>> numbers = rows.get(table.name());
    changes.forEach(
        (row, weight) -> {
          Deque<Long> present = numbers.computeIfAbsent(row, any -> new ArrayDeque<>());
          for (long i = weight; i < 0; i++) {
            deleted.add(String.valueOf(present.remove()));
          }
          for (long i = 0; i < weight; i++) {
            present.add(++lastNumber);
            inserted.add("(" + lastNumber + ", " + literals(table, raw.get(row)) + ")");
          }
        });
    if (!deleted.isEmpty()) {
      run(
          "DELETE FROM "
              + table.name()
              + "_rows WHERE row_number IN ("
              + String.join(", ", deleted)
              + ")");
    }
    if (!inserted.isEmpty()) {
      run("INSERT INTO " + table.name() + "_rows VALUES " + String.join(", ", inserted));
    }
  }

  private static String literals(OracleTable table, List<@Nullable Object> row) {
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      literals.add(DuckText.literal(row.get(i), table.columns().get(i).type()));
    }
    return literals.stream().collect(Collectors.joining(", "));
  }

  Answer answer(String sql) throws RefusedException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<@Nullable Object>> answer = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          row.add(Canonical.value(result.getObject(i)));
        }
        answer.add(row);
      }
      return new Answer(answer);
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  private void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
