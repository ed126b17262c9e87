package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of regular expressions of the JDK. */
public final class RegexFunctions {
  private static final Slice NO_FLAGS = Slice.constant("");

  private RegexFunctions() {}

  /** Whether some part of the text matches; never, if the pattern is empty. */
  public static boolean regexp(RegexMemo memo, Slice text, Slice pattern) {
    memo.matcher(pattern, 0);
    return pattern.length > 0 && memo.find(text);
  }

  public static boolean regexpLike(RegexMemo memo, Slice text, Slice pattern) {
    return regexpLike(memo, text, pattern, NO_FLAGS);
  }

  public static boolean regexpLike(RegexMemo memo, Slice text, Slice pattern, Slice flags) {
    memo.matcher(pattern, flags(flags));
    return memo.find(text);
  }

  /** The letters of PostgreSQL: i, c, n (or m), s, x. */
  private static int flags(Slice letters) {
    int flags = 0;
    for (int i = 0; i < letters.length; i++) {
      switch (letters.at(i)) {
        case 'i' -> flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        case 'c' -> flags &= ~(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        case 'n', 'm' -> flags |= Pattern.MULTILINE;
        case 's' -> flags |= Pattern.DOTALL;
        case 'x' -> flags |= Pattern.COMMENTS;
        default ->
            throw new RowException(
                SqlState.INVALID_PARAMETER_VALUE,
                "the flags of a regular expression are i, c, n, s and x, not '" + letters + "'");
      }
    }
    return flags;
  }

  /** The replacement stands for itself: {@code $} and {@code \} have no meaning in it. */
  public static void regexpReplace(
      RegexMemo memo, Slice text, Slice pattern, Slice replacement, Slice out) {
    Matcher matcher = memo.matcher(pattern, 0);
    if (!memo.find(text)) {
      out.set(text, 0, text.length);
      return;
    }
    out.reserve(text.length);
    int length = 0;
    int from = 0;
    do {
      int start = memo.text().byteOffset(matcher.start());
      length = Utf8.append(out, length, text, from, start - from);
      length = Utf8.append(out, length, replacement, 0, replacement.length);
      from = memo.text().byteOffset(matcher.end());
    } while (RegexMemo.find(matcher));
    out.length = Utf8.append(out, length, text, from, text.length - from);
  }

  public static boolean regexpExtract(RegexMemo memo, Slice text, Slice pattern, Slice out) {
    return regexpExtract(memo, text, pattern, 0, out);
  }

  /** NULL (false) if nothing matches, or there is no such group. */
  public static boolean regexpExtract(
      RegexMemo memo, Slice text, Slice pattern, int group, Slice out) {
    Matcher matcher = memo.matcher(pattern, 0);
    if (group < 0 || group > matcher.groupCount() || !memo.find(text)) {
      return false;
    }
    int start = matcher.start(group);
    if (start < 0) {
      return false;
    }
    int from = memo.text().byteOffset(start);
    out.set(text, from, memo.text().byteOffset(matcher.end(group)) - from);
    return true;
  }

  public static @Nullable Object regexpExtractAll(RegexMemo memo, Slice text, Slice pattern) {
    return regexpExtractAll(memo, text, pattern, 1);
  }

  /** Null if there is no such group. */
  public static @Nullable Object regexpExtractAll(
      RegexMemo memo, Slice text, Slice pattern, int group) {
    Matcher matcher = memo.matcherOf(text, pattern);
    if (group < 0 || group > matcher.groupCount()) {
      return null;
    }
    List<@Nullable String> parts = new ArrayList<>();
    while (RegexMemo.find(matcher)) {
      parts.add(matcher.group(group));
    }
    return parts;
  }

  public static int regexpCount(RegexMemo memo, Slice text, Slice pattern) {
    Matcher matcher = memo.matcherOf(text, pattern);
    int count = 0;
    while (RegexMemo.find(matcher)) {
      count++;
    }
    return count;
  }

  /** Where the first match begins, counted in code points from 1; 0 if nothing matches. */
  public static int regexpInstr(RegexMemo memo, Slice text, Slice pattern) {
    Matcher matcher = memo.matcher(pattern, 0);
    return memo.find(text) ? memo.text().points(matcher.start()) + 1 : 0;
  }
}
