package io.leat.runtime.error;

import org.jspecify.annotations.Nullable;

/**
 * An error that a user can cause and mend: its SQLSTATE, what is wrong in the user's words, where
 * in the SQL text, and what to do. Any other exception that leaves the engine is a bug.
 */
public final class LeatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Characters of a line that an error shows. */
  private static final int MAX_LINE = 200;

  private final String sqlState;
  private final @Nullable Position position;
  private final @Nullable String hint;

  public LeatException(String sqlState, String message) {
    this(sqlState, message, null, null, null);
  }

  public LeatException(
      String sqlState,
      String message,
      @Nullable Position position,
      @Nullable String hint,
      @Nullable Throwable cause) {
    super(message, cause);
    this.sqlState = sqlState;
    this.position = position;
    this.hint = hint;
  }

  /** Something that SQL allows and Leat does not do; {@code instead} tells what to do. */
  public static LeatException notSupported(String what, String instead) {
    return new LeatException(
        SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported", null, instead, null);
  }

  public String sqlState() {
    return sqlState;
  }

  /** The message alone: one line, no position, no hint. */
  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** Where in the statement's text, if it is known. */
  public @Nullable Position position() {
    return position;
  }

  /** What the user may do about it: one sentence without a label. */
  public @Nullable String hint() {
    return hint;
  }

  public LeatException at(@Nullable Position where) {
    return new LeatException(sqlState, message(), where, hint, getCause());
  }

  public LeatException withHint(@Nullable String text) {
    return new LeatException(sqlState, message(), position, text, getCause());
  }

  /**
   * The whole error as a person reads it: the message, then the offending line of {@code sql} with
   * carets below it, then the hint.
   */
  public String render(String sql) {
    StringBuilder text = new StringBuilder(message());
    if (position != null) {
      text.append("\nat line ")
          .append(position.line())
          .append(", column ")
          .append(position.column());
      String[] lines = sql.split("\n", -1);
      if (position.line() >= 1 && position.line() <= lines.length) {
        appendMarked(lines[position.line() - 1].replace('\r', ' '), position, text.append(":\n  "));
      }
    }
    if (hint != null) {
      text.append("\nHint: ").append(hint);
    }
    return text.toString();
  }

  /** The line, of a long one what is around the position, with carets below. */
  private static void appendMarked(String line, Position position, StringBuilder text) {
    int start = Math.min(position.column(), line.length() + 1);
    int end = position.endLine() == position.line() ? position.endColumn() : line.length();
    int from = 0;
    int to = line.length();
    if (line.length() > MAX_LINE) {
      from = Math.max(0, Math.min(start - 1 - MAX_LINE / 3, line.length() - MAX_LINE));
      to = from + MAX_LINE;
    }
    String before = from > 0 ? "… " : "";
    text.append(before).append(line.substring(from, to).replace('\t', ' '));
    text.append(to < line.length() ? " …\n  " : "\n  ");
    int carets = Math.max(1, Math.min(end, to) - start + 1);
    text.append(" ".repeat(before.length() + start - 1 - from)).append("^".repeat(carets));
  }
}
