package io.leat.server.engine;

/** Transactions of an engine whose statements take effect when they return. */
final class WritesAtOnce implements SessionTransactions {
  private volatile boolean open;

  @Override
  public void begin() {
    open = true;
  }

  @Override
  public void commit() {
    open = false;
  }

  @Override
  public void rollback() {
    open = false;
  }

  @Override
  public boolean inTransaction() {
    return open;
  }
}
