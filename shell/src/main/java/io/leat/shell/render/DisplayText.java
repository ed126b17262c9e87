package io.leat.shell.render;

import org.jline.utils.WCWidth;

/** Text on a screen: how wide it is, where to cut it, and what must not reach a terminal. */
public final class DisplayText {
  private static final String ELLIPSIS = "…";

  private DisplayText() {}

  /** Columns of a monospaced screen that {@code text} takes: 2 for wide characters, 0 for marks. */
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      width += width(c);
      i += Character.charCount(c);
    }
    return width;
  }

  private static int width(int c) {
    return c >= ' ' && c < 0x7f ? 1 : Math.max(0, WCWidth.wcwidth(c));
  }

  /** {@code text} in at most {@code width} columns, with an ellipsis if something is missing. */
  static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    int used = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (used + width(c) > width - 1) {
        break;
      }
      used += width(c);
      i += Character.charCount(c);
    }
    return text.substring(0, i) + ELLIPSIS;
  }

  /**
   * The text with escapes for what would move the cursor or reorder what is seen: control
   * characters, line separators, directional overrides, lone surrogates.
   */
  public static String escape(String text) {
    int i = 0;
    while (i < text.length() && isPlain(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (isPlain(c)) {
            escaped.appendCodePoint(c);
          } else {
            escaped.append(String.format("\\u%04x", c));
          }
        }
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(int c) {
    if (c >= ' ' && c < 0x7f) {
      return true;
    }
    return !(Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || c == 0xfeff
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0xd800 && c <= 0xdfff));
  }
}
