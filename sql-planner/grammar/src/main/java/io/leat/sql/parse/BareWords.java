package io.leat.sql.parse;

import io.leat.sql.parse.generated.LeatSqlParserConstants;
import io.leat.sql.parse.generated.Token;

/** Where unquoted text of several tokens begins and ends; used by the grammar alone. */
public final class BareWords {
  private BareWords() {}

  public static boolean mayStartKey(Token token) {
    return mayStart(token) && Character.isJavaIdentifierStart(token.image.charAt(0));
  }

  public static boolean mayStart(Token token) {
    return switch (token.kind) {
      case LeatSqlParserConstants.EOF,
          LeatSqlParserConstants.SEMICOLON,
          LeatSqlParserConstants.COMMA,
          LeatSqlParserConstants.EQ,
          LeatSqlParserConstants.LPAREN,
          LeatSqlParserConstants.RPAREN,
          LeatSqlParserConstants.QUOTE,
          LeatSqlParserConstants.QUOTED_STRING ->
          false;
      default -> true;
    };
  }

  public static boolean continues(Token last, Token next) {
    return mayStart(next)
        && last.endLine == next.beginLine
        && last.endColumn + 1 == next.beginColumn;
  }
}
