package io.leat.jdbc;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * The little that Avatica's JDBC classes still ask of a Meta: numbers for statements, unique within
 * the connection and unknown to the server. All else goes through {@link WireClient}.
 */
@SuppressWarnings("deprecation")
final class LocalHandles extends MetaImpl {
  private final AtomicInteger numbers = new AtomicInteger();

  LocalHandles(AvaticaConnection connection) {
    super(connection);
  }

  @Override
  public StatementHandle createStatement(ConnectionHandle owner) {
    return new StatementHandle(owner.id, numbers.incrementAndGet(), null);
  }

  @Override
  public void closeStatement(StatementHandle handle) {
    // The number is not used again.
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("the driver sends this request itself");
  }

  @Override
  public StatementHandle prepare(ConnectionHandle owner, String sql, long maxRowCount) {
    throw unused();
  }

  @Override
  public ExecuteResult prepareAndExecute(
      StatementHandle handle, String sql, long maxRowCount, PrepareCallback callback) {
    throw unused();
  }

  @Override
  public ExecuteResult prepareAndExecute(
      StatementHandle handle,
      String sql,
      long maxRowCount,
      int maxRowsInFirstFrame,
      PrepareCallback callback) {
    throw unused();
  }

  @Override
  public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> commands) {
    throw unused();
  }

  @Override
  public ExecuteBatchResult executeBatch(
      StatementHandle handle, List<List<TypedValue>> parameterValues) {
    throw unused();
  }

  @Override
  public Frame fetch(StatementHandle handle, long offset, int fetchMaxRowCount) {
    throw unused();
  }

  @Override
  public ExecuteResult execute(
      StatementHandle handle, List<TypedValue> parameterValues, long maxRowCount) {
    throw unused();
  }

  @Override
  public ExecuteResult execute(
      StatementHandle handle, List<TypedValue> parameterValues, int maxRowsInFirstFrame) {
    throw unused();
  }

  @Override
  public boolean syncResults(StatementHandle handle, QueryState state, long offset) {
    throw unused();
  }

  @Override
  public void commit(ConnectionHandle owner) {
    throw unused();
  }

  @Override
  public void rollback(ConnectionHandle owner) {
    throw unused();
  }
}
