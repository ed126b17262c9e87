package io.leat.server.engine;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first rows of a stream, which then ends. */
final class LimitedRows implements ResultStream {
  private final ResultStream rows;
  private long left;

  LimitedRows(ResultStream rows, long limit) {
    this.rows = rows;
    this.left = limit;
    endIfComplete();
  }

  private void endIfComplete() {
    if (left == 0) {
      rows.close();
    }
  }

  @Override
  public RowSchema schema() {
    return rows.schema();
  }

  @Override
  public synchronized @Nullable Page poll() {
    Page page = left == 0 ? null : rows.poll();
    if (page == null) {
      return null;
    }
    ChangeBatch batch = page.batch();
    ChangeBatch taken = batch.size() <= left ? batch : first(batch, (int) left);
    left -= taken.size();
    endIfComplete();
    return new Page(page.epoch(), taken);
  }

  private static ChangeBatch first(ChangeBatch batch, int count) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < batch.columnCount(); i++) {
      Column column = batch.column(i).emptyLike();
      column.append(batch.column(i), 0, count);
      columns.add(column);
    }
    return new ChangeBatch(columns, count, null);
  }

  @Override
  public synchronized boolean finished() {
    return left == 0 || rows.finished();
  }

  @Override
  public synchronized @Nullable Throwable failure() {
    return left == 0 ? null : rows.failure();
  }

  @Override
  public void onAvailable(Runnable callback) {
    rows.onAvailable(callback);
  }

  @Override
  public void close() {
    rows.close();
  }
}
