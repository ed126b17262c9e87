package io.leat.server.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A session's transactions of several statements. Called by one thread at a time. */
interface SessionTransactions {

  /** Begins one; none is open. */
  void begin();

  /**
   * Makes its writes visible, all at once. It has ended when this returns or fails.
   *
   * @throws io.leat.runtime.error.LeatException 40001 if another transaction has changed the same
   *     rows meanwhile; then nothing is written
   */
  void commit();

  /**
   * As {@link #commit} without waiting: the transaction has ended when this returns, and its writes
   * are visible, or have been refused, when the future completes.
   *
   * @param loop may be given the work on them
   */
  CompletableFuture<Void> handIn(Executor loop);

  /** Forgets its writes. It has ended when this returns. */
  void rollback();

  /** Whether one is open. May be asked by any thread. */
  boolean inTransaction();
}
