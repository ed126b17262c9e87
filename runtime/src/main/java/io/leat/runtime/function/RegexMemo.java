package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The regular expression of one call site, compiled anew only when it changes. */
public final class RegexMemo {
  private static final Pattern NOTHING = Pattern.compile("");

  private @Nullable Slice constant;
  private byte @Nullable [] prepared;
  private int preparedFlags;
  private final RegexText text = new RegexText();
  private Matcher matcher = NOTHING.matcher("");

  /** A matcher of the pattern, standing before the text. */
  Matcher matcher(Slice input, Slice pattern) {
    return matcher(input, pattern, 0);
  }

  Matcher matcher(Slice input, Slice pattern, int flags) {
    if (pattern != constant || flags != preparedFlags) {
      prepare(pattern, flags);
    }
    text.set(input);
    return matcher.reset(text);
  }

  Pattern pattern(Slice pattern) {
    if (pattern != constant) {
      prepare(pattern, 0);
    }
    return matcher.pattern();
  }

  /** The text that the matcher looks at. */
  RegexText text() {
    return text;
  }

  /** {@link Matcher#find()}, whose depth of recursion is a property of the row. */
  static boolean find(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError e) {
      throw tooDeep();
    }
  }

  static RowException tooDeep() {
    return new RowException(
        SqlState.INVALID_REGULAR_EXPRESSION,
        "the regular expression nests too deep on this text; repeat single characters, not groups");
  }

  private void prepare(Slice pattern, int flags) {
    byte[] bytes = pattern.toBytes();
    if (prepared == null || flags != preparedFlags || !Arrays.equals(bytes, prepared)) {
      matcher = compile(pattern.toString(), flags).matcher("");
      prepared = bytes;
      preparedFlags = flags;
    }
    constant = pattern.isConstant() ? pattern : null;
  }

  private static Pattern compile(String pattern, int flags) {
    try {
      return Pattern.compile(pattern, flags);
    } catch (PatternSyntaxException e) {
      throw invalid(pattern, e.getDescription());
    } catch (StackOverflowError e) {
      throw invalid(pattern, "it nests too deep");
    }
  }

  private static RowException invalid(String pattern, String why) {
    return new RowException(
        SqlState.INVALID_REGULAR_EXPRESSION,
        "the regular expression '" + pattern + "' is not valid: " + why);
  }
}
