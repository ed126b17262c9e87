package io.leat.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An error of a statement or a connection, with its place in the statement's text. */
public final class LeatSQLException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final long[] counts;

  LeatSQLException(String message, String sqlState) {
    this(message, sqlState, 0, 0, new long[0]);
  }

  LeatSQLException(
      String message, String sqlState, int line, int column, @Nullable Throwable cause) {
    super(message, sqlState, 0, cause);
    this.line = line;
    this.column = column;
    this.counts = new long[0];
  }

  LeatSQLException(String message, String sqlState, int line, int column, long[] counts) {
    super(message, sqlState);
    this.line = line;
    this.column = column;
    this.counts = counts.clone();
  }

  /** As the error of a batch, with the update counts that the server has sent. */
  BatchUpdateException ofBatch() {
    return new BatchUpdateException(getMessage(), getSQLState(), getErrorCode(), counts, this);
  }

  /** The line in the statement's text, from 1; 0 if it is not known. */
  public int line() {
    return line;
  }

  /** The column in that line, from 1, in UTF-16 units; 0 if it is not known. */
  public int column() {
    return column;
  }

  static LeatSQLException unsupported(String what) {
    return new LeatSQLException(what + " is not supported", "0A000");
  }
}
