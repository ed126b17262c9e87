package io.leat.server.engine;

import io.leat.runtime.local.pipeline.Commit;
import io.leat.runtime.local.pipeline.Pipeline;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.runtime.local.pipeline.TableWrite;
import io.leat.runtime.local.pipeline.Transaction;
import io.leat.runtime.local.pipeline.WriteSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The transaction that a session has open, if any. */
final class OpenTransaction implements SessionTransactions {
  private final Pipeline pipeline;
  private volatile @Nullable Transaction open;

  OpenTransaction(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** What the session's next statement reads. */
  Snapshot snapshot() {
    Transaction transaction = open;
    return transaction == null ? pipeline.snapshot() : transaction.snapshot();
  }

  /**
   * Writes what has been computed from {@link #snapshot}: for the transaction if one is open, else
   * for everybody.
   *
   * @return how many rows were touched
   */
  long write(List<TableWrite> writes, Snapshot seen) {
    Transaction transaction = open;
    return transaction == null
        ? pipeline.write(new WriteSet(writes, seen)).rows()
        : transaction.write(writes);
  }

  /** As {@link #write} without waiting: the rows are touched when the future completes. */
  CompletableFuture<Long> handIn(List<TableWrite> writes, Snapshot seen, Executor loop) {
    Transaction transaction = open;
    return transaction == null
        ? pipeline.commit(new WriteSet(writes, seen), loop).thenApply(Commit::rows)
        : CompletableFuture.completedFuture(transaction.write(writes));
  }

  /** Lets the transaction that is open see a table that its session has just made. */
  void created(String table) {
    Transaction transaction = open;
    if (transaction != null) {
      transaction.include(pipeline.snapshot().get(table));
    }
  }

  @Override
  public void begin() {
    open = new Transaction(pipeline.snapshot());
  }

  @Override
  public void commit() {
    WriteSet writes = end();
    if (!writes.writes().isEmpty()) {
      pipeline.write(writes);
    }
  }

  @Override
  public CompletableFuture<Void> handIn(Executor loop) {
    WriteSet writes = end();
    return writes.writes().isEmpty()
        ? CompletableFuture.completedFuture(null)
        : pipeline.commit(writes, loop).thenApply(commit -> null);
  }

  private WriteSet end() {
    Transaction transaction = Objects.requireNonNull(open);
    open = null;
    return transaction.writes();
  }

  @Override
  public void rollback() {
    open = null;
  }

  @Override
  public boolean inTransaction() {
    return open != null;
  }
}
