package io.leat.jdbc;

import org.jspecify.annotations.Nullable;

/** Where a column's value of the current row is read. */
interface CurrentRow {

  /** Null for NULL; {@link #wasNull} then tells so. */
  @Nullable Object value(int index, ColumnType type) throws LeatSQLException;

  boolean wasNull();
}
