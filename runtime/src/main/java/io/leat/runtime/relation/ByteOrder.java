package io.leat.runtime.relation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** The unsigned order of byte strings, where a prefix comes first. */
final class ByteOrder {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.BIG_ENDIAN);
  private static final VarHandle BIG_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, java.nio.ByteOrder.BIG_ENDIAN);

  private ByteOrder() {}

  static int readInt(byte[] bytes, int at) {
    return (int) BIG_ENDIAN_INT.get(bytes, at);
  }

  static void writeInt(byte[] bytes, int at, int value) {
    BIG_ENDIAN_INT.set(bytes, at, value);
  }

  static long readLong(byte[] bytes, int at) {
    return (long) BIG_ENDIAN.get(bytes, at);
  }

  static void writeLong(byte[] bytes, int at, long value) {
    BIG_ENDIAN.set(bytes, at, value);
  }

  /**
   * The first 8 bytes, zeros after a shorter string's end, as a number: a smaller one means that
   * the string comes before; of strings with equal ones it is not known.
   */
  static long head(byte[] bytes, int start, int length) {
    long word;
    if (length >= Long.BYTES) {
      word = readLong(bytes, start);
    } else if (start + Long.BYTES <= bytes.length) {
      word = length == 0 ? 0 : readLong(bytes, start) & (-1L << (64 - 8 * length));
    } else {
      word = 0;
      for (int i = 0; i < length; i++) {
        word |= (bytes[start + i] & 0xffL) << (56 - 8 * i);
      }
    }
    return word ^ Long.MIN_VALUE;
  }

  static int compare(
      byte[] left, int leftStart, int leftLength, byte[] right, int rightStart, int rightLength) {
    if (leftLength >= Long.BYTES && rightLength >= Long.BYTES) {
      long a = readLong(left, leftStart);
      long b = readLong(right, rightStart);
      if (a != b) {
        return Long.compareUnsigned(a, b);
      }
    }
    return Arrays.compareUnsigned(
        left, leftStart, leftStart + leftLength, right, rightStart, rightStart + rightLength);
  }
}
