package io.leat.shell.prompt;

import io.leat.shell.run.ConnectionSource;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The names that completion offers, read from the server in the background when they are first
 * asked for, and again after the catalog may have changed.
 */
final class CatalogNames {

  /**
   * What the server knew at one time.
   *
   * @param columns by table; tables match without regard to case
   */
  record Names(Map<String, List<String>> columns, List<String> functions, List<String> settings) {
    static final Names NONE = new Names(Map.of(), List.of(), List.of());

    List<String> columnsOf(String table) {
      return columns.getOrDefault(table, List.of());
    }
  }

  private final ConnectionSource connections;

  // Guarded by this.
  private Names names = Names.NONE;
  private boolean stale = true;
  private boolean loading;

  CatalogNames(ConnectionSource connections) {
    this.connections = connections;
  }

  /** The names will be read again when they are next asked for. */
  synchronized void invalidate() {
    stale = true;
  }

  /** The newest names that can be had within {@code patienceMillis}. */
  synchronized Names get(long patienceMillis) {
    if (stale && !loading) {
      Connection connection = connections.peek();
      if (connection == null) {
        return names;
      }
      loading = true;
      stale = false;
      Thread thread = new Thread(() -> load(connection), "leat-shell-names");
      thread.setDaemon(true);
      thread.start();
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    long left = deadline - System.nanoTime();
    while (loading && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return names;
      }
      left = deadline - System.nanoTime();
    }
    return names;
  }

  private void load(Connection connection) {
    Names loaded = null;
    try {
      loaded = new Names(columns(connection), functions(connection), settings(connection));
    } catch (SQLException e) {
      // Without names there is less to complete; the next statement tells what is wrong.
    }
    synchronized (this) {
      names = loaded == null ? names : loaded;
      loading = false;
      notifyAll();
    }
  }

  private static Map<String, List<String>> columns(Connection connection) throws SQLException {
    Map<String, List<String>> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    DatabaseMetaData metaData = connection.getMetaData();
    try (ResultSet rows = metaData.getTables(null, null, "%", null)) {
      while (rows.next()) {
        columns.put(rows.getString("TABLE_NAME"), new ArrayList<>());
      }
    }
    try (ResultSet rows = metaData.getColumns(null, null, "%", "%")) {
      while (rows.next()) {
        columns
            .computeIfAbsent(rows.getString("TABLE_NAME"), table -> new ArrayList<>())
            .add(rows.getString("COLUMN_NAME"));
      }
    }
    return columns;
  }

  private static List<String> functions(Connection connection) throws SQLException {
    TreeSet<String> functions = new TreeSet<>();
    try (ResultSet rows = connection.getMetaData().getFunctions(null, null, "%")) {
      while (rows.next()) {
        functions.add(rows.getString("FUNCTION_NAME"));
      }
    }
    return List.copyOf(functions);
  }

  private static List<String> settings(Connection connection) throws SQLException {
    List<String> settings = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute("SET")) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            settings.add(rows.getString(1));
          }
        }
      }
    }
    return settings;
  }
}
