package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import java.util.Locale;

/** Functions of text over UTF-8; positions and lengths count code points. */
public final class StringFunctions {
  private StringFunctions() {}

  public static void upper(Slice text, Slice out) {
    byte[] to = out.reserve(text.length);
    byte[] from = text.bytes;
    int start = text.start;
    int at = out.start;
    int length = text.length;
    int seen = 0;
    for (int i = 0; i < length; i++) {
      int b = from[start + i];
      seen |= b;
      to[at + i] = (byte) (b - ((((b - 'a') | ('z' - b)) >> 31) + 1 << 5));
    }
    out.length = length;
    if (seen < 0) {
      write(text.toString().toUpperCase(Locale.ROOT), out);
    }
  }

  public static void lower(Slice text, Slice out) {
    byte[] to = out.reserve(text.length);
    byte[] from = text.bytes;
    int start = text.start;
    int at = out.start;
    int length = text.length;
    int seen = 0;
    for (int i = 0; i < length; i++) {
      int b = from[start + i];
      seen |= b;
      to[at + i] = (byte) (b + ((((b - 'A') | ('Z' - b)) >> 31) + 1 << 5));
    }
    out.length = length;
    if (seen < 0) {
      write(text.toString().toLowerCase(Locale.ROOT), out);
    }
  }

  private static void write(String text, Slice out) {
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    System.arraycopy(utf8, 0, out.reserve(utf8.length), out.start, utf8.length);
    out.length = utf8.length;
  }
}
