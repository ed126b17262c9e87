package io.leat.benchmark.tpch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs the 22 queries of TPC-H on an embedded engine and on DuckDB and compares all answers: {@code
 * TpchRun [SCALE] [SLICES] [QUERY…]}. Each query runs once over whole tables, and once over tables
 * that come in random slices with some of their rows taken back, where the changes that it emits
 * must add up to the answer.
 */
public final class TpchRun {
  private static final int DELETE_PERCENT = 5;

  private final double scale;
  private final int slices;

  private TpchRun(double scale, int slices) {
    this.scale = scale;
    this.slices = slices;
  }

  public static void main(String[] arguments) throws SQLException, IOException {
    double scale = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 0.1;
    int slices = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    List<Integer> queries = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      queries.add(Integer.parseInt(arguments[i]));
    }
    int wrong = wrongAnswers(scale, slices, queries.isEmpty() ? all() : queries);
    if (wrong > 0) {
      System.exit(1);
    }
  }

  /** Runs queries on tables of that scale; gives how many of them had a wrong answer. */
  static int wrongAnswers(double scale, int slices, List<Integer> queries)
      throws SQLException, IOException {
    return new TpchRun(scale, slices).run(queries);
  }

  static List<Integer> all() {
    List<Integer> queries = new ArrayList<>();
    for (int query = 1; query <= 22; query++) {
      queries.add(query);
    }
    return queries;
  }

  private int run(List<Integer> queries) throws SQLException, IOException {
    int wrong = 0;
    try (Connection whole = leat(1, 0);
        Connection sliced = leat(slices, DELETE_PERCENT);
        Connection oracle = duckDb(new Slices(1, 0, 1));
        Connection remaining = duckDb(new Slices(slices, DELETE_PERCENT, 1))) {
      System.out.printf(
          "TPC-H at scale %s; incremental: %d slices, %d %% of the rows deleted again%n",
          scale, slices, DELETE_PERCENT);
      warmUp(whole, sliced, oracle);
      System.out.printf(
          "%-5s %8s %12s %12s %14s %12s%n",
          "query", "rows", "DuckDB ms", "Leat ms", "incremental ms", "changes");
      for (int query : queries) {
        wrong += run(query, text(query), whole, sliced, oracle, remaining) ? 0 : 1;
      }
    }
    System.out.printf("%d of %d queries with a wrong answer%n", wrong, queries.size());
    return wrong;
  }

  /** Loads what every query needs, so that the first one's time is not that. */
  private static void warmUp(Connection... connections) throws SQLException {
    String sql =
        "SELECT r_name, COUNT(*) FROM region, nation WHERE r_regionkey = n_regionkey GROUP BY r_name";
    for (Connection connection : connections) {
      for (int i = 0; i < 5; i++) {
        var unused = query(connection, sql);
      }
    }
  }

  private static String text(int query) throws IOException {
    String name = String.format("/tpch/q%02d.sql", query);
    try (InputStream stream = TpchRun.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("there is no query " + query);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private boolean run(
      int query,
      String sql,
      Connection whole,
      Connection sliced,
      Connection oracle,
      Connection remaining) {
    try {
      Timed expected = query(oracle, sql);
      Timed bounded = query(whole, sql);
      String difference = Answers.difference(expected.rows(), bounded.rows());
      Timed emitted = query(sliced, unordered(sql) + " EMIT CHANGES");
      List<List<Object>> accumulated = accumulate(emitted.rows());
      String incremental = Answers.difference(query(remaining, sql).rows(), accumulated);
      System.out.printf(
          "q%02d   %8d %12.0f %12.0f %14.0f %12d%s%s%n",
          query,
          expected.rows().size(),
          expected.millis(),
          bounded.millis(),
          emitted.millis(),
          emitted.rows().size(),
          difference.isEmpty() ? "" : "\n  WRONG: " + difference,
          incremental.isEmpty() ? "" : "\n  WRONG, incremental: " + incremental);
      return difference.isEmpty() && incremental.isEmpty();
    } catch (SQLException e) {
      System.out.printf("q%02d   FAILED: %s%n", query, e.getMessage());
      return false;
    }
  }

  /** Without an order that decides nothing: changes come as they are made. */
  private static String unordered(String sql) {
    return sql.contains("\nLIMIT") ? sql : sql.substring(0, indexOfOrder(sql));
  }

  private static int indexOfOrder(String sql) {
    int order = sql.lastIndexOf("\nORDER BY");
    return order < 0 ? sql.length() : order;
  }

  /** Rows of a query and the time to the last of them. */
  private record Timed(List<List<Object>> rows, double millis) {}

  private static Timed query(Connection connection, String sql) throws SQLException {
    long start = System.nanoTime();
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
    }
    return new Timed(rows, (System.nanoTime() - start) / 1e6);
  }

  /** What changes with columns op and epoch add up to. */
  private static List<List<Object>> accumulate(List<List<Object>> changes) {
    Map<List<Object>, Integer> counts = new HashMap<>();
    for (List<Object> change : changes) {
      int weight = ((String) change.get(0)).startsWith("+") ? 1 : -1;
      counts.merge(change.subList(2, change.size()), weight, Integer::sum);
    }
    List<List<Object>> rows = new ArrayList<>();
    counts.forEach(
        (row, count) -> {
          if (count < 0) {
            throw new IllegalStateException(row + " occurs " + count + " times");
          }
          for (int i = 0; i < count; i++) {
            rows.add(row);
          }
        });
    return rows;
  }

  /** An engine of its own with the tables. */
  private Connection leat(int sliceCount, int deletes) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:leat:");
    try (Statement statement = connection.createStatement()) {
      for (String table : TpchData.tableNames()) {
        statement.execute(
            String.format(
                Locale.ROOT,
                "CREATE TEMPORARY TABLE %s (%s) WITH ('connector' = 'tpch', 'table' = '%s',"
                    + " 'scale-factor' = '%s', 'slices' = '%d', 'delete-percent' = '%d')",
                table,
                TpchData.of(table, scale).schema(),
                table,
                scale,
                sliceCount,
                deletes));
      }
    }
    return connection;
  }

  private Connection duckDb(Slices kept) throws SQLException {
    org.duckdb.DuckDBConnection connection =
        (org.duckdb.DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      for (String table : TpchData.tableNames()) {
        TpchData data = TpchData.of(table, scale);
        String columns =
            data.schema().fields().stream()
                .map(field -> field.name() + " " + field.type().sqlName().replace("STRING", "TEXT"))
                .collect(Collectors.joining(", "));
        statement.execute("CREATE TABLE " + table + " (" + columns + ")");
        DuckDbTables.append(connection, table, data, kept);
      }
    }
    return connection;
  }
}
