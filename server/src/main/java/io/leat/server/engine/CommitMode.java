package io.leat.server.engine;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.PlannedStatement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** When a session's transactions begin and end. Called by one thread at a time. */
final class CommitMode {
  private final SessionTransactions transactions;
  private volatile boolean automatic = true;

  /** Whether something in the open transaction has taken effect already. */
  private boolean tookEffect;

  CommitMode(SessionTransactions transactions) {
    this.transactions = transactions;
  }

  boolean automatic() {
    return automatic;
  }

  void automatic(boolean on) {
    if (on && !automatic) {
      commit();
    }
    automatic = on;
  }

  boolean inTransaction() {
    return transactions.inTransaction();
  }

  void begin() {
    if (transactions.inTransaction()) {
      throw new LeatException(
              SqlState.ACTIVE_TRANSACTION, "there is a transaction in progress already")
          .withHint("end it with COMMIT or ROLLBACK first");
    }
    tookEffect = false;
    transactions.begin();
  }

  void commit() {
    tookEffect = false;
    if (transactions.inTransaction()) {
      transactions.commit();
    }
  }

  /** As {@link #commit} without waiting; it has been done when the future completes. */
  CompletableFuture<Void> handIn(Executor loop) {
    tookEffect = false;
    return transactions.inTransaction()
        ? transactions.handIn(loop)
        : CompletableFuture.completedFuture(null);
  }

  void rollback() {
    boolean stays = tookEffect;
    tookEffect = false;
    if (transactions.inTransaction()) {
      transactions.rollback();
    }
    if (stays) {
      throw LeatException.notSupported(
          "ROLLBACK of DDL and of rows given to a connector",
          "they took effect when their statement returned, and all else is rolled back;"
              + " undo them by other statements");
    }
  }

  /** Does what a statement about transactions says. */
  void apply(PlannedStatement.Transaction statement) {
    switch (statement.kind()) {
      case BEGIN -> begin();
      case COMMIT -> commit();
      case ROLLBACK -> rollback();
    }
  }

  /** Opens a transaction where a statement that reads or writes rows begins one by itself. */
  void beginByItself() {
    if (!automatic && !transactions.inTransaction()) {
      begin();
    }
  }

  /** A statement has done something that no rollback undoes. */
  void tookEffect() {
    tookEffect = !automatic || transactions.inTransaction();
  }
}
