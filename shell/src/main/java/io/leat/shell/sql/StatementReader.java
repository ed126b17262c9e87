package io.leat.shell.sql;

import io.leat.shell.sql.Token.Kind;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits SQL text at semicolons outside of quotes and comments, as it is read. A statement set from
 * BEGIN to END is one statement.
 */
public final class StatementReader {
  private final Lexer lexer;

  public StatementReader(Reader reader) {
    this.lexer = new Lexer(reader);
  }

  /**
   * The next statement, or null at the end of the text; the last one needs no semicolon. Empty
   * statements are left out.
   */
  public @Nullable SqlStatement next() throws IOException, UnterminatedException {
    Draft draft = new Draft();
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      if (!token.terminated()) {
        throw open(token);
      }
      if (token.kind() == Kind.SEMICOLON && !draft.insideBlock()) {
        if (draft.isEmpty()) {
          continue;
        }
        return draft.statement(true);
      }
      draft.add(token);
    }
    Token begin = draft.blockBegin;
    if (begin != null) {
      throw new UnterminatedException(
          "the statement set has no END", "BEGIN", begin.line(), begin.column());
    }
    return draft.isEmpty() ? null : draft.statement(false);
  }

  private static UnterminatedException open(Token token) {
    String opening = token.kind() == Kind.COMMENT ? "/*" : token.text().substring(0, 1);
    String what =
        switch (token.kind()) {
          case STRING -> "the string is not closed";
          case COMMENT -> "the comment is not closed";
          default -> "the quoted name is not closed";
        };
    return new UnterminatedException(what, opening, token.line(), token.column());
  }

  /** The statement being read. */
  private static final class Draft {
    private final StringBuilder text = new StringBuilder();
    private final List<Token> head = new ArrayList<>();
    private int significantLength;
    private int openCases;
    private @Nullable Token blockBegin;
    private @Nullable Token previous;
    private @Nullable Token beforePrevious;

    boolean isEmpty() {
      return head.isEmpty();
    }

    boolean insideBlock() {
      return blockBegin != null;
    }

    void add(Token token) {
      if (!token.significant()) {
        if (!isEmpty()) {
          text.append(token.text());
        }
        return;
      }
      text.append(token.text());
      significantLength = text.length();
      if (head.size() < SqlStatement.HEAD) {
        head.add(token);
      }
      followBlock(token);
      beforePrevious = previous;
      previous = token;
    }

    /** END closes the innermost CASE, else the block. */
    private void followBlock(Token token) {
      if (blockBegin == null) {
        if (token.is("BEGIN") && isWord(previous, "SET") && isWord(beforePrevious, "STATEMENT")) {
          blockBegin = token;
        } else if (token.is("SET")
            && isWord(previous, "STATEMENT")
            && isWord(beforePrevious, "BEGIN")) {
          blockBegin = beforePrevious;
        }
        return;
      }
      boolean qualified = previous != null && previous.text().equals(".");
      if (token.kind() == Kind.SEMICOLON) {
        openCases = 0;
      } else if (token.is("CASE") && !qualified) {
        openCases++;
      } else if (token.is("END") && !qualified) {
        if (openCases > 0) {
          openCases--;
        } else {
          blockBegin = null;
        }
      }
    }

    private static boolean isWord(@Nullable Token token, String word) {
      return token != null && token.is(word);
    }

    SqlStatement statement(boolean terminated) {
      Token first = head.get(0);
      return new SqlStatement(
          text.substring(0, significantLength), first.line(), first.column(), head, terminated);
    }
  }
}
