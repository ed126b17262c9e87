package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The pattern of one call site, prepared anew only when it changes. */
public final class PatternMemo {
  private @Nullable Slice constant;
  private byte @Nullable [] prepared;
  private byte[] preparedEscape = {};
  private @Nullable Pattern regex;

  /** The texts between the {@code %} of a pattern without {@code _}, else null. */
  private @Nullable List<Slice> pieces;

  boolean matches(Slice text, Slice pattern, @Nullable Slice escape, Syntax syntax) {
    if (pattern != constant || (escape != null && !escape.isConstant())) {
      prepare(pattern, escape, syntax);
    }
    List<Slice> parts = pieces;
    if (parts != null) {
      return matchesPieces(text, parts);
    }
    Pattern compiled = regex;
    return compiled != null && compiled.matcher(text.toString()).matches();
  }

  /** How a pattern is written. */
  enum Syntax {
    LIKE,
    ILIKE,
    SIMILAR
  }

  private void prepare(Slice pattern, @Nullable Slice escape, Syntax syntax) {
    byte[] bytes = pattern.toBytes();
    byte[] escapeBytes = escape == null ? new byte[0] : escape.toBytes();
    if (prepared != null
        && java.util.Arrays.equals(bytes, prepared)
        && java.util.Arrays.equals(escapeBytes, preparedEscape)) {
      return;
    }
    String text = pattern.toString();
    pieces =
        syntax == Syntax.LIKE && escape == null && text.indexOf('_') < 0 && text.indexOf('\\') < 0
            ? pieces(text)
            : null;
    if (pieces == null) {
      regex = regex(text, escapeCharacter(escape, syntax), syntax);
    }
    prepared = bytes;
    preparedEscape = escapeBytes;
    constant = pattern.isConstant() ? pattern : null;
  }

  private static List<Slice> pieces(String pattern) {
    List<Slice> pieces = new ArrayList<>();
    for (String piece : pattern.split("%", -1)) {
      pieces.add(Slice.constant(piece));
    }
    return pieces;
  }

  private static boolean matchesPieces(Slice text, List<Slice> pieces) {
    Slice first = pieces.get(0);
    int last = pieces.size() - 1;
    if (last == 0) {
      return text.sameBytes(first);
    }
    if (!StringFunctions.matchesAt(text, 0, first)) {
      return false;
    }
    int at = first.length;
    for (int i = 1; i < last; i++) {
      int hit = StringFunctions.find(text, pieces.get(i), at);
      if (hit < 0) {
        return false;
      }
      at = hit + pieces.get(i).length;
    }
    Slice end = pieces.get(last);
    return text.length - end.length >= at
        && StringFunctions.matchesAt(text, text.length - end.length, end);
  }

  /** The escape character; a backslash unless another one is named, none for an empty text. */
  private static int escapeCharacter(@Nullable Slice escape, Syntax syntax) {
    if (escape == null) {
      return syntax == Syntax.SIMILAR ? -1 : '\\';
    }
    String text = escape.toString();
    if (text.codePointCount(0, text.length()) > 1) {
      throw invalid("an escape is one character, not '" + text + "'");
    }
    return text.isEmpty() ? -1 : text.codePointAt(0);
  }

  private static Pattern regex(String pattern, int escape, Syntax syntax) {
    StringBuilder regex = new StringBuilder();
    int[] points = pattern.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (point == escape) {
        if (++i == points.length) {
          throw invalid("the pattern '" + pattern + "' ends with its escape character");
        }
        regex.append(Pattern.quote(Character.toString(points[i])));
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
      throw invalid("the pattern '" + pattern + "' is not valid: " + e.getDescription());
    }
  }

  private static RowException invalid(String message) {
    return new RowException(SqlState.INVALID_PARAMETER_VALUE, message);
  }
}
