package io.leat.sql.parse;

import io.leat.sql.parse.generated.LeatSqlParser;
import io.leat.sql.parse.generated.LeatSqlParserConstants;

/**
 * Tells {@code (ROW(1, 2))}, a row in parentheses, from {@code (ROW(1, 2), 3)}, a row of values.
 */
public final class RowParentheses {
  private RowParentheses() {}

  /** Whether what follows is a row in parentheses and nothing else in them. */
  public static boolean follow(LeatSqlParser parser) {
    if (parser.getToken(1).kind != LeatSqlParserConstants.LPAREN
        || parser.getToken(2).kind != LeatSqlParserConstants.ROW
        || parser.getToken(3).kind != LeatSqlParserConstants.LPAREN) {
      return false;
    }
    int open = 1;
    int at = 3;
    while (open > 0) {
      switch (parser.getToken(++at).kind) {
        case LeatSqlParserConstants.LPAREN -> open++;
        case LeatSqlParserConstants.RPAREN -> open--;
        case LeatSqlParserConstants.EOF -> {
          return false;
        }
        default -> {}
      }
    }
    return parser.getToken(at + 1).kind == LeatSqlParserConstants.RPAREN;
  }
}
