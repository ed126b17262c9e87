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

  /** What is in every match, if that is known. */
  private @Nullable RegexLandmark landmark;

  /** Prepares the pattern, and gives a matcher that has no text yet. */
  Matcher matcher(Slice pattern, int flags) {
    if (pattern != constant || flags != preparedFlags) {
      prepare(pattern, flags);
    }
    return matcher;
  }

  /** A matcher of the pattern, standing before the text. */
  Matcher matcherOf(Slice input, Slice pattern) {
    matcher(pattern, 0);
    text.set(input);
    return matcher.reset(text);
  }

  /** Whether the pattern given to {@link #matcher} occurs; if so, the matcher is at the place. */
  boolean find(Slice input) {
    RegexLandmark known = landmark;
    int at = known == null ? 0 : Utf8.find(input, known.text(), 0);
    if (at < 0) {
      return false;
    }
    int from = known == null ? 0 : at - known.before();
    text.set(input);
    matcher.reset(text);
    try {
      if (from > 0 && text.isAscii()) {
        return matcher.find(from);
      }
      return matcher.find();
    } catch (StackOverflowError e) {
      throw tooDeep();
    }
  }

  Pattern pattern(Slice pattern) {
    return matcher(pattern, 0).pattern();
  }

  /** The text that the matcher looks at. */
  RegexText text() {
    return text;
  }

  /** {@link Matcher#find()} once more, whose depth of recursion is a property of the row. */
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
      String regex = pattern.toString();
      matcher = compile(regex, flags).matcher("");
      landmark = flags == 0 ? RegexLandmark.of(regex) : null;
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
