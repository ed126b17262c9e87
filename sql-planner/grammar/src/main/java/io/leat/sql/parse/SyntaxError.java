package io.leat.sql.parse;

import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A text that is no statement. Lines and columns count from 1, in UTF-16 units of the text that was
 * parsed; the end column is that of the last offending character, on the same line.
 */
public final class SyntaxError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String SYNTAX_ERROR = "42601";
  private static final String UNDEFINED_OBJECT = "42704";
  private static final String FEATURE_NOT_SUPPORTED = "0A000";

  private final String sqlState;
  private final int line;
  private final int column;
  private final int endColumn;
  private final @Nullable String hint;

  private SyntaxError(
      String sqlState, String message, @Nullable String hint, int line, int column, int endColumn) {
    super(message, null, false, false);
    this.sqlState = sqlState;
    this.line = line;
    this.column = column;
    this.endColumn = Math.max(column, endColumn);
    this.hint = hint;
  }

  static SyntaxError of(
      String message, @Nullable String hint, int line, int column, int endColumn) {
    return new SyntaxError(SYNTAX_ERROR, message, hint, line, column, endColumn);
  }

  /** Something is wrong at a place that the grammar itself cannot see. */
  public static SyntaxError at(String message, SqlParserPos pos) {
    return positioned(SYNTAX_ERROR, message, null, pos);
  }

  /** The grammar knows the construct, the engine does not. */
  public static SyntaxError unsupported(String message, String hint, SqlParserPos pos) {
    return positioned(FEATURE_NOT_SUPPORTED, message, hint, pos);
  }

  static SyntaxError unknownType(String name, @Nullable String nearest, SqlParserPos pos) {
    SyntaxError foreign = ForeignWords.asType(name, pos);
    if (foreign != null) {
      return foreign;
    }
    return positioned(
        UNDEFINED_OBJECT,
        "unknown type \"" + name + "\"",
        nearest == null ? null : "did you mean " + nearest + "?",
        pos);
  }

  private static SyntaxError positioned(
      String sqlState, String message, @Nullable String hint, SqlParserPos pos) {
    int endColumn =
        pos.getEndLineNum() == pos.getLineNum() ? pos.getEndColumnNum() : pos.getColumnNum();
    return new SyntaxError(
        sqlState, message, hint, pos.getLineNum(), pos.getColumnNum(), endColumn);
  }

  /** 42601, or 0A000 for what is known but not supported, or 42704 for an unknown type. */
  public String sqlState() {
    return sqlState;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  public int endColumn() {
    return endColumn;
  }

  /** What to do instead, when that is known. */
  public @Nullable String hint() {
    return hint;
  }
}
