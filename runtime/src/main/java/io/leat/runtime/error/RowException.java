package io.leat.runtime.error;

/**
 * An expression failed on one row: overflow, division by zero, a cast that does not fit. It has no
 * stack trace, since it is raised in hot loops; it ends the row, not the query.
 */
public final class RowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sqlState;

  public RowException(String sqlState, String message) {
    super(message, null, false, false);
    this.sqlState = sqlState;
  }

  public String sqlState() {
    return sqlState;
  }

  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
