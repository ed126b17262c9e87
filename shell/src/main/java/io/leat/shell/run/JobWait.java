package io.leat.shell.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Waits for the jobs of an engine that would die with this process. A job is known by what SHOW
 * JOBS gives: {@code job_id} and {@code status}.
 */
public final class JobWait {
  private static final Set<String> ENDED =
      Set.of("FINISHED", "FAILED", "CANCELED", "CANCELLED", "STOPPED");
  private static final long POLL_MILLIS = 100;

  private final StatementRunner runner;
  private final Console console;

  public JobWait(StatementRunner runner, Console console) {
    this.runner = runner;
    this.console = console;
  }

  /**
   * Waits until no job runs, but not longer than the runner's time limit.
   *
   * @return whether a job failed while it was waited for
   * @throws InterruptedException by Ctrl-C
   */
  public boolean await() throws SQLException, IOException, InterruptedException {
    Connection connection = runner.connections().get();
    if (connection == null) {
      throw new InterruptedException();
    }
    long deadline = runner.limits().deadline(System.nanoTime());
    Set<String> running = running(connection).keySet();
    if (running.isEmpty()) {
      return false;
    }
    int count = running.size();
    console.flush();
    console.note(
        (count == 1 ? "1 job is" : count + " jobs are")
            + " running; Ctrl-C ends "
            + (count == 1 ? "it" : "them"));
    Map<String, String> jobs = jobs(connection);
    while (jobs.values().stream().anyMatch(status -> !ENDED.contains(status))
        && System.nanoTime() - deadline < 0) {
      if (runner.awaitInterrupt(POLL_MILLIS)) {
        throw new InterruptedException();
      }
      jobs = jobs(connection);
    }
    boolean failed = false;
    for (String job : running) {
      if ("FAILED".equals(jobs.get(job))) {
        console.error("job " + job + " failed");
        failed = true;
      }
    }
    return failed;
  }

  private static Map<String, String> running(Connection connection) throws SQLException {
    Map<String, String> jobs = jobs(connection);
    jobs.values().removeIf(ENDED::contains);
    // What keeps a view goes on until the view is dropped, and is nothing to wait for.
    jobs.keySet().removeIf(job -> job.startsWith("view-"));
    return jobs;
  }

  private static Map<String, String> jobs(Connection connection) throws SQLException {
    Map<String, String> jobs = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW JOBS")) {
      ResultSetMetaData metaData = rows.getMetaData();
      int id = column(metaData, "job_id");
      int status = column(metaData, "status");
      while (rows.next()) {
        jobs.put(
            String.valueOf(rows.getString(id)),
            String.valueOf(rows.getString(status)).toUpperCase(Locale.ROOT));
      }
    }
    return jobs;
  }

  private static int column(ResultSetMetaData metaData, String name) throws SQLException {
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      if (metaData.getColumnLabel(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw new SQLException("SHOW JOBS has no column " + name, "XX000");
  }
}
