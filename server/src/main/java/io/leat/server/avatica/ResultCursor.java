package io.leat.server.avatica;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.types.RowSchema;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.calcite.avatica.proto.Common;
import org.jspecify.annotations.Nullable;

/**
 * Hands a result stream out in frames. A fetch takes what is there; where nothing is, it is parked
 * without a thread until rows come. The last frame is kept, so that a client that has not received
 * it may ask again. Holds at most one page and one frame, so a client that does not read costs
 * nothing more. Safe for use by several threads.
 */
final class ResultCursor {
  /** Rows of a frame unless the client asks for another number. */
  private static final int FRAME_ROWS = 4096;

  /** A frame is closed when its rows have this many bytes. */
  private static final int FRAME_BYTES = 256 << 10;

  private final ResultStream stream;
  private final RowSchema schema;
  private final WireValues values;
  private final Executor executor;
  private final long maxRows;

  private ResultStream.@Nullable Page page;
  private int pageRow;
  private long rowRepeats;
  private long nextOffset;
  private Common.@Nullable Frame lastFrame;
  private @Nullable Waiting waiting;
  private @Nullable Throwable ended;
  private boolean patient;
  private long awaitUntil;

  private record Waiting(CompletableFuture<Common.Frame> reply, int frameRows) {}

  /**
   * @param maxRows after so many rows the query is ended; 0 for no limit
   * @param executor makes frames when rows come
   */
  ResultCursor(ResultStream stream, WireValues values, long maxRows, Executor executor) {
    this.stream = stream;
    this.schema = stream.schema();
    this.values = values;
    this.maxRows = maxRows;
    this.executor = executor;
  }

  /**
   * The rows that come within a time, if the result ends or fills a frame by then: so a short
   * answer needs one message. Otherwise those that are there when the time is over.
   *
   * @param patienceNanos 0: the rows that are there already
   */
  synchronized Common.Frame first(int frameRows, long patienceNanos) {
    awaitUntil = System.nanoTime() + patienceNanos;
    patient = patienceNanos > 0;
    try {
      Common.Frame frame = frame(frameRows);
      return frame == null ? empty(0) : frame;
    } finally {
      patient = false;
    }
  }

