package io.leat.runtime.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The strings of JSON text, between escaped and plain UTF-8. */
public final class JsonStrings {
  private static final int REPLACEMENT = 0xfffd;

  private JsonStrings() {}

  /** The value of four hexadecimal digits, or -1. */
  static int hex(byte[] text, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(text[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  static boolean hasEscape(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  /**
   * The plain bytes of a valid string whose content, without quotes, is {@code from} to {@code to}.
   */
  public static byte[] plain(byte[] text, int from, int to) {
    if (!hasEscape(text, from, to)) {
      return Arrays.copyOfRange(text, from, to);
    }
    byte[] out = new byte[to - from];
    return Arrays.copyOf(out, unescape(text, from, to, out, 0));
  }

  /**
   * Writes the plain bytes of a valid string: never more than it has. Half of a surrogate pair
   * without the other becomes U+FFFD, since UTF-8 has none.
   *
   * @return how many bytes were written
   */
  public static int unescape(byte[] text, int from, int to, byte[] out, int start) {
    int at = start;
    int i = from;
    while (i < to) {
      byte value = text[i++];
      if (value != '\\') {
        out[at++] = value;
        continue;
      }
      byte escaped = text[i++];
      switch (escaped) {
        case 'b' -> out[at++] = '\b';
        case 'f' -> out[at++] = '\f';
        case 'n' -> out[at++] = '\n';
        case 'r' -> out[at++] = '\r';
        case 't' -> out[at++] = '\t';
        case 'u' -> {
          int point = hex(text, i);
          i += 4;
          if (Character.isHighSurrogate((char) point)
              && i + 6 <= to
              && text[i] == '\\'
              && text[i + 1] == 'u'
              && Character.isLowSurrogate((char) hex(text, i + 2))) {
            point = Character.toCodePoint((char) point, (char) hex(text, i + 2));
            i += 6;
          }
          at = utf8(isHalf(point) ? REPLACEMENT : point, out, at);
        }
        default -> out[at++] = escaped;
      }
    }
    return at - start;
  }

  private static boolean isHalf(int point) {
    return point <= Character.MAX_VALUE && Character.isSurrogate((char) point);
  }

  private static int utf8(int point, byte[] out, int start) {
    int at = start;
    if (point < 0x80) {
      out[at++] = (byte) point;
    } else if (point < 0x800) {
      out[at++] = (byte) (0xc0 | (point >> 6));
      out[at++] = (byte) (0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
      out[at++] = (byte) (0xe0 | (point >> 12));
      out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
      out[at++] = (byte) (0x80 | (point & 0x3f));
    } else {
      out[at++] = (byte) (0xf0 | (point >> 18));
      out[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
      out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
      out[at++] = (byte) (0x80 | (point & 0x3f));
    }
    return at;
  }

  /** The content of a valid string, which begins with its quote at {@code from}, as text. */
  static String text(byte[] text, int from, int to) {
    return new String(plain(text, from + 1, to - 1), StandardCharsets.UTF_8);
  }
}
