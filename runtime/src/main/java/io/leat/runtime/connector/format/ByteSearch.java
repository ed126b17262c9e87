package io.leat.runtime.connector.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches in bytes, eight at a time. For a word {@code w}, {@code (w − 01…01) & ~w & 80…80} marks
 * the lowest zero byte exactly (higher marks may be wrong), see "Bit Twiddling Hacks" by S. E.
 * Anderson.
 */
public final class ByteSearch {
  static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long CONTROLS = ONES * 0x20;

  private ByteSearch() {}

  /** A word of eight times the byte. */
  public static long pattern(byte value) {
    return ONES * (value & 0xff);
  }

  /** The eight bytes from {@code at} on, the first one lowest. */
  public static long word(byte[] bytes, int at) {
    return (long) WORDS.get(bytes, at);
  }

  /** Marks the bytes that are equal to the pattern's: the lowest mark is right. */
  public static long matches(long word, long pattern) {
    long difference = word ^ pattern;
    return (difference - ONES) & ~difference & HIGH_BITS;
  }

  /** Marks the bytes below a blank: the lowest mark is right. */
  public static long controls(long word) {
    return (word - CONTROLS) & ~word & HIGH_BITS;
  }

  /** Whether all eight bytes are ASCII. */
  public static boolean isAscii(long word) {
    return (word & HIGH_BITS) == 0;
  }

  /** Which of eight bytes the lowest mark is at. */
  public static int first(long marks) {
    return Long.numberOfTrailingZeros(marks) >> 3;
  }

  /** Where the byte is first; {@code to} if it is not there. */
  public static int find(byte[] bytes, int from, int to, byte value) {
    long pattern = pattern(value);
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long marks = matches(word(bytes, i), pattern);
      if (marks != 0) {
        return i + first(marks);
      }
    }
    while (i < to && bytes[i] != value) {
      i++;
    }
    return i;
  }

  /** The place after the last line's end; {@code from} if there is none. */
  public static int afterLastLine(byte[] bytes, int from, int to) {
    int i = to;
    while (i > from && bytes[i - 1] != '\n') {
      i--;
    }
    return i;
  }

  /** Whether the bytes are UTF-8, without surrogates and overlong forms. */
  public static boolean isUtf8(byte[] bytes, int from, int to) {
    int i = from;
    while (true) {
      while (i + Long.BYTES <= to && (word(bytes, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
      }
      if (i >= to) {
        return true;
      }
      int first = bytes[i];
      if (first >= 0) {
        i++;
        continue;
      }
      int length = sequence(bytes, i, to, first & 0xff);
      if (length == 0) {
        return false;
      }
      i += length;
    }
  }

  /** The length of the character of several bytes at {@code at}; 0 if it is none. */
  private static int sequence(byte[] bytes, int at, int to, int first) {
    int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0 || at + length > to) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
