package io.leat.shell.sql;

import java.util.List;

/**
 * One statement of a text.
 *
 * @param text from its first to its last token, without the semicolon
 * @param line where it begins, counted from 1
 * @param column where it begins, counted from 1 in UTF-16 units
 * @param head its first tokens without space and comments, at most {@link #HEAD}
 * @param terminated whether a semicolon ended it
 */
public record SqlStatement(
    String text, int line, int column, List<Token> head, boolean terminated) {
  static final int HEAD = 4;

  public SqlStatement {
    head = List.copyOf(head);
  }

  /** Whether it begins with these words, in any case. */
  public boolean startsWith(String... words) {
    if (head.size() < words.length) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (!head.get(i).is(words[i])) {
        return false;
      }
    }
    return true;
  }
}