  /** Whether there are more rows, or the end, before the time is over. */
  private boolean awaitMore() {
    if (!patient || stream.finished()) {
      return false;
    }
    CompletableFuture<Void> available = new CompletableFuture<>();
    stream.onAvailable(() -> available.complete(null));
    try {
      available.get(Math.max(0, awaitUntil - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      patient = false;
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The rows from {@code offset} on: those of the next frame, or the last one once more.
   *
   * @param frameRows the most rows to give; 0 or less for a usual number
   */
  CompletableFuture<Common.Frame> fetch(long offset, int frameRows) {
    CompletableFuture<Common.Frame> reply = new CompletableFuture<>();
    Waiting before;
    synchronized (this) {
      before = waiting;
      waiting = null;
      try {
        Common.Frame frame = at(offset, frameRows);
        if (frame != null) {
          reply.complete(frame);
        } else {
          waiting = new Waiting(reply, frameRows);
        }
      } catch (RuntimeException e) {
        reply.completeExceptionally(e);
      }
    }
    if (before != null) {
      before.reply.complete(empty(offset));
    }
    if (!reply.isDone()) {
      stream.onAvailable(this::dispatch);
    }
    return reply;
  }

  /** Answers a parked fetch with no rows, so that a client does not take silence for death. */
  void release(CompletableFuture<Common.Frame> reply) {
    long offset;
    synchronized (this) {
      if (waiting == null || waiting.reply != reply) {
        return;
      }
      waiting = null;
      offset = nextOffset;
    }
    reply.complete(empty(offset));
  }

  /** Whether the query has ended and all its rows have been handed out. */
  synchronized boolean isOver() {
    return ended != null || (lastFrame != null && lastFrame.getDone());
  }

  /** Ends the query; a parked fetch and later ones fail with this error. */
  void end(LeatException why) {
    Waiting parked;
    synchronized (this) {
      if (ended != null) {
        return;
      }
      ended = why;
      parked = waiting;
      waiting = null;
      page = null;
      lastFrame = null;
    }
    stream.close();
    if (parked != null) {
      parked.reply.completeExceptionally(why);
    }
  }

  private void dispatch() {
    try {
      executor.execute(this::resume);
    } catch (RejectedExecutionException e) {
      end(new LeatException(SqlState.SHUTTING_DOWN, "the server is shutting down"));
    }
  }

  private void resume() {
    Waiting parked;
    Common.Frame frame = null;
    RuntimeException failure = null;
    synchronized (this) {
      parked = waiting;
      if (parked == null) {
        return;
      }
      try {
        frame = at(nextOffset, parked.frameRows);
      } catch (RuntimeException e) {
        failure = e;
      }
      if (frame != null || failure != null) {
        waiting = null;
      }
    }
    if (failure != null) {
      parked.reply.completeExceptionally(failure);
    } else if (frame != null) {
      parked.reply.complete(frame);
    } else {
      stream.onAvailable(this::dispatch);
    }
  }

  private Common.@Nullable Frame at(long offset, int frameRows) {
    if (ended != null) {
      throw asRuntime(ended);
    }
    Common.Frame last = lastFrame;
    if (last != null && last.getOffset() == offset && (offset < nextOffset || last.getDone())) {
      return last;
    }
    if (offset != nextOffset) {
      throw new LeatException(
          SqlState.INVALID_CURSOR_STATE,
          "the result is at row " + nextOffset + ", so row " + offset + " cannot be read");
    }
    if (last != null && last.getDone()) {
      return doneAt(offset);
    }
    return frame(frameRows);
  }

  /** The next frame, or null if there is no row now and the query goes on. */
  private Common.@Nullable Frame frame(int frameRows) {
    int rowBudget = frameRows > 0 ? Math.min(frameRows, FRAME_ROWS) : FRAME_ROWS;
    if (maxRows > 0) {
      rowBudget = (int) Math.min(rowBudget, maxRows - nextOffset);
    }
    Common.Frame.Builder frame = Common.Frame.newBuilder().setOffset(nextOffset);
    int bytes = 0;
    int rows = 0;
    while (rows < rowBudget && bytes < FRAME_BYTES) {
      if (!advance()) {
        if (awaitMore()) {
          continue;
        }
        break;
      }
      ResultStream.Page current = page;
      if (current == null) {
        break;
      }
      Common.Row row = row(current.batch(), pageRow);
      int rowBytes = row.getSerializedSize();
      int fitting = 1 + (FRAME_BYTES - bytes) / Math.max(1, rowBytes);
      long copies = Math.min(rowRepeats, Math.min(rowBudget - rows, fitting));
      for (long copy = 0; copy < copies; copy++) {
        frame.addRows(row);
      }
      rows += (int) copies;
      rowRepeats -= copies;
      bytes += (int) copies * rowBytes;
    }
    boolean limitReached = maxRows > 0 && nextOffset + rows >= maxRows;
    boolean exhausted = !limitReached && !hasRow() && stream.finished();
    if (exhausted && rows == 0) {
      Throwable failure = stream.failure();
      if (failure != null) {
        ended = failure;
        stream.close();
        throw asRuntime(failure);
      }
    }
    boolean done = limitReached || (exhausted && stream.failure() == null);
    if (rows == 0 && !done) {
      return null;
    }
    nextOffset += rows;
    Common.Frame made = frame.setDone(done).build();
    lastFrame = made;
    if (done) {
      page = null;
      stream.close();
    }
    return made;
  }

  /** Whether a row is current: its page is {@code page}, its index {@code pageRow}. */
  private boolean advance() {
    while (!hasRow()) {
      page = stream.poll();
      pageRow = -1;
      rowRepeats = 0;
      if (page == null) {
        return false;
      }
    }
    return true;
  }

  private boolean hasRow() {
    ResultStream.Page current = page;
    if (current == null) {
      return false;
    }
    while (rowRepeats == 0) {
      if (pageRow + 1 >= current.batch().size()) {
        page = null;
        return false;
      }
      pageRow++;
      rowRepeats = current.batch().weight(pageRow);
      if (rowRepeats < 0) {
        throw new IllegalStateException("a result row has weight " + rowRepeats);
      }
    }
    return true;
  }

  private Common.Row row(ChangeBatch batch, int index) {
    Common.Row.Builder row = Common.Row.newBuilder();
    for (int i = 0; i < schema.size(); i++) {
      row.addValue(
          values.column(BoxedValues.get(batch.column(i), index, schema.type(i)), schema.type(i)));
    }
    return row.build();
  }

  private static Common.Frame empty(long offset) {
    return Common.Frame.newBuilder().setOffset(offset).setDone(false).build();
  }

  private static Common.Frame doneAt(long offset) {
    return Common.Frame.newBuilder().setOffset(offset).setDone(true).build();
  }

  private static RuntimeException asRuntime(Throwable failure) {
    return failure instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(failure);
  }
}
