package io.leat.runtime.connector.lookup;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * What becomes of a lookup that fails: it is tried again later, or its rows fail with it. One that
 * finds nothing is tried again too, if the options say so.
 */
final class LookupFailures {
  private final String table;
  private final LookupOptions options;
  private final LookupTimer timer;
  private final LookupErrors errors;

  LookupFailures(String table, LookupOptions options, LookupTimer timer, LookupErrors errors) {
    this.table = table;
    this.options = options;
    this.timer = timer;
    this.errors = errors;
  }

  /** Tells of a failure that fails no row. */
  void report(Throwable failure) {
    RowException error = error(failure);
    errors.failed(error.sqlState(), error.message(), "");
  }

  /**
   * Runs something before a retry's turn.
   *
   * @param retry from 1
   */
  void later(int retry, Runnable again) {
    timer.after(options.retryDelay().multipliedBy(retry), again);
  }

  /** Asks anew for what was not there, after a while. */
  void missed(Runnable again) {
    timer.after(options.missDelay(), again);
  }

  /** What the rows that needed it are told. */
  RowException error(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String state = cause instanceof LeatException known ? known.sqlState() : SqlState.IO_ERROR;
    String text =
        cause instanceof TimeoutException
            ? "no answer within " + options.timeout().toMillis() + " ms"
            : cause.getMessage() == null ? cause.toString() : cause.getMessage();
    int tries = options.maxRetries() + 1;
    return new RowException(
        state,
        "the lookup in "
            + table
            + " failed"
            + (tries == 1 ? "" : " " + tries + " times")
            + ": "
            + text);
  }
}
