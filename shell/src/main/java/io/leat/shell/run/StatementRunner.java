package io.leat.shell.run;

import io.leat.shell.render.Column;
import io.leat.shell.render.Format;
import io.leat.shell.render.LiveTable;
import io.leat.shell.render.RowWriter;
import io.leat.shell.sql.SqlStatement;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements and prints their results, one at a time. {@link #interrupt} may come from any
 * thread.
 */
public final class StatementRunner {
  private static final long SAMPLE_PAUSE = TimeUnit.MILLISECONDS.toNanos(15);
  private static final long SAMPLE_TIME = TimeUnit.MILLISECONDS.toNanos(100);

  /** Changes of one epoch come together: after this time without one, there are no more of it. */
  private static final long EPOCH_PAUSE = TimeUnit.MILLISECONDS.toNanos(30);

  /** A live table is drawn at most that often. */
  private static final long FRAME_TIME = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long STOP_PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private static final List<String> MAY_WARN =
      List.of("SELECT", "WITH", "VALUES", "INSERT", "UPSERT", "DROP");

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "leat-shell-fetch");
            thread.setDaemon(true);
            return thread;
          });
  private final ConnectionSource connections;
  private final Format format;
  private final Limits limits;
  private final Object interruption = new Object();
  private volatile boolean interrupted;
  private volatile boolean busy;
  private volatile @Nullable Execution current;

  public StatementRunner(ConnectionSource connections, Format format, Limits limits) {
    this.connections = connections;
    this.format = format;
    this.limits = limits;
  }

  /** Ends the statement that is running, and those that are asked for before {@link #rearm}. */
  public void interrupt() {
    synchronized (interruption) {
      interrupted = true;
      interruption.notifyAll();
    }
    connections.interrupt();
    Execution running = current;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Whether {@link #interrupt} has something to end. */
  public boolean isBusy() {
    return busy;
  }

  public boolean isInterrupted() {
    return interrupted;
  }

  /** Waits for an interrupt, at most {@code millis}; tells whether there was one. */
  boolean awaitInterrupt(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (interruption) {
      long left = deadline - System.nanoTime();
      while (!interrupted && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(interruption, left);
        left = deadline - System.nanoTime();
      }
      return interrupted;
    }
  }

  /** Forgets an earlier interrupt. */
  public void rearm() {
    interrupted = false;
  }

  public Limits limits() {
    return limits;
  }

  /** Begins to connect and returns at once. */
  public void connect() {
    connections.start();
  }

  ConnectionSource connections() {
    return connections;
  }

  /**
   * Runs one statement.
   *
   * @throws SQLException what the statement failed with, after the rows before it are printed
   * @throws IOException when the output cannot be written
   */
  public Outcome run(SqlStatement sql, Console console) throws SQLException, IOException {
    busy = true;
    try {
      return runOne(sql, console);
    } finally {
      busy = false;
    }
  }

  private Outcome runOne(SqlStatement sql, Console console) throws SQLException, IOException {
    Connection connection = connections.get();
    if (connection == null || interrupted) {
      return Outcome.INTERRUPTED;
    }
    long start = System.nanoTime();
    Execution execution = new Execution(connection, sql.text(), format.wantsObjects());
    current = execution;
    if (interrupted) {
      execution.interrupt();
    }
    try {
      threads.execute(execution::fetch);
      return print(execution, sql, start, console);
    } finally {
      current = null;
      if (!execution.isDone()) {
        execution.stop(threads, STOP_PATIENCE);
      }
    }
  }

  private Outcome print(Execution execution, SqlStatement sql, long start, Console console)
      throws SQLException, IOException {
    long deadline = limits.deadline(start);
    if (FillProgress.isOf(sql)) {
      new FillProgress(connections, console).await(execution, deadline);
    } else {
      execution.awaitHead(deadline);
    }
    List<Column> columns = execution.columns();
    if (columns != null) {
      boolean live =
          execution.givesChanges() && format == Format.TABLE && console.screen().isLive();
      Outcome outcome =
          live
              ? drawChanges(execution, columns, start, deadline, console)
              : printRows(execution, columns, start, deadline, console);
      warn(execution, sql, console);
      return outcome;
    }
    if (execution.isInterrupted()) {
      console.note("interrupted after " + seconds(start));
      return Outcome.INTERRUPTED;
    }
    if (!execution.isDone()) {
      throw new SQLTimeoutException(
          "the statement was not done after " + seconds(start) + " (--timeout)", "57014");
    }
    throwFailure(execution);
    warn(execution, sql, console);
    console.note(acknowledgement(sql, execution.updateCount(), start));
    return Outcome.DONE;
  }

  private Outcome printRows(
      Execution execution, List<Column> columns, long start, long deadline, Console console)
      throws SQLException, IOException {
    RowWriter writer = format.writer(console.out(), console.screen());
    writer.begin(columns);
    long count = 0;
    boolean sampled = false;
    while (count < limits.rows()) {
      execution.awaitRows(deadline);
      if (!sampled && format.sampleRows() > 1) {
        int sample = (int) Math.min(format.sampleRows(), limits.rows());
        execution.awaitSample(
            sample, SAMPLE_PAUSE, Math.min(deadline, System.nanoTime() + SAMPLE_TIME));
        sampled = true;
      }
      boolean last = execution.isDone();
      List<@Nullable Object[]> rows = execution.takeRows();
      if (rows.isEmpty()
          && (last || execution.isInterrupted() || System.nanoTime() - deadline >= 0)) {
        break;
      }
      if (rows.size() > limits.rows() - count) {
        rows = rows.subList(0, (int) (limits.rows() - count));
      }
      count += rows.size();
      writer.rows(rows, last || count == limits.rows());
      console.flush();
      if (execution.isInterrupted() || System.nanoTime() - deadline >= 0) {
        break;
      }
    }
    boolean complete = execution.isDone();
    boolean stoppedByUser = execution.isInterrupted();
    if (!complete || execution.failure() == null) {
      writer.end();
    }
    console.flush();
    if (complete && count < limits.rows()) {
      throwFailure(execution);
    }
    console.note(
        (count == 1 ? "1 row" : count + " rows")
            + " in "
            + seconds(start)
            + (stoppedByUser ? " (interrupted)" : ""));
    return stoppedByUser ? Outcome.INTERRUPTED : Outcome.DONE;
  }

  /** Shows the relation that the rows are changes of, as it is now, until it ends. */
  private Outcome drawChanges(
      Execution execution, List<Column> columns, long start, long deadline, Console console)
      throws SQLException, IOException {
    LiveTable table = new LiveTable(console.out(), console::screen, columns);
    long count = 0;
    long nextDraw = System.nanoTime();
    boolean going = true;
    while (going) {
      long now = System.nanoTime();
      long wake = table.isWaiting() ? now + EPOCH_PAUSE : table.isStale() ? nextDraw : deadline;
      execution.awaitRows(wake - deadline < 0 ? wake : deadline);
      boolean last = execution.isDone();
      List<@Nullable Object[]> rows = execution.takeRows();
      if (rows.size() > limits.rows() - count) {
        rows = rows.subList(0, (int) (limits.rows() - count));
      }
      count += rows.size();
      if (rows.isEmpty()) {
        table.settle();
      }
      table.add(rows);
      now = System.nanoTime();
      going =
          !(last && rows.isEmpty())
              && count < limits.rows()
              && !execution.isInterrupted()
              && now - deadline < 0;
      if (going && table.isStale() && now - nextDraw >= 0) {
        table.draw();
        console.flush();
        nextDraw = System.nanoTime() + FRAME_TIME;
      }
    }
    table.end(execution.isDone() && !execution.isInterrupted());
    console.flush();
    if (execution.isDone() && count < limits.rows() && !execution.isInterrupted()) {
      throwFailure(execution);
    }
    boolean stoppedByUser = execution.isInterrupted();
    console.note(
        (table.rows() == 1 ? "1 row" : table.rows() + " rows")
            + " after "
            + (table.changes() == 1 ? "1 change" : table.changes() + " changes")
            + " in "
            + seconds(start)
            + (stoppedByUser ? " (interrupted)" : ""));
    return stoppedByUser ? Outcome.INTERRUPTED : Outcome.DONE;
  }

  /** Says what the driver and the server found worth a warning. */
  private void warn(Execution execution, SqlStatement sql, Console console) {
    List<String> warnings = new ArrayList<>(execution.warnings());
    Connection connection = connections.peek();
    if (connection != null && MAY_WARN.stream().anyMatch(sql::startsWith)) {
      warnings.addAll(ServerWarnings.ask(connection));
    }
    warnings.forEach(warning -> console.note("Warning: " + warning));
  }

  private static void throwFailure(Execution execution) throws SQLException {
    Throwable failure = execution.failure();
    if (failure instanceof SQLException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new SQLException("internal error: " + failure, "XX000", failure);
    }
  }

  private static String acknowledgement(SqlStatement sql, long count, long start) {
    String done = "";
    if (sql.startsWith("UPDATE")) {
      done = "updated";
    } else if (sql.startsWith("DELETE") || sql.startsWith("TRUNCATE")) {
      done = "deleted";
    } else if (List.of("INSERT", "UPSERT", "MERGE").stream().anyMatch(sql::startsWith)) {
      done = "written";
    }
    if (done.isEmpty()) {
      return "OK";
    }
    return (count == 1 ? "1 row" : count + " rows") + " " + done + " in " + seconds(start);
  }

  /** Time since {@code start} in seconds to the millisecond. */
  static String seconds(long start) {
    return String.format(Locale.ROOT, "%.3f s", (System.nanoTime() - start) / 1e9);
  }
}
