package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The pattern of one call site of LIKE and its relatives, prepared anew only when it changes. */
public final class PatternMemo {
  private @Nullable Slice constant;
  private byte @Nullable [] prepared;
  private byte[] preparedEscape = {};

  /** Of LIKE, and of ILIKE, in lower case, where pattern and text are ASCII. */
  private @Nullable LikePattern like;

  /** Of SIMILAR, and of ILIKE. */
  private @Nullable Matcher matcher;

  private final RegexText regexText = new RegexText();
  private final Slice lower = new Slice();

  /** How a pattern is written. */
  enum Syntax {
    LIKE,
    ILIKE,
    SIMILAR
  }

  boolean matches(Slice text, Slice pattern, @Nullable Slice escape, Syntax syntax) {
    if (pattern != constant || (escape != null && !escape.isConstant())) {
      prepare(pattern, escape, syntax);
    }
    LikePattern pieces = like;
    if (pieces != null) {
      if (syntax == Syntax.LIKE) {
        return pieces.matches(text);
      }
      if (Utf8.shiftCase(text, 'A', lower)) {
        return pieces.matches(lower);
      }
    }
    Matcher regex = matcher;
    if (regex == null) {
      throw new IllegalStateException("no pattern");
    }
    regexText.set(text);
    try {
      return regex.reset(regexText).matches();
    } catch (StackOverflowError e) {
      throw RegexMemo.tooDeep();
    }
  }

  private void prepare(Slice pattern, @Nullable Slice escape, Syntax syntax) {
    byte[] bytes = pattern.toBytes();
    byte[] escapeBytes = escape == null ? new byte[0] : escape.toBytes();
    if (prepared == null
        || !Arrays.equals(bytes, prepared)
        || !Arrays.equals(escapeBytes, preparedEscape)) {
      prepare(pattern.toString(), escapeCharacter(escape, syntax), syntax);
      prepared = bytes;
      preparedEscape = escapeBytes;
    }
    constant = pattern.isConstant() ? pattern : null;
  }

  private void prepare(String pattern, int escape, Syntax syntax) {
    int[] points = pattern.codePoints().toArray();
    checkEscapes(points, escape);
    boolean ascii = Arrays.stream(points).allMatch(point -> point < 0x80);
    like =
        switch (syntax) {
          case LIKE -> LikePattern.of(points, escape, false);
          case ILIKE -> ascii ? LikePattern.of(points, escape, true) : null;
          case SIMILAR -> null;
        };
    matcher = syntax == Syntax.LIKE ? null : regex(pattern, points, escape, syntax).matcher("");
  }

  private static void checkEscapes(int[] points, int escape) {
    for (int i = 0; i < points.length; i++) {
      if (points[i] == escape && ++i == points.length) {
        String pattern = new String(points, 0, points.length);
        throw new RowException(
            SqlState.INVALID_ESCAPE_SEQUENCE,
            "the pattern '" + pattern + "' ends with its escape character");
      }
    }
  }

  /** The escape character; a backslash unless another one is named, none for an empty text. */
  private static int escapeCharacter(@Nullable Slice escape, Syntax syntax) {
    if (escape == null) {
      return syntax == Syntax.SIMILAR ? -1 : '\\';
    }
    String text = escape.toString();
    if (text.codePointCount(0, text.length()) > 1) {
      throw new RowException(
          SqlState.INVALID_ESCAPE_CHARACTER, "an escape is one character, not '" + text + "'");
    }
    return text.isEmpty() ? -1 : text.codePointAt(0);
  }

  private static Pattern regex(String pattern, int[] points, int escape, Syntax syntax) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (point == escape) {
        regex.append(Pattern.quote(Character.toString(points[++i])));
      } else if (point == '%') {
        regex.append(".*");
      } else if (point == '_') {
        regex.append('.');
      } else if ((syntax == Syntax.SIMILAR && "|*+?{}()[]-^,".indexOf(point) >= 0)
          || Character.isLetterOrDigit(point)) {
        regex.appendCodePoint(point);
      } else {
        regex.append(Pattern.quote(Character.toString(point)));
      }
    }
    int flags = syntax == Syntax.ILIKE ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    try {
      return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new RowException(
          SqlState.INVALID_REGULAR_EXPRESSION,
          "the pattern '" + pattern + "' is not valid: " + e.getDescription());
    }
  }
}
