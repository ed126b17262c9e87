package io.leat.shell.run;

import io.leat.shell.render.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One statement on its way through the driver. A thread of its own executes and fetches, so that
 * the one that prints knows when no row is ready and can leave at any time. The fetching thread is
 * held back once {@link #CAPACITY} rows wait.
 */
final class Execution {
  private static final int CAPACITY = 4096;

  private final Connection connection;
  private final String sql;
  private final boolean wantsObjects;

  // All below guarded by this.
  private @Nullable Statement statement;
  private @Nullable List<Column> columns;
  private boolean changes;
  private List<@Nullable Object[]> ready = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long updateCount;
  private @Nullable Throwable failure;
  private boolean done;
  private boolean stopped;
  private boolean interrupted;

  Execution(Connection connection, String sql, boolean wantsObjects) {
    this.connection = connection;
    this.sql = sql;
    this.wantsObjects = wantsObjects;
  }

  /** Executes and fetches until the result ends or {@link #stop} is called. */
  void fetch() {
    try (Statement created = connection.createStatement()) {
      if (!begin(created)) {
        return;
      }
      if (created.execute(sql)) {
        try (ResultSet rows = created.getResultSet()) {
          fetch(rows);
        }
      } else {
        updated(created.getUpdateCount());
      }
      collect(created.getWarnings());
    } catch (SQLException | RuntimeException | Error e) {
      fail(e);
    } finally {
      finish();
    }
  }

  private void fetch(ResultSet rows) throws SQLException {
    List<Column> found = Column.of(rows.getMetaData());
    if (!opened(found, Column.areChanges(rows.getMetaData()))) {
      return;
    }
    while (rows.next()) {
      @Nullable Object[] row = new Object[found.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = wantsObjects ? object(rows, i + 1, found.get(i)) : rows.getString(i + 1);
      }
      if (!add(row)) {
        return;
      }
    }
  }

  /** A number, a truth value, or lists and maps of values of {@code java.time} and the like. */
  private static @Nullable Object object(ResultSet rows, int index, Column column)
      throws SQLException {
    if (column.kind() == Column.Kind.TEXT) {
      return rows.getString(index);
    }
    if (column.kind() != Column.Kind.NESTED) {
      return rows.getObject(index);
    }
    String type = column.typeName();
    if (type.startsWith("ARRAY") || type.startsWith("ROW")) {
      return rows.getObject(index, List.class);
    }
    return type.startsWith("M") ? rows.getObject(index, Map.class) : rows.getString(index);
  }

  private synchronized boolean begin(Statement created) {
    statement = created;
    return !stopped;
  }

  private synchronized boolean opened(List<Column> found, boolean areChanges) {
    columns = found;
    changes = areChanges;
    notifyAll();
    return !stopped;
  }

  private synchronized boolean add(@Nullable Object[] row) {
    boolean wasEmpty = ready.isEmpty();
    ready.add(row);
    if (wasEmpty) {
      notifyAll();
    }
    while (ready.size() >= CAPACITY && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        stopped = true;
      }
    }
    return !stopped;
  }

  private synchronized void updated(long count) {
    updateCount = count;
  }

  private synchronized void collect(@Nullable SQLWarning first) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      warnings.add(String.valueOf(warning.getMessage()));
    }
  }

  private synchronized void fail(Throwable e) {
    failure = e;
  }

  private synchronized void finish() {
    statement = null;
    done = true;
    notifyAll();
  }

  /**
   * Waits until the columns of a result are known, the statement is done, an interrupt comes, or
   * the time of {@link System#nanoTime} is reached.
   */
  synchronized void awaitHead(long deadline) {
    while (columns == null && !done && !interrupted && waitUntil(deadline)) {}
  }

  /** Waits until rows are ready or no more will come, or an interrupt, or {@code deadline}. */
  synchronized void awaitRows(long deadline) {
    while (ready.isEmpty() && !done && !interrupted && waitUntil(deadline)) {}
  }

  /**
   * Waits while rows stream in quickly: until {@code count} are ready, none came for {@code
   * pauseNanos}, or {@code deadline}.
   */
  synchronized void awaitSample(int count, long pauseNanos, long deadline) {
    int seen = -1;
    while (ready.size() < count && ready.size() > seen && !done && !interrupted) {
      seen = ready.size();
      long pauseEnd = System.nanoTime() + pauseNanos;
      long end = pauseEnd - deadline < 0 ? pauseEnd : deadline;
      while (ready.size() < count && !done && !interrupted && waitUntil(end)) {}
    }
  }

  /** Whether there was time left to wait. */
  private boolean waitUntil(long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    return true;
  }

  /** Takes all rows that are ready. */
  synchronized List<@Nullable Object[]> takeRows() {
    List<@Nullable Object[]> taken = ready;
    ready = new ArrayList<>();
    notifyAll();
    return taken;
  }

  synchronized @Nullable List<Column> columns() {
    return columns;
  }

  /** Whether the rows are changes of a relation; to be asked once the columns are known. */
  synchronized boolean givesChanges() {
    return changes;
  }

  /** Whether nothing will be added any more. */
  synchronized boolean isDone() {
    return done;
  }

  synchronized boolean isInterrupted() {
    return interrupted;
  }

  synchronized long updateCount() {
    return updateCount;
  }

  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  synchronized @Nullable Throwable failure() {
    return failure;
  }

  /** Wakes the waiting methods for good. Callable from any thread. */
  synchronized void interrupt() {
    interrupted = true;
    notifyAll();
  }

  /**
   * Cancels the statement and waits until the fetching thread has left it, but no longer than
   * {@code patienceNanos}; a driver that does not answer is left behind.
   */
  void stop(Executor threads, long patienceNanos) {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    long end = System.nanoTime() + patienceNanos;
    long step = TimeUnit.MILLISECONDS.toNanos(250);
    // A cancel that comes before the driver has sent the statement has no effect: repeat it.
    do {
      Statement running;
      synchronized (this) {
        running = statement;
      }
      if (running != null) {
        threads.execute(() -> cancel(running));
      }
      awaitDone(Math.min(end - System.nanoTime(), step));
    } while (!isDone() && System.nanoTime() - end < 0);
  }

  private static void cancel(Statement running) {
    try {
      running.cancel();
    } catch (SQLException e) {
      // The statement has ended by itself, or the connection is gone: it is stopped either way.
    }
  }

  private synchronized void awaitDone(long nanos) {
    long end = System.nanoTime() + nanos;
    boolean wasInterrupted = interrupted;
    while (!done && waitUntil(end)) {
      if (!wasInterrupted && interrupted) {
        return;
      }
    }
  }
}
