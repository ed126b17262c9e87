package io.leat.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a statement, from the call to the last row. Any thread may end it: the server
 * then ends the query, and whoever waits for its rows gets SQLSTATE 57014.
 */
final class QueryRun {
  static final String CANCELED = "57014";

  private final WireClient wire;
  private final CompletableFuture<Void> deadline = new CompletableFuture<>();
  private @Nullable Integer statementId;
  private @Nullable String endedBecause;
  private boolean finished;

  QueryRun(WireClient wire) {
    this.wire = wire;
  }

  /** Ends it after so many seconds; 0 for never. */
  void limit(int seconds) {
    if (seconds > 0) {
      CompletableFuture<Void> unused =
          deadline
              .orTimeout(seconds, TimeUnit.SECONDS)
              .whenCompleteAsync(
                  (done, error) -> {
                    if (error instanceof TimeoutException) {
                      endQuietly("the query ran longer than its timeout of " + seconds + " s");
                    }
                  });
    }
  }

  /** It is about to run in this statement of the server's, which is closed if it was ended. */
  void startIn(int id) throws LeatSQLException {
    boolean late;
    synchronized (this) {
      statementId = id;
      late = endedBecause != null;
    }
    if (late) {
      wire.closeStatement(id);
    }
    check();
  }

  /** Fails if it was ended. */
  synchronized void check() throws LeatSQLException {
    if (endedBecause != null) {
      throw new LeatSQLException(endedBecause, CANCELED);
    }
  }

  /** It has given its last row or its error; ending it has no effect any more. */
  void finish() {
    synchronized (this) {
      finished = true;
    }
    deadline.complete(null);
  }

  /** It has failed by itself, or through being ended. */
  void finishUnlessEnded() {
    if (!wasEnded()) {
      finish();
    }
  }

  /**
   * Ends it; the server is told and has ended the query when this returns.
   *
   * @return whether it was still running
   */
  boolean end(String because) throws LeatSQLException {
    Integer id;
    synchronized (this) {
      if (finished || endedBecause != null) {
        return false;
      }
      endedBecause = because;
      id = statementId;
    }
    deadline.complete(null);
    if (id != null) {
      wire.closeStatement(id);
    }
    return true;
  }

  /** As {@link #end}, where the server learns of it in another way. */
  synchronized void abandon(String because) {
    if (!finished && endedBecause == null) {
      endedBecause = because;
      deadline.complete(null);
    }
  }

  private void endQuietly(String because) {
    try {
      end(because);
    } catch (LeatSQLException e) {
      // The server is gone, and its query with it; the reader will find that out by itself.
      finish();
    }
  }

  synchronized boolean wasEnded() {
    return endedBecause != null;
  }
}
