package io.leat.runtime.local;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The result stream of a run: pages of complete epochs. Past {@link #MAX_BYTES} or {@link
 * #MAX_ROWS} it is full, and its run opens no more epochs until half of that has been read.
 * Callbacks run on the given executor.
 */
final class ResultQueue implements ResultStream {
  static final long MAX_BYTES = 4L << 20;
  static final long MAX_ROWS = 256L << 10;

  private static final long BYTES_PER_PAGE = 128;

  private final RowSchema schema;
  private final Runnable onRoom;
  private final Runnable onClose;
  private final Executor callbacks;
  private final ArrayDeque<Page> pages = new ArrayDeque<>();
  private long bytes;
  private long rows;
  private long rowsOut;
  private volatile boolean full;
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;
  private @Nullable Runnable callback;

  ResultQueue(RowSchema schema, Runnable onRoom, Runnable onClose, Executor callbacks) {
    this.schema = schema;
    this.onRoom = onRoom;
    this.onClose = onClose;
    this.callbacks = callbacks;
  }

  /** The memory that a batch takes here. */
  static long bytesOf(ChangeBatch batch) {
    long sum = BYTES_PER_PAGE;
    for (int i = 0; i < batch.columnCount(); i++) {
      sum += batch.column(i).memoryBytes();
    }
    long[] weights = batch.weights();
    return weights == null ? sum : sum + (long) Long.BYTES * weights.length;
  }

  /** Adds the rows of a complete epoch; they are seen together. */
  void publish(long epoch, List<ChangeBatch> batches) {
    synchronized (this) {
      if (ended || closed || batches.isEmpty()) {
        return;
      }
      for (ChangeBatch batch : batches) {
        pages.add(new Page(epoch, batch));
        bytes += bytesOf(batch);
        rows += batch.size();
        rowsOut += batch.changeCount();
      }
      full = bytes >= MAX_BYTES || rows >= MAX_ROWS;
    }
    callBack();
  }

  /** No more rows will come. */
  void end(@Nullable Throwable why) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      failure = why;
    }
    callBack();
  }

  boolean isFull() {
    return full;
  }

  /** Rows handed over so far, read or not. */
  synchronized long rowsOut() {
    return rowsOut;
  }

  synchronized long bufferedBytes() {
    return bytes;
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public @Nullable Page poll() {
    boolean room = false;
    Page page;
    synchronized (this) {
      page = pages.poll();
      if (page == null) {
        return null;
      }
      bytes -= bytesOf(page.batch());
      rows -= page.batch().size();
      if (full && bytes <= MAX_BYTES / 2 && rows <= MAX_ROWS / 2) {
        full = false;
        room = true;
      }
    }
    if (room) {
      onRoom.run();
    }
    return page;
  }

  @Override
  public synchronized boolean finished() {
    return ended && pages.isEmpty();
  }

  @Override
  public synchronized @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void onAvailable(Runnable newCallback) {
    synchronized (this) {
      callback = newCallback;
      if (pages.isEmpty() && !ended) {
        return;
      }
    }
    callBack();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      pages.clear();
      bytes = 0;
      rows = 0;
    }
    onClose.run();
  }

  private void callBack() {
    Runnable waiting;
    synchronized (this) {
      waiting = callback;
      callback = null;
    }
    if (waiting != null) {
      callbacks.execute(waiting);
    }
  }
}
