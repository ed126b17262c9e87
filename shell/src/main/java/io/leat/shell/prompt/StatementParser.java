package io.leat.shell.prompt;

import io.leat.shell.run.ShellCommand;
import io.leat.shell.sql.Lexer;
import io.leat.shell.sql.SqlStatement;
import io.leat.shell.sql.StatementReader;
import io.leat.shell.sql.Token;
import io.leat.shell.sql.Token.Kind;
import io.leat.shell.sql.UnterminatedException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line editor whether Enter ends the input, and which word the cursor is in. */
final class StatementParser implements Parser {

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
      requireComplete(line);
    }
    return Word.at(line, cursor);
  }

  /** The input is complete when a semicolon ends it, or when it is a command. */
  private static void requireComplete(String text) {
    StatementReader statements = new StatementReader(new StringReader(text));
    try {
      boolean first = true;
      for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
        if (!next.terminated() && !(first && ShellCommand.of(next).isPresent())) {
          throw incomplete("");
        }
        first = false;
      }
    } catch (UnterminatedException e) {
      throw incomplete(e.opening().length() == 1 ? e.opening() : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EOFError incomplete(String open) {
    return new EOFError(-1, -1, "the statement goes on", open);
  }

  @Override
  public boolean isEscapeChar(char c) {
    return false;
  }

  /** The word before the cursor: part of a name, a string, or nothing. */
  record Word(String line, int cursor, String word) implements CompletingParsedLine {

    static Word at(String line, int cursor) {
      List<Token> tokens = Lexer.tokens(line.substring(0, cursor));
      String word = "";
      if (!tokens.isEmpty()) {
        Token last = tokens.get(tokens.size() - 1);
        boolean open = last.kind() == Kind.STRING && !last.terminated();
        if (last.kind() == Kind.WORD || last.kind() == Kind.QUOTED || open) {
          word = open ? last.text().substring(1) : last.text();
        }
      }
      return new Word(line, cursor, word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return word.length();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }

    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }
  }
}
