package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import org.jspecify.annotations.Nullable;

/** The text that every match of a regular expression begins with, as far as it is easily seen. */
final class RegexPrefix {
  private static final String LITERALS = " !\"%',-/:;<=>@_`~";
  private static final String OPTIONAL = "?*{";

  private RegexPrefix() {}

  /** Null if there is none. An alternative anywhere could begin otherwise. */
  static @Nullable Slice of(String pattern) {
    if (pattern.indexOf('|') >= 0) {
      return null;
    }
    int end = 0;
    while (end < pattern.length() && isLiteral(pattern.charAt(end))) {
      end++;
    }
    if (end < pattern.length() && OPTIONAL.indexOf(pattern.charAt(end)) >= 0) {
      end--;
    }
    return end <= 0 ? null : Slice.constant(pattern.substring(0, end));
  }

  private static boolean isLiteral(char c) {
    return (c < 0x80 && Character.isLetterOrDigit(c)) || LITERALS.indexOf(c) >= 0;
  }
}
