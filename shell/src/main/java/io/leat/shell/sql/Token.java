package io.leat.shell.sql;

import java.util.Locale;

/**
 * A stretch of SQL text.
 *
 * @param offset UTF-16 units before it
 * @param line counted from 1
 * @param column counted from 1 in UTF-16 units
 * @param terminated false for a quote or a comment that is open at the end of the text
 */
public record Token(Kind kind, String text, int offset, int line, int column, boolean terminated) {

  /** What a token is. */
  public enum Kind {
    WORD,
    NUMBER,
    STRING,
    /** An identifier in double quotes or backticks. */
    QUOTED,
    COMMENT,
    SPACE,
    SEMICOLON,
    SYMBOL
  }

  /** Whether it is more than space and comment. */
  public boolean significant() {
    return kind != Kind.SPACE && kind != Kind.COMMENT;
  }

  /** Whether it is the unquoted word {@code word}, in any case. */
  public boolean is(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  public int end() {
    return offset + text.length();
  }

  /** The word in upper case, or the text as it is. */
  public String upper() {
    return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : text;
  }

  /** The value of a string or the name of an identifier: without quotes, doubled ones halved. */
  public String unquoted() {
    if (kind != Kind.STRING && kind != Kind.QUOTED) {
      return text;
    }
    String quote = text.substring(0, 1);
    String inner = text.substring(1, terminated ? text.length() - 1 : text.length());
    return inner.replace(quote + quote, quote);
  }
}
