package io.leat.shell.sql;

/** The text ends inside a quote, a comment or a block. */
public final class UnterminatedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String opening;

  UnterminatedException(String what, String opening, int line, int column) {
    super(what);
    this.line = line;
    this.column = column;
    this.opening = opening;
  }

  /** Line of what was opened, counted from 1. */
  public int line() {
    return line;
  }

  /** Column of what was opened, counted from 1. */
  public int column() {
    return column;
  }

  /** What was opened: a quote character, {@code /*} or {@code BEGIN}. */
  public String opening() {
    return opening;
  }

  /** The message without position. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
