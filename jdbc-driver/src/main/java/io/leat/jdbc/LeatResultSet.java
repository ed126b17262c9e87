package io.leat.jdbc;

import java.sql.SQLException;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.util.Cursor;
import org.jspecify.annotations.Nullable;

/** A forward-only result whose rows are read from the server as they come into being. */
final class LeatResultSet extends LabelledResultSet {
  private final Cursor rows;
  private volatile boolean closed;

  /**
   * @param statement whose result it is; none for what a {@link java.sql.DatabaseMetaData} gives
   */
  LeatResultSet(@Nullable AvaticaStatement statement, ResultColumns columns, Cursor rows)
      throws SQLException {
    super(statement, new QueryState(columns.signature().sql), columns, TimeZone.getDefault());
    this.rows = rows;
    execute2(rows, columnMetaDataList);
  }

  @Override
  protected void checkOpen() throws SQLException {
    if (closed) {
      throw new LeatSQLException("the result set is closed", "24000");
    }
  }

  @Override
  public @Nullable Object getObject(int columnIndex) throws SQLException {
    return getObject(columnIndex, Object.class);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rows.close();
      if (statement instanceof LeatStatement owner) {
        owner.resultClosed();
      } else if (statement instanceof LeatPreparedStatement owner) {
        owner.resultClosed();
      }
    }
  }
}
