package io.leat.jdbc;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.AvaticaPreparedStatement;
import org.apache.calcite.avatica.AvaticaSite;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.TypedValue;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * A statement with parameters. Values go to the server as they are given, dates and times as ISO
 * text with all their digits; the server reads them as the types that the statement wants.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // cancel must not wait for a reader
final class LeatPreparedStatement extends AvaticaPreparedStatement {
  private final LeatConnection owner;
  private final WireClient wire;
  private final StatementRuns runs;
  private final Common.Signature prepared;
  private final @Nullable TypedValue[] values;
  private final List<List<TypedValue>> batch = new ArrayList<>();

  LeatPreparedStatement(
      LeatConnection connection,
      Common.StatementHandle remote,
      Meta.StatementHandle local,
      int type,
      int concurrency,
      int holdability)
      throws SQLException {
    super(
        connection,
        local,
        Meta.Signature.fromProto(remote.getSignature()),
        type,
        concurrency,
        holdability);
    this.owner = connection;
    this.wire = connection.wire();
    this.prepared = remote.getSignature();
    this.values = new TypedValue[prepared.getParametersCount()];
    this.runs =
        new StatementRuns(
            wire, () -> connection.prepare(prepared.getSql()).getId(), remote.getId());
  }

  @Override
  protected void checkOpen() throws SQLException {
    if (closed) {
      throw new LeatSQLException("the statement is closed", "24000");
    }
  }

  private void run() throws SQLException {
    checkOpen();
    closeResult();
    List<TypedValue> given = bound();
    int frameRows = getFetchSize();
    StatementRuns.Started<ExecutionAnswer> started =
        runs.execute(
            getQueryTimeout(),
            id ->
                Requests.ExecuteRequest.newBuilder()
                    .setStatementHandle(
                        Common.StatementHandle.newBuilder()
                            .setConnectionId(wire.connectionId())
                            .setId(id))
                    .setHasParameterValues(true)
                    .addAllParameterValues(given)
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

  private List<TypedValue> bound() throws SQLException {
    List<TypedValue> bound = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      TypedValue value = values[i];
      if (value == null) {
        throw new LeatSQLException("parameter " + (i + 1) + " has no value", "07002");
      }
      bound.add(value);
    }
    return bound;
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
  public ResultSet executeQuery() throws SQLException {
    run();
    if (openResultSet == null) {
      throw new LeatSQLException("the statement gives no rows: run it with executeUpdate", "42601");
    }
    return openResultSet;
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    run();
    if (openResultSet != null) {
      closeResult();
      throw new LeatSQLException("the statement gives rows: run it with executeQuery", "42601");
    }
    return updateCount;
  }

  @Override
  public boolean execute() throws SQLException {
    run();
    return openResultSet != null;
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
        owner.statementMap.remove(handle.id);
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
      owner.statementMap.remove(handle.id);
    }
  }

  /** The columns; null if the statement gives no rows. */
  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return prepared.getColumnsCount() == 0 ? null : new LeatResultSetMetaData(prepared);
  }

  @Override
  public void addBatch() throws SQLException {
    checkOpen();
    batch.add(bound());
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    checkOpen();
    if (batch.isEmpty()) {
      return new long[0];
    }
    closeResult();
    List<Requests.UpdateBatch> updates =
        batch.stream()
            .map(each -> Requests.UpdateBatch.newBuilder().addAllParameterValues(each).build())
            .toList();
    batch.clear();
    try {
      return LeatStatement.counts(
          runs.executeBatch(
              getQueryTimeout(),
              id ->
                  wire.call(
                      Requests.ExecuteBatchRequest.newBuilder()
                          .setConnectionId(wire.connectionId())
                          .setStatementId(id)
                          .addAllUpdates(updates)
                          .build(),
                      Responses.ExecuteBatchResponse.parser())));
    } catch (LeatSQLException e) {
      throw e.ofBatch();
    }
  }

  @Override
  public void clearParameters() throws SQLException {
    checkOpen();
    Arrays.fill(values, null);
  }

  private void set(int index, TypedValue value) throws SQLException {
    checkOpen();
    if (index < 1 || index > values.length) {
      throw new LeatSQLException(
          "there is no parameter %d; the statement has %d".formatted(index, values.length),
          "07009");
    }
    values[index - 1] = value;
  }

  private void setText(int index, @Nullable Object value, @Nullable Calendar calendar)
      throws SQLException {
    set(index, value == null ? ParameterValue.NULL : ParameterValue.ofText(value, calendar));
  }

  @Override
  public void setNull(int index, int sqlType) throws SQLException {
    set(index, ParameterValue.NULL);
  }

  @Override
  public void setNull(int index, int sqlType, @Nullable String typeName) throws SQLException {
    set(index, ParameterValue.NULL);
  }

  @Override
  public void setBoolean(int index, boolean value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setByte(int index, byte value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setShort(int index, short value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setInt(int index, int value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setLong(int index, long value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setFloat(int index, float value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setDouble(int index, double value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setString(int index, @Nullable String value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setNString(int index, @Nullable String value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setBytes(int index, byte @Nullable [] value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setArray(int index, @Nullable Array value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setObject(int index, @Nullable Object value) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setObject(int index, @Nullable Object value, int sqlType) throws SQLException {
    set(index, ParameterValue.of(value));
  }

  @Override
  public void setObject(int index, @Nullable Object value, int sqlType, int scale)
      throws SQLException {
    Object given = value;
    if (value instanceof BigDecimal number && number.scale() > scale) {
      given = number.setScale(scale, RoundingMode.HALF_UP);
    }
    set(index, ParameterValue.of(given));
  }

  @Override
  public void setDate(int index, @Nullable Date value) throws SQLException {
    setText(index, value, null);
  }

  @Override
  public void setDate(int index, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    setText(index, value, calendar);
  }

  @Override
  public void setTime(int index, @Nullable Time value) throws SQLException {
    setText(index, value, null);
  }

  @Override
  public void setTime(int index, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    setText(index, value, calendar);
  }

  @Override
  public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
    setText(index, value, null);
  }

  @Override
  public void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    setText(index, value, calendar);
  }

  @Override
  protected AvaticaSite getSite(int index) throws SQLException {
    throw LeatSQLException.unsupported(
        "A parameter given as a stream or large object (give a String or byte[])");
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
