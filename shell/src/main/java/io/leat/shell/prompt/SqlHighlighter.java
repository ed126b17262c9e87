package io.leat.shell.prompt;

import io.leat.shell.sql.Lexer;
import io.leat.shell.sql.Token;
import io.leat.shell.sql.Token.Kind;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours SQL while it is typed. What is not closed is red. */
final class SqlHighlighter implements Highlighter {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle KEYWORD = PLAIN.bold().foreground(AttributedStyle.BLUE);
  private static final AttributedStyle STRING = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle NUMBER = PLAIN.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle NAME = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle COMMENT =
      PLAIN.foreground(AttributedStyle.BLACK | AttributedStyle.BRIGHT);
  private static final AttributedStyle OPEN = PLAIN.foreground(AttributedStyle.RED);

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    AttributedStringBuilder text = new AttributedStringBuilder(buffer.length());
    for (Token token : Lexer.tokens(buffer)) {
      text.styled(style(token), token.text());
    }
    return text.toAttributedString();
  }

  private static AttributedStyle style(Token token) {
    if (!token.terminated()) {
      return token.kind() == Kind.COMMENT ? COMMENT : OPEN;
    }
    return switch (token.kind()) {
      case STRING -> STRING;
      case NUMBER -> NUMBER;
      case QUOTED -> NAME;
      case COMMENT -> COMMENT;
      case WORD -> Keywords.ALL.contains(token.upper()) ? KEYWORD : PLAIN;
      default -> PLAIN;
    };
  }
}
