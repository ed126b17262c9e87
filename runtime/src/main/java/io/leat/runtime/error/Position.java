package io.leat.runtime.error;

/**
 * A stretch of SQL text. Lines and columns count from 1, columns in UTF-16 units; the end is
 * inclusive.
 */
public record Position(int line, int column, int endLine, int endColumn) {

  /** A position of one character. */
  public static Position at(int line, int column) {
    return new Position(line, column, line, column);
  }
}
