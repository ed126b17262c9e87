package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;

/** Functions of the bits of whole numbers; TINYINT and SMALLINT come as {@code int}. */
public final class BitFunctions {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private BitFunctions() {}

  public static int and(int a, int b) {
    return a & b;
  }

  public static long and(long a, long b) {
    return a & b;
  }

  public static int or(int a, int b) {
    return a | b;
  }

  public static long or(long a, long b) {
    return a | b;
  }

  public static int xor(int a, int b) {
    return a ^ b;
  }

  public static long xor(long a, long b) {
    return a ^ b;
  }

  public static int not(int a) {
    return ~a;
  }

  public static long not(long a) {
    return ~a;
  }

  /** {@code value · 2^count}, which must fit. */
  public static int shiftLeft(int value, long count) {
    long shifted = shiftLeft((long) value, count);
    if ((int) shifted != shifted) {
      throw overflow("INT", value, count);
    }
    return (int) shifted;
  }

  /** {@code value · 2^count}, which must fit. */
  public static long shiftLeft(long value, long count) {
    checkCount(count);
    if (value == 0) {
      return 0;
    }
    if (count >= Long.SIZE - 1) {
      // Only the sign bit can be reached from here, and only by -1.
      if (count == Long.SIZE - 1 && value == -1) {
        return Long.MIN_VALUE;
      }
      throw overflow("BIGINT", value, count);
    }
    long shifted = value << count;
    if (shifted >> count != value) {
      throw overflow("BIGINT", value, count);
    }
    return shifted;
  }

  public static int shiftRight(int value, long count) {
    return (int) shiftRight((long) value, count);
  }

  public static long shiftRight(long value, long count) {
    checkCount(count);
    return value >> Math.min(count, Long.SIZE - 1);
  }

  private static void checkCount(long count) {
    if (count < 0) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "a shift by " + count + " bits: shift the other way");
    }
  }

  private static RowException overflow(String type, long value, long count) {
    return new RowException(
        SqlState.NUMERIC_OUT_OF_RANGE, type + " out of range: " + value + " << " + count);
  }

  public static void bin(long value, Slice out) {
    int digits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(value));
    byte[] to = out.reserve(digits);
    for (int i = 0; i < digits; i++) {
      to[out.start + i] = (byte) ('0' + ((value >>> (digits - 1 - i)) & 1));
    }
    out.length = digits;
  }

  public static void hex(long value, Slice out) {
    int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 3) / 4);
    byte[] to = out.reserve(digits);
    for (int i = 0; i < digits; i++) {
      to[out.start + i] = DIGITS[(int) (value >>> (4 * (digits - 1 - i))) & 15];
    }
    out.length = digits;
  }

  public static void hex(Slice bytes, Slice out) {
    byte[] to = out.reserve(Utf8.checkedSize(2L * bytes.length));
    int at = out.start;
    for (int i = 0; i < bytes.length; i++) {
      to[at++] = DIGITS[bytes.at(i) >> 4];
      to[at++] = DIGITS[bytes.at(i) & 15];
    }
    out.length = bytes.length * 2;
  }

  /**
   * NULL (false) if a character is no hexadecimal digit. Of an odd number of digits the first one
   * stands for a byte of its own.
   */
  public static boolean unhex(Slice text, Slice out) {
    int size = (text.length + 1) / 2;
    byte[] to = out.reserve(size);
    int next = 0;
    for (int i = 0; i < size; i++) {
      boolean single = i == 0 && (text.length & 1) != 0;
      int high = single ? 0 : digit(text.at(next++));
      int low = digit(text.at(next++));
      if ((high | low) < 0) {
        return false;
      }
      to[out.start + i] = (byte) ((high << 4) | low);
    }
    out.length = size;
    return true;
  }

  /** −1 if the byte is no hexadecimal digit. */
  private static int digit(int b) {
    return b < 0x80 ? Character.digit(b, 16) : -1;
  }
}
