package io.leat.runtime.local;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a running query as one client reads them. Rows of an epoch appear together, once
 * every shard has ended it. A client that does not read holds its own query back, nothing else.
 * Safe for one reader and any number of threads that close it.
 */
public interface ResultStream extends AutoCloseable {

  RowSchema schema();

  /**
   * The next rows, or null if there are none now; never blocks. The batch is the caller's to keep.
   */
  @Nullable Page poll();

  /** Whether the query has ended and every row has been polled. */
  boolean finished();

  /**
   * Why the query ended before its end, if it was stopped (57014) or failed: an error of the user's
   * ({@link io.leat.runtime.error.LeatException}) or a bug. To be asked once {@link #finished}.
   */
  @Nullable Throwable failure();

  /**
   * Calls {@code callback} once, on a thread of a small pool for callbacks of all streams, as soon
   * as there are rows or the stream has finished; at once if that is so already. Replaces a
   * callback that has not been called yet.
   */
  void onAvailable(Runnable callback);

  /** Ends the query. Idempotent; a waiting callback is called. */
  @Override
  void close();

  /** Rows of one epoch. */
  record Page(long epoch, ChangeBatch batch) {}
}
