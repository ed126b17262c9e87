package io.leat.server.engine;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result that has been computed whole. */
final class BatchRows implements ResultStream {
  private final RowSchema schema;
  private final long epoch;
  private final ArrayDeque<ChangeBatch> batches;

  BatchRows(RowSchema schema, long epoch, List<ChangeBatch> batches) {
    this.schema = schema;
    this.epoch = epoch;
    this.batches = new ArrayDeque<>(batches);
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  @Override
  public synchronized @Nullable Page poll() {
    ChangeBatch batch = batches.poll();
    return batch == null ? null : new Page(epoch, batch);
  }

  @Override
  public synchronized boolean finished() {
    return batches.isEmpty();
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
    batches.clear();
  }
}
