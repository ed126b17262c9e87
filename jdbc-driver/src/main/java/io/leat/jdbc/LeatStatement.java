package io.leat.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * A statement. {@link #cancel} and {@link #close} may be called from any thread and end the query
 * on the server. The query timeout counts from the execution to the last row.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // cancel must not wait for a reader
final class LeatStatement extends AvaticaStatement {
  private final WireClient wire;
  private final StatementRuns runs;
  private final List<String> batch = new ArrayList<>();

  LeatStatement(
      LeatConnection connection,
      Meta.@Nullable StatementHandle handle,
      int type,
      int concurrency,
      int holdability) {
    super(connection, handle, type, concurrency, holdability);
    this.wire = connection.wire();
    this.runs = new StatementRuns(wire, wire::createStatement, null);
  }

  @Override
  protected void checkOpen() throws SQLException {
    if (closed) {
      throw new LeatSQLException("the statement is closed", "24000");
    }
  }

  @Override
  protected void executeInternal(String sql) throws SQLException {
    closeResult();
    int frameRows = getFetchSize();
    StatementRuns.Started<ExecutionAnswer> started =
        runs.execute(
            getQueryTimeout(),
            id ->
                Requests.PrepareAndExecuteRequest.newBuilder()
                    .setConnectionId(wire.connectionId())
                    .setStatementId(id)
                    .setSql(sql)
                    .setMaxRowsTotal(maxRowCount)
                    .setFirstFrameMaxSize(frameRows)
                    .build());
    ExecutionAnswer answer = started.answer();
    ResultColumns columns = answer.columns();
    if (columns != null) {
      openResultSet =
          new LeatResultSet(
              this,
              columns,
              new ResultRows(
                  wire,
                  started.run(),
                  started.statementId(),
                  columns.types(),
                  answer.firstFrame(),
                  frameRows,
                  maxRowCount));
    } else {
      updateCount = answer.updateCount();
    }
  }

  private void closeResult() {
    updateCount = -1;
    ResultSet before = openResultSet;
    openResultSet = null;
    if (before instanceof LeatResultSet open) {
      open.close();
    }
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    checkOpen();
    executeInternal(sql);
    ResultSet rows = openResultSet;
    if (rows == null) {
      throw new LeatSQLException("the statement gives no rows: run it with executeUpdate", "42601");
    }
    return rows;
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    checkOpen();
    executeInternal(sql);
    if (openResultSet != null) {
      closeResult();
      throw new LeatSQLException("the statement gives rows: run it with executeQuery", "42601");
    }
    return updateCount;
  }

  @Override
  public void cancel() throws SQLException {
    checkOpen();
    runs.cancel("the query was cancelled");
  }

  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      try {
        runs.close();
      } finally {
        closeResult();
        connection.statementMap.remove(handle.id);
      }
    }
  }

  void abandon() {
    closed = true;
    runs.abandon();
  }

  void resultClosed() {
    if (closeOnCompletion && !closed) {
      closed = true;
      connection.statementMap.remove(handle.id);
    }
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    checkOpen();
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  @Override
  protected long[] executeBatchInternal() throws SQLException {
    if (batch.isEmpty()) {
      return new long[0];
    }
    closeResult();
    try {
      return counts(
          runs.executeBatch(
              getQueryTimeout(),
              id ->
                  wire.call(
                      Requests.PrepareAndExecuteBatchRequest.newBuilder()
                          .setConnectionId(wire.connectionId())
                          .setStatementId(id)
                          .addAllSqlCommands(batch)
                          .build(),
                      Responses.ExecuteBatchResponse.parser())));
    } catch (LeatSQLException e) {
      throw e.ofBatch();
    }
  }

  static long[] counts(Responses.ExecuteBatchResponse answer) {
    return answer.getUpdateCountsList().stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
    checkKeys(autoGeneratedKeys);
    return execute(sql);
  }

  @Override
  public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    checkKeys(autoGeneratedKeys);
    return executeUpdate(sql);
  }

  static void checkKeys(int autoGeneratedKeys) throws SQLException {
    if (autoGeneratedKeys != Statement.NO_GENERATED_KEYS) {
      throw LeatSQLException.unsupported("Returning generated keys");
    }
  }

  @Override
  public boolean execute(String sql, int[] columnIndexes) throws SQLException {
    throw LeatSQLException.unsupported("Returning generated keys");
  }

  @Override
  public boolean execute(String sql, String[] columnNames) throws SQLException {
    throw LeatSQLException.unsupported("Returning generated keys");
  }

  @Override
  public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
    throw LeatSQLException.unsupported("Returning generated keys");
  }

  @Override
  public int executeUpdate(String sql, String[] columnNames) throws SQLException {
    throw LeatSQLException.unsupported("Returning generated keys");
  }

  @Override
  public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    checkKeys(autoGeneratedKeys);
    return executeLargeUpdate(sql);
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
    throw LeatSQLException.unsupported("Returning generated keys");
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
    throw LeatSQLException.unsupported("Returning generated keys");
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    throw LeatSQLException.unsupported("Returning generated keys");
  }

  @Override
  public void setEscapeProcessing(boolean enable) {
    // The server understands JDBC's escapes itself; there is nothing to switch.
  }

  @Override
  public void setPoolable(boolean poolable) {
    // A hint that is not taken.
  }
}
