package io.leat.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An error of a statement or a connection, with its place in the statement's text. */
public final class LeatSQLException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  LeatSQLException(String message, String sqlState) {
    this(message, sqlState, 0, 0, null);
  }

  LeatSQLException(
      String message, String sqlState, int line, int column, @Nullable Throwable cause) {
    super(message, sqlState, 0, cause);
    this.line = line;
    this.column = column;
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
