package io.leat.server.avatica;

/** An error together with the text of the statement that it came from. */
final class StatementFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sql;
  private final Throwable error;

  StatementFailure(String sql, Throwable error) {
    super(null, error, false, false);
    this.sql = sql;
    this.error = error;
  }

  String sql() {
    return sql;
  }

  Throwable error() {
    return error;
  }
}
