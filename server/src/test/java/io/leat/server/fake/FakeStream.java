package io.leat.server.fake;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A result whose rows the test puts in. */
public class FakeStream implements ResultStream {
  private final RowSchema schema;
  private final Queue<Page> pages = new ArrayDeque<>();
  private Runnable callback;
  private boolean ended;
  private boolean closed;
  private Throwable failure;
  private int polled;

  public FakeStream(RowSchema schema) {
    this.schema = schema;
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  public void row(Object... values) {
    rows(List.of(java.util.Arrays.asList(values)));
  }

  public void rows(List<List<Object>> rows) {
    weightedRows(rows, null);
  }

  /** Rows that count several times; of weight 1 if {@code weights} is null. */
  public void weightedRows(List<List<Object>> rows, long[] weights) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      Column column = Column.of(schema.type(i));
      for (List<Object> row : rows) {
        BoxedValues.append(column, schema.type(i), row.get(i));
      }
      columns.add(column);
    }
    put(new Page(1, new ChangeBatch(columns, rows.size(), weights)));
  }

  void put(Page page) {
    Runnable call;
    synchronized (this) {
      pages.add(page);
      call = callback;
      callback = null;
    }
    if (call != null) {
      call.run();
    }
  }

  public void end(Throwable why) {
    Runnable call;
    synchronized (this) {
      ended = true;
      failure = why;
      call = callback;
      callback = null;
    }
    if (call != null) {
      call.run();
    }
  }

  @Override
  public synchronized Page poll() {
    Page page = closed ? null : pages.poll();
    if (page != null) {
      polled++;
    }
    return page;
  }

  /** How many pages have been taken. */
  public synchronized int polled() {
    return polled;
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /** Whether a fetch is parked on it. */
  public synchronized boolean isAwaited() {
    return callback != null;
  }

  @Override
  public synchronized boolean finished() {
    return closed || (ended && pages.isEmpty());
  }

  @Override
  public synchronized Throwable failure() {
    return failure;
  }

  @Override
  public void onAvailable(Runnable newCallback) {
    synchronized (this) {
      if (!closed && !ended && pages.isEmpty()) {
        callback = newCallback;
        return;
      }
    }
    newCallback.run();
  }

  @Override
  public void close() {
    Runnable call;
    synchronized (this) {
      closed = true;
      pages.clear();
      call = callback;
      callback = null;
    }
    if (call != null) {
      call.run();
    }
  }
}
