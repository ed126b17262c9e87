package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 text as the regular expressions of the JDK see it, without a String where it is ASCII. It
 * counts how often it is looked at: a pattern that backtracks without end becomes an error of the
 * row.
 */
final class RegexText implements CharSequence {
  private static final long BASE_STEPS = 10_000_000;
  private static final long STEPS_PER_BYTE = 1_000;

  private byte[] bytes = {};
  private int start;
  private int length;

  /** The text if it is not ASCII. */
  private @Nullable String string;

  private long stepsLeft;

  /** Where {@link #byteOffset} was asked last, in chars and in bytes. */
  private int knownChar;

  private int knownByte;

  void set(Slice text) {
    bytes = text.bytes;
    start = text.start;
    string = Utf8.isAscii(text) ? null : text.toString();
    length = string == null ? text.length : string.length();
    stepsLeft = BASE_STEPS + STEPS_PER_BYTE * text.length;
    knownChar = 0;
    knownByte = 0;
  }

  boolean isAscii() {
    return string == null;
  }

  @Override
  public char charAt(int index) {
    if (--stepsLeft < 0) {
      throw new RowException(
          SqlState.INVALID_REGULAR_EXPRESSION,
          "the regular expression takes too many steps on a text of " + length + " characters");
    }
    String text = string;
    return text == null ? (char) bytes[start + index] : text.charAt(index);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    String text = string;
    return text == null
        ? new String(bytes, start + from, to - from, java.nio.charset.StandardCharsets.US_ASCII)
        : text.substring(from, to);
  }

  @Override
  public String toString() {
    return subSequence(0, length).toString();
  }

  /** The offset in bytes of a char; fast if offsets are asked for in ascending order. */
  int byteOffset(int index) {
    String text = string;
    if (text == null) {
      return index;
    }
    if (index < knownChar) {
      knownChar = 0;
      knownByte = 0;
    }
    while (knownChar < index) {
      int point = text.codePointAt(knownChar);
      knownChar += Character.charCount(point);
      knownByte += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
    return knownByte;
  }

  /** How many code points lie before a char. */
  int points(int index) {
    String text = string;
    return text == null ? index : text.codePointCount(0, index);
  }
}
