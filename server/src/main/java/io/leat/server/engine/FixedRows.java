package io.leat.server.engine;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A result that is known at once: what SHOW and DESCRIBE give. */
final class FixedRows implements ResultStream {
  private final RowSchema schema;
  private final List<? extends List<? extends @Nullable Object>> rows;
  private int next;

  FixedRows(RowSchema schema, List<? extends List<? extends @Nullable Object>> rows) {
    this.schema = schema;
    this.rows = rows;
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public synchronized @Nullable Page poll() {
    if (finished()) {
      return null;
    }
    int end = Math.min(rows.size(), next + ChangeBatch.MAX_ROWS);
    List<Column> columns =
        IntStream.range(0, schema.size()).mapToObj(i -> column(i, next, end)).toList();
    Page page = new Page(0, new ChangeBatch(columns, end - next, null));
    next = end;
    return page;
  }

  private Column column(int index, int from, int to) {
    Column column = Column.of(schema.type(index));
    for (List<? extends @Nullable Object> row : rows.subList(from, to)) {
      BoxedValues.append(column, schema.type(index), row.get(index));
    }
    return column;
  }

  @Override
  public synchronized boolean finished() {
    return next >= rows.size();
  }

  @Override
  public @Nullable Throwable failure() {
    return null;
  }

  @Override
  public void onAvailable(Runnable callback) {
    callback.run();
  }

  @Override
  public synchronized void close() {
    next = rows.size();
  }
}
