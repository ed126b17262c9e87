package io.leat.server.avatica;

import java.util.Locale;

/**
 * A JDBC name pattern: {@code %} is any text, {@code _} any character, a backslash makes the next
 * character plain. Case does not matter.
 */
final class NamePattern {
  private final boolean any;
  private final boolean exact;
  private final String text;

  private NamePattern(boolean any, boolean exact, String text) {
    this.any = any;
    this.exact = exact;
    this.text = text.toLowerCase(Locale.ROOT);
  }

  /** A pattern; everything if it is not present. */
  static NamePattern of(boolean present, String pattern) {
    return new NamePattern(!present, false, pattern);
  }

  /** A plain name; everything if it is not present. */
  static NamePattern exact(boolean present, String name) {
    return new NamePattern(!present, true, name);
  }

  boolean matches(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return any || (exact ? text.equals(lower) : matches(0, lower, 0));
  }

  private boolean matches(int at, String name, int from) {
    if (at == text.length()) {
      return from == name.length();
    }
    char c = text.charAt(at);
    if (c == '%') {
      for (int i = from; i <= name.length(); i++) {
        if (matches(at + 1, name, i)) {
          return true;
        }
      }
      return false;
    }
    if (from == name.length()) {
      return false;
    }
    if (c == '\\' && at + 1 < text.length()) {
      return text.charAt(at + 1) == name.charAt(from) && matches(at + 2, name, from + 1);
    }
    return (c == '_' || c == name.charAt(from)) && matches(at + 1, name, from + 1);
  }
}
