package io.leat.shell.sql;

import io.leat.shell.sql.Token.Kind;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL text into tokens that together are the text again. It reads no further than it must: a
 * semicolon is given before the character behind it has been asked for.
 */
public final class Lexer {
  private static final int END = -1;
  private static final int NOT_READ = -2;

  private final Reader reader;
  private final StringBuilder text = new StringBuilder();
  private int peeked = NOT_READ;
  private int offset;
  private int line = 1;
  private int column = 1;

  public Lexer(Reader reader) {
    this.reader = reader;
  }

  /** All tokens of {@code sql}. */
  public static List<Token> tokens(String sql) {
    Lexer lexer = new Lexer(new StringReader(sql));
    List<Token> tokens = new ArrayList<>();
    try {
      for (Token token = lexer.next(); token != null; token = lexer.next()) {
        tokens.add(token);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tokens;
  }

  /** The next token, or null at the end of the text. */
  public @Nullable Token next() throws IOException {
    int first = peek();
    if (first == END) {
      return null;
    }
    int startOffset = offset;
    int startLine = line;
    int startColumn = column;
    text.setLength(0);
    take();
    boolean terminated = true;
    Kind kind;
    if (Character.isWhitespace(first)) {
      takeWhile(Character::isWhitespace);
      kind = Kind.SPACE;
    } else if (first == ';') {
      kind = Kind.SEMICOLON;
    } else if (first == '\'') {
      terminated = takeQuoted(first);
      kind = Kind.STRING;
    } else if (first == '"' || first == '`') {
      terminated = takeQuoted(first);
      kind = Kind.QUOTED;
    } else if (first == '-' && peek() == '-') {
      takeWhile(c -> c != '\n');
      kind = Kind.COMMENT;
    } else if (first == '/' && peek() == '*') {
      terminated = takeBlockComment();
      kind = Kind.COMMENT;
    } else if (isDigit(first)) {
      takeNumber();
      kind = Kind.NUMBER;
    } else if (isWordPart(first)) {
      takeWhile(Lexer::isWordPart);
      kind = Kind.WORD;
    } else {
      kind = Kind.SYMBOL;
    }
    return new Token(kind, text.toString(), startOffset, startLine, startColumn, terminated);
  }

  private boolean takeQuoted(int quote) throws IOException {
    while (true) {
      int c = peek();
      if (c == END) {
        return false;
      }
      take();
      if (c == quote) {
        if (peek() != quote) {
          return true;
        }
        take();
      }
    }
  }

  private boolean takeBlockComment() throws IOException {
    take();
    int previous = 0;
    while (true) {
      int c = peek();
      if (c == END) {
        return false;
      }
      take();
      if (previous == '*' && c == '/') {
        return true;
      }
      previous = c;
    }
  }

  private void takeNumber() throws IOException {
    takeWhile(Lexer::isDigit);
    if (peek() == '.') {
      take();
      takeWhile(Lexer::isDigit);
    }
    if (peek() == 'e' || peek() == 'E') {
      take();
      if (peek() == '+' || peek() == '-') {
        take();
      }
      takeWhile(Lexer::isDigit);
    }
  }

  private void takeWhile(CharacterTest test) throws IOException {
    while (peek() != END && test.accepts(peek())) {
      take();
    }
  }

  private int peek() throws IOException {
    if (peeked == NOT_READ) {
      peeked = reader.read();
    }
    return peeked;
  }

  private void take() throws IOException {
    int c = peek();
    peeked = NOT_READ;
    text.append((char) c);
    offset++;
    if (c == '\n') {
      line++;
      column = 1;
    } else {
      column++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(int c) {
    return c == '_' || c == '$' || Character.isLetterOrDigit(c) || Character.isSurrogate((char) c);
  }

  private interface CharacterTest {
    boolean accepts(int c);
  }
}
