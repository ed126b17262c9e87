package io.leat.sql.parse;

import io.leat.sql.parse.generated.ParseException;
import io.leat.sql.parse.generated.TokenMgrError;
import org.apache.calcite.runtime.CalciteContextException;

/** Turns what the generated parser throws into words. */
final class ErrorText {
  private final String sql;

  ErrorText(String sql) {
    this.sql = sql;
  }

  SyntaxError of(ParseException e) {
    return SyntaxError.of("syntax error at \"" + e.currentToken.next.image + "\"", null, e.currentToken.next.beginLine, e.currentToken.next.beginColumn, e.currentToken.next.endColumn);
  }

  SyntaxError of(TokenMgrError e) {
    return SyntaxError.of(sql + e.getMessage(), null, 1, 1, 1);
  }

  SyntaxError of(CalciteContextException e) {
    return SyntaxError.of(String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()), null, e.getPosLine(), e.getPosColumn(), e.getEndPosColumn());
  }
}
