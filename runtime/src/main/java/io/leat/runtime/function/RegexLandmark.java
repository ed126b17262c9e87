package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Text that is in every match of a regular expression, as far as it is easily seen: where it is not
 * found, there is no match, and where it is found first, no match begins long before.
 *
 * @param before how many characters of a match come before it at most
 */
record RegexLandmark(Slice text, int before) {
  private static final String LITERALS = " !\"%&',-/:;<=>@_`~";
  private static final String OPTIONAL = "?*{";

  /**
   * Null if there is none. An alternative could do without it, except among what a match begins
   * with: {@code (a|^)b}.
   */
  static @Nullable RegexLandmark of(String pattern) {
    int start = 0;
    int before = 0;
    if (pattern.startsWith("(")) {
      int close = pattern.indexOf(')');
      before = longestAlternative(pattern, close);
      start = close + 1;
      if (before < 0 || (start < pattern.length() && isQuantifier(pattern.charAt(start)))) {
        return null;
      }
    }
    if (pattern.indexOf('|', start) >= 0) {
      return null;
    }
    int end = start;
    while (end < pattern.length() && isLiteral(pattern.charAt(end))) {
      end++;
    }
    if (end < pattern.length() && OPTIONAL.indexOf(pattern.charAt(end)) >= 0) {
      end--;
    }
    return end <= start
        ? null
        : new RegexLandmark(Slice.constant(pattern.substring(start, end)), before);
  }

  /** Of a group from the beginning to {@code close} of plain alternatives; else −1. */
  private static int longestAlternative(String pattern, int close) {
    int longest = 0;
    int length = 0;
    for (int i = pattern.startsWith("(?:") ? 3 : 1; i < close; i++) {
      char c = pattern.charAt(i);
      if (c == '|') {
        length = 0;
      } else if (isLiteral(c)) {
        length++;
      } else if (c != '^') {
        return -1;
      }
      longest = Math.max(longest, length);
    }
    return close < 0 ? -1 : longest;
  }

  private static boolean isQuantifier(char c) {
    return c == '+' || OPTIONAL.indexOf(c) >= 0;
  }

  private static boolean isLiteral(char c) {
    return (c < 0x80 && Character.isLetterOrDigit(c)) || LITERALS.indexOf(c) >= 0;
  }
}
