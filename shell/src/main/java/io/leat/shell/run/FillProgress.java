package io.leat.shell.run;

import io.leat.shell.sql.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * While a statement waits for a materialized view to be filled, tells on the terminal how far that
 * is. It asks over a connection of its own, since the statement keeps the other one busy.
 */
final class FillProgress {
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final String FILLING =
      "SELECT job_name, status FROM leat.jobs WHERE status LIKE 'FILLING%' ORDER BY job_name";

  private final ConnectionSource connections;
  private final Console console;

  FillProgress(ConnectionSource connections, Console console) {
    this.connections = connections;
    this.console = console;
  }

  /** Whether a statement fills a view. */
  static boolean isOf(SqlStatement sql) {
    return sql.startsWith("CREATE", "MATERIALIZED", "VIEW")
        || sql.startsWith("CREATE", "OR", "ALTER", "MATERIALIZED")
        || sql.startsWith("CREATE", "OR", "REPLACE", "MATERIALIZED");
  }

  /** Waits as {@link Execution#awaitHead} does. */
  void await(Execution execution, long deadline) {
    awaitHead(execution, PATIENCE, deadline);
    if (execution.isDone() || !console.screen().isLive()) {
      execution.awaitHead(deadline);
      return;
    }
    try (Connection second = connections.another();
        Statement statement = second.createStatement()) {
      while (isWaiting(execution, deadline)) {
        console.progress(String.join(", ", filling(statement)));
        awaitHead(execution, PAUSE, deadline);
      }
    } catch (SQLException e) {
      console.note("Warning: no progress is shown: " + e.getMessage());
    } finally {
      console.progress("");
    }
    execution.awaitHead(deadline);
  }

  private static boolean isWaiting(Execution execution, long deadline) {
    return !execution.isDone()
        && !execution.isInterrupted()
        && execution.columns() == null
        && System.nanoTime() - deadline < 0;
  }

  private static void awaitHead(Execution execution, long nanos, long deadline) {
    long end = System.nanoTime() + nanos;
    execution.awaitHead(end - deadline < 0 ? end : deadline);
  }

  private static List<String> filling(Statement statement) throws SQLException {
    List<String> views = new ArrayList<>();
    try (ResultSet jobs = statement.executeQuery(FILLING)) {
      while (jobs.next()) {
        String name = jobs.getString(1);
        views.add(
            name.substring(name.lastIndexOf('.') + 1)
                + ": "
                + jobs.getString(2).toLowerCase(Locale.ROOT));
      }
    }
    return views;
  }
}
