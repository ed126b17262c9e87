package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looking at, cutting and building UTF-8 text, eight bytes at a time where that pays. Offsets and
 * lengths in bytes are called so; points are code points.
 */
final class Utf8 {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int MAX_RESULT = 64 << 20;

  private Utf8() {}

  static boolean isAscii(Slice text) {
    byte[] bytes = text.bytes;
    int at = text.start;
    int end = at + text.length;
    long seen = 0;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      seen |= (long) WORDS.get(bytes, at);
    }
    for (; at < end; at++) {
      seen |= bytes[at];
    }
    return (seen & HIGH_BITS) == 0;
  }

  static boolean isContinuation(int b) {
    return (b & 0xc0) == 0x80;
  }

  /** How many code points the text has. */
  static int points(Slice text) {
    return points(text, 0, text.length);
  }

  /** How many code points begin in so many bytes from an offset. */
  static int points(Slice text, int offset, int length) {
    byte[] bytes = text.bytes;
    int at = text.start + offset;
    int end = at + length;
    int points = 0;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      points += starts((long) WORDS.get(bytes, at));
    }
    if (length >= Long.BYTES) {
      int rest = end - at;
      long word = (long) WORDS.get(bytes, end - Long.BYTES);
      // Two shifts, as a shift by 64 would be none.
      long continued = (continuations(word) >>> (8 * (Long.BYTES - 1 - rest))) >>> 8;
      return points + rest - Long.bitCount(continued);
    }
    for (; at < end; at++) {
      points += isContinuation(bytes[at]) ? 0 : 1;
    }
    return points;
  }

  /** How many of eight bytes are no continuation of a code point. */
  private static int starts(long word) {
    return Long.BYTES - Long.bitCount(continuations(word));
  }

  /** The lowest bit of each byte that continues a code point. */
  private static long continuations(long word) {
    return (word >>> 7) & (~word >>> 6) & EACH_BYTE;
  }

  /** The offset in bytes so many code points behind another one, at most the text's end. */
  static int offset(Slice text, int from, int points) {
    byte[] bytes = text.bytes;
    int at = text.start + from;
    int end = text.start + text.length;
    int left = points;
    while (left >= Long.BYTES && at <= end - Long.BYTES) {
      left -= starts((long) WORDS.get(bytes, at));
      at += Long.BYTES;
    }
    for (; at < end; at++) {
      if (!isContinuation(bytes[at]) && --left < 0) {
        break;
      }
    }
    return at - text.start;
  }

  static boolean matchesAt(Slice text, int offset, Slice part) {
    int from = text.start + offset;
    return offset >= 0
        && offset + part.length <= text.length
        && Arrays.equals(
            text.bytes, from, from + part.length, part.bytes, part.start, part.start + part.length);
  }

  /** The offset in bytes of the first occurrence at or behind {@code from}; −1 if there is none. */
  static int find(Slice text, Slice needle, int from) {
    return find(text, needle, 0, needle.length, from);
  }

  /** The same for a part of the needle. Eight places are tried by their first and last byte. */
  static int find(Slice text, Slice needle, int offset, int length, int from) {
    if (length == 0) {
      return from <= text.length ? from : -1;
    }
    byte[] bytes = text.bytes;
    byte[] other = needle.bytes;
    int start = needle.start + offset;
    byte first = other[start];
    long firsts = (first & 0xffL) * EACH_BYTE;
    long lasts = (other[start + length - 1] & 0xffL) * EACH_BYTE;
    int last = text.start + text.length - length;
    int at = text.start + from;
    for (; at <= last - (Long.BYTES - 1); at += Long.BYTES) {
      long a = (long) WORDS.get(bytes, at) ^ firsts;
      long b = (long) WORDS.get(bytes, at + length - 1) ^ lasts;
      // The high bit of each byte that is zero, and of few that are not.
      long hits = (a - EACH_BYTE) & ~a & (b - EACH_BYTE) & ~b & HIGH_BITS;
      for (; hits != 0; hits &= hits - 1) {
        int hit = at + (Long.numberOfTrailingZeros(hits) >>> 3);
        // The lowest hit of all is no false one.
        if (length == 1 || Arrays.equals(bytes, hit, hit + length, other, start, start + length)) {
          return hit - text.start;
        }
      }
    }
    for (; at <= last; at++) {
      if (bytes[at] == first
          && Arrays.equals(bytes, at, at + length, other, start, start + length)) {
        return at - text.start;
      }
    }
    return -1;
  }

  /**
   * Points at the part of a text that {@code index} separators of one byte stand before; false if
   * there are fewer. Eight bytes are looked at together.
   */
  static boolean part(Slice text, byte separator, int index, Slice out) {
    byte[] bytes = text.bytes;
    long wantedEach = (separator & 0xffL) * EACH_BYTE;
    int end = text.start + text.length;
    int left = index;
    int from = index == 0 ? text.start : -1;
    int at = text.start;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long differs = (long) WORDS.get(bytes, at) ^ wantedEach;
      // The high bit of each byte that is zero, and of no other.
      long hits = ~(((differs & ~HIGH_BITS) + ~HIGH_BITS) | differs) & HIGH_BITS;
      if (from < 0) {
        int count = Long.bitCount(hits);
        if (count < left) {
          left -= count;
          continue;
        }
        for (; left > 1; left--) {
          hits &= hits - 1;
        }
        from = at + (Long.numberOfTrailingZeros(hits) >>> 3) + 1;
        hits &= hits - 1;
      }
      if (hits != 0) {
        int stop = at + (Long.numberOfTrailingZeros(hits) >>> 3);
        out.set(bytes, from, stop - from);
        return true;
      }
    }
    for (; at < end; at++) {
      if (bytes[at] == separator) {
        if (from >= 0) {
          out.set(bytes, from, at - from);
          return true;
        }
        left--;
        from = left == 0 ? at + 1 : -1;
      }
    }
    out.set(bytes, Math.max(from, text.start), end - Math.max(from, text.start));
    return from >= 0;
  }

  /** The offset of the last occurrence that ends at or before {@code end}; −1 if there is none. */
  static int findLast(Slice text, Slice needle, int end) {
    for (int at = end - needle.length; at >= 0; at--) {
      if (matchesAt(text, at, needle)) {
        return at;
      }
    }
    return -1;
  }

  /** The code point at an offset where one begins; U+FFFD for bytes that are none. */
  static int pointAt(Slice text, int offset) {
    int first = text.at(offset);
    if (first < 0x80) {
      return first;
    }
    int length = offset(text, offset, 1) - offset;
    return new String(text.bytes, text.start + offset, length, StandardCharsets.UTF_8)
        .codePointAt(0);
  }

  /**
   * Writes ASCII text with the 26 letters from {@code first} in the other case; false if the text
   * is not ASCII.
   */
  static boolean shiftCase(Slice text, int first, Slice out) {
    int length = text.length;
    byte[] to = out.reserve(length);
    byte[] from = text.bytes;
    int start = text.start;
    int at = out.start;
    // Adding these sets a byte's high bit if it is at least, or beyond, a letter.
    long least = (0x80 - first) * EACH_BYTE;
    long beyond = (0x80 - first - 26) * EACH_BYTE;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORDS.get(from, start + i);
      if ((word & HIGH_BITS) != 0) {
        return false;
      }
      long letters = (word + least) & ~(word + beyond) & HIGH_BITS;
      WORDS.set(to, at + i, word ^ (letters >>> 2));
    }
    for (; i < length; i++) {
      int b = from[start + i];
      if (b < 0) {
        return false;
      }
      to[at + i] = (byte) (b >= first && b < first + 26 ? b ^ 0x20 : b);
    }
    out.length = length;
    return true;
  }

  /** Writes the bytes in reverse order. */
  static void reverse(Slice bytes, Slice out) {
    int length = bytes.length;
    byte[] to = out.reserve(length);
    int end = out.start + length;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORDS.get(bytes.bytes, bytes.start + i);
      WORDS.set(to, end - i - Long.BYTES, Long.reverseBytes(word));
    }
    for (; i < length; i++) {
      to[end - i - 1] = bytes.bytes[bytes.start + i];
    }
    out.length = length;
  }

  /** Appends behind {@code length} bytes of a result under construction; gives the new length. */
  static int append(Slice out, int length, Slice part, int offset, int count) {
    byte[] to = out.reserve(checkedSize((long) length + count));
    System.arraycopy(part.bytes, part.start + offset, to, out.start + length, count);
    return length + count;
  }

  static void write(String text, Slice out) {
    write(text.getBytes(StandardCharsets.UTF_8), out);
  }

  static void write(byte[] bytes, Slice out) {
    byte[] to = out.reserve(checkedSize(bytes.length));
    System.arraycopy(bytes, 0, to, out.start, bytes.length);
    out.length = bytes.length;
  }

  /** The length, unless a result of such length is refused. */
  static int checkedSize(long bytes) {
    if (bytes > MAX_RESULT) {
      throw new RowException(SqlState.INVALID_PARAMETER_VALUE, "a text passes 64 MiB");
    }
    return (int) bytes;
  }
}
