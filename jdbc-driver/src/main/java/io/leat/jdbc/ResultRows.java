package io.leat.jdbc;

import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.util.ArrayImpl;
import org.apache.calcite.avatica.util.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one result as frames bring them. {@link #next} gives a row as soon as it exists: the
 * next frame is asked for only when the one before has been read to its end.
 */
final class ResultRows implements Cursor, CurrentRow {
  private final WireClient wire;
  private final @Nullable QueryRun run;
  private final int statementId;
  private final int fetchSize;
  private final long maxRows;
  private final List<ColumnType> types;

  private Common.Frame frame;
  private int nextInFrame;
  private Common.@Nullable Row row;
  private long read;
  private boolean wasNull;
  private volatile boolean closed;

  /**
   * @param run what to end when the rows are not read to the last; none for complete results
   * @param maxRows 0 for no limit
   */
  ResultRows(
      WireClient wire,
      @Nullable QueryRun run,
      int statementId,
      List<ColumnType> types,
      Common.Frame first,
      int fetchSize,
      long maxRows) {
    this.wire = wire;
    this.run = run;
    this.statementId = statementId;
    this.frame = first;
    this.fetchSize = fetchSize;
    this.maxRows = maxRows;
    this.types = types;
    finishIfLast();
  }

  /** When the last frame is here, the server has nothing left to end. */
  private void finishIfLast() {
    if (run != null && frame.getDone()) {
      run.finish();
    }
  }

  @Override
  public List<Accessor> createAccessors(
      List<ColumnMetaData> columns,
      @Nullable Calendar calendar,
      ArrayImpl.@Nullable Factory factory) {
    List<Accessor> accessors = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      accessors.add(new ColumnAccessor(this, i, types.get(i)));
    }
    return accessors;
  }

  @Override
  public boolean next() throws LeatSQLException {
    row = null;
    if (maxRows > 0 && read >= maxRows) {
      if (run != null) {
        run.end("the statement's limit of rows is reached");
      }
      return false;
    }
    while (nextInFrame >= frame.getRowsCount()) {
      if (run != null) {
        run.check();
      }
      if (frame.getDone()) {
        return false;
      }
      frame = fetch();
      nextInFrame = 0;
      finishIfLast();
    }
    if (run != null) {
      run.check();
    }
    row = frame.getRows(nextInFrame++);
    read++;
    return true;
  }

  private Common.Frame fetch() throws LeatSQLException {
    try {
      return wire.fetch(statementId, read, fetchSize);
    } catch (LeatSQLException e) {
      if (run != null) {
        run.check();
        run.finish();
      }
      throw e;
    }
  }

  @Override
  public @Nullable Object value(int index, ColumnType type) throws LeatSQLException {
    Common.Row current = row;
    if (current == null) {
      throw new LeatSQLException(
          closed ? "the result set is closed" : "there is no current row: call next() first",
          "24000");
    }
    Object value = type.read(current.getValue(index));
    wasNull = value == null;
    return value;
  }

  @Override
  public boolean wasNull() {
    return wasNull;
  }

  /** Ends the query if it still runs. */
  @Override
  public void close() {
    closed = true;
    if (run != null) {
      try {
        run.end("the result set was closed");
      } catch (LeatSQLException e) {
        // The server is gone, and its query with it.
        run.finish();
      }
    }
  }
}
