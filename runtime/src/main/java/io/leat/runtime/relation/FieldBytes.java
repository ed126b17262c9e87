package io.leat.runtime.relation;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.ValueBytes;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.types.Physical;
import org.jspecify.annotations.Nullable;

/**
 * The values of columns outside the key as few bytes: equal values, and only they, have equal ones.
 * Whole numbers are a varint with the sign in the lowest bit, halves of 128 bits are two of them;
 * floating-point numbers are their bits, with one zero and one NaN; text, bytes and nested values
 * ({@link ValueBytes}) have their length before them. A NULL has no bytes.
 *
 * <p>A varint of {@code n} bytes begins with {@code n-1} one bits and a zero bit; one of 9 bytes
 * with 8 one bits. The number's bits follow, big-endian.
 */
final class FieldBytes {
  private static final int MAX_VARINT = 9;

  private FieldBytes() {}

  /** Writes a value that is not NULL from {@code at} on and gives its end. */
  static int write(Physical physical, Column column, int row, EntriesBuilder target, int at) {
    switch (physical) {
      case BYTES -> {
        BytesColumn text = (BytesColumn) column;
        return writeBlob(text.heap(), text.start(row), text.length(row), target, at);
      }
      case ARRAY, MAP, ROW -> {
        target.values.encode(column, row);
        return writeBlob(target.values.bytes(), 0, target.values.size(), target, at);
      }
      default -> {
        return writeNumber(physical, column, row, target.room(at, 2 * MAX_VARINT), at);
      }
    }
  }

  private static int writeNumber(Physical physical, Column column, int row, byte[] bytes, int at) {
    switch (physical) {
      case BOOLEAN -> {
        bytes[at] = (byte) (((BooleanColumn) column).get(row) ? 1 : 0);
        return at + 1;
      }
      case INT -> {
        return writeVarint(bytes, at, zigzag(((IntColumn) column).get(row)));
      }
      case LONG -> {
        return writeVarint(bytes, at, zigzag(((LongColumn) column).get(row)));
      }
      case FLOAT -> {
        float value = ((FloatColumn) column).get(row) + 0f;
        ByteOrder.writeInt(bytes, at, Float.floatToIntBits(value));
        return at + Integer.BYTES;
      }
      case DOUBLE -> {
        double value = ((DoubleColumn) column).get(row) + 0d;
        ByteOrder.writeLong(bytes, at, Double.doubleToLongBits(value));
        return at + Long.BYTES;
      }
      case WIDE -> {
        WideColumn wide = (WideColumn) column;
        long high = wide.high(row);
        int next = writeVarint(bytes, at, zigzag(high));
        return writeVarint(bytes, next, wide.low(row) ^ (high >> 63));
      }
      default -> throw new AssertionError(physical);
    }
  }

  private static int writeBlob(
      byte[] source, int start, int length, EntriesBuilder target, int at) {
    byte[] bytes = target.room(at, Math.addExact(length, MAX_VARINT));
    int from = writeVarint(bytes, at, length);
    System.arraycopy(source, start, bytes, from, length);
    return from + length;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  /** Writes up to 9 bytes, whatever the length is. */
  static int writeVarint(byte[] bytes, int at, long value) {
    int more = (63 - Long.numberOfLeadingZeros(value | 1)) / 7;
    if (more >= Long.BYTES) {
      bytes[at] = -1;
      ByteOrder.writeLong(bytes, at + 1, value);
      return at + MAX_VARINT;
    }
    ByteOrder.writeLong(bytes, at, (value << (56 - 8 * more)) | ~(-1L >>> more));
    return at + 1 + more;
  }

  static int varintLength(byte[] bytes, int at) {
    return 1 + Integer.numberOfLeadingZeros(~(bytes[at] << 24));
  }

  /** Reads 8 bytes, whatever the length is. */
  static long readVarint(byte[] bytes, int at) {
    long word = ByteOrder.readLong(bytes, at);
    return varint(bytes, at, word, Long.numberOfLeadingZeros(~word));
  }

  /**
   * A number of which the first 8 bytes have been read.
   *
   * @param more how many one bits it begins with
   */
  private static long varint(byte[] bytes, int at, long word, int more) {
    return more >= Long.BYTES
        ? ByteOrder.readLong(bytes, at + 1)
        : (word & (-1L >>> more)) >>> (56 - 8 * more);
  }

  /** How many bytes each value has that is not NULL, or {@link KeyBytes#VARIABLE}. */
  static int length(Physical physical) {
    return switch (physical) {
      case BOOLEAN -> 1;
      case FLOAT -> Integer.BYTES;
      case DOUBLE -> Long.BYTES;
      case INT, LONG, WIDE, BYTES, ARRAY, MAP, ROW -> KeyBytes.VARIABLE;
    };
  }

  /** The end of a value that begins at {@code at}. */
  private static int end(Physical physical, byte[] bytes, int at) {
    return switch (physical) {
      case BOOLEAN, FLOAT, DOUBLE -> at + length(physical);
      case INT, LONG -> at + varintLength(bytes, at);
      case WIDE -> {
        int next = at + varintLength(bytes, at);
        yield next + varintLength(bytes, next);
      }
      case BYTES, ARRAY, MAP, ROW -> at + varintLength(bytes, at) + (int) readVarint(bytes, at);
    };
  }

  /**
   * Moves places to the ends of the values that begin there.
   *
   * @param nulls which rows are NULL and have nothing there; null if none is
   */
  static void skip(
      Physical physical, byte[] bytes, int[] at, boolean @Nullable [] nulls, int count) {
    if (physical == Physical.INT || physical == Physical.LONG) {
      for (int i = 0; i < count; i++) {
        if (nulls == null || !nulls[i]) {
          at[i] += varintLength(bytes, at[i]);
        }
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      if (nulls == null || !nulls[i]) {
        at[i] = end(physical, bytes, at[i]);
      }
    }
  }

  /**
   * Appends values, each from its {@code at} on, and moves these to the values' ends.
   *
   * @param nulls which rows are NULL and have nothing there; null if none is
   */
  static void read(
      Physical physical,
      byte[] bytes,
      int[] at,
      boolean @Nullable [] nulls,
      int count,
      Column target) {
    switch (physical) {
      case INT -> readInts(bytes, at, nulls, count, (IntColumn) target);
      case LONG -> readLongs(bytes, at, nulls, count, (LongColumn) target);
      case BOOLEAN, FLOAT, DOUBLE, WIDE -> readOther(physical, bytes, at, nulls, count, target);
      case BYTES -> readTexts(bytes, at, nulls, count, (BytesColumn) target);
      case ARRAY, MAP, ROW -> readNested(bytes, at, nulls, count, target);
    }
  }

  private static void readLongs(
      byte[] bytes, int[] at, boolean @Nullable [] nulls, int count, LongColumn target) {
    int start = target.size();
    long[] values = target.reserve(start + count);
    for (int i = 0; i < count; i++) {
      if (nulls != null && nulls[i]) {
        values[start + i] = 0;
        target.setNull(start + i);
        continue;
      }
      int from = at[i];
      long word = ByteOrder.readLong(bytes, from);
      int more = Long.numberOfLeadingZeros(~word);
      values[start + i] = unzigzag(varint(bytes, from, word, more));
      at[i] = from + 1 + Math.min(more, Long.BYTES);
    }
    target.setSize(start + count);
  }

  private static void readInts(
      byte[] bytes, int[] at, boolean @Nullable [] nulls, int count, IntColumn target) {
    int start = target.size();
    int[] values = target.reserve(start + count);
    for (int i = 0; i < count; i++) {
      if (nulls != null && nulls[i]) {
        values[start + i] = 0;
        target.setNull(start + i);
        continue;
      }
      int from = at[i];
      long word = ByteOrder.readLong(bytes, from);
      int more = Long.numberOfLeadingZeros(~word);
      values[start + i] = (int) unzigzag(varint(bytes, from, word, more));
      at[i] = from + 1 + Math.min(more, Long.BYTES);
    }
    target.setSize(start + count);
  }

  private static void readTexts(
      byte[] bytes, int[] at, boolean @Nullable [] nulls, int count, BytesColumn target) {
    for (int i = 0; i < count; i++) {
      if (nulls != null && nulls[i]) {
        target.appendNull();
        continue;
      }
      int from = at[i] + varintLength(bytes, at[i]);
      int length = (int) readVarint(bytes, at[i]);
      target.append(bytes, from, length);
      at[i] = from + length;
    }
  }

  private static void readNested(
      byte[] bytes, int[] at, boolean @Nullable [] nulls, int count, Column target) {
    ValueBytes values = new ValueBytes();
    for (int i = 0; i < count; i++) {
      if (nulls != null && nulls[i]) {
        target.appendNull();
        continue;
      }
      int from = at[i] + varintLength(bytes, at[i]);
      values.decode(bytes, from, target);
      at[i] = from + (int) readVarint(bytes, at[i]);
    }
  }

  private static void readOther(
      Physical physical,
      byte[] bytes,
      int[] at,
      boolean @Nullable [] nulls,
      int count,
      Column target) {
    for (int i = 0; i < count; i++) {
      if (nulls != null && nulls[i]) {
        target.appendNull();
        continue;
      }
      int from = at[i];
      switch (physical) {
        case BOOLEAN -> ((BooleanColumn) target).append(bytes[from] == 1);
        case FLOAT ->
            ((FloatColumn) target).append(Float.intBitsToFloat(ByteOrder.readInt(bytes, from)));
        case DOUBLE ->
            ((DoubleColumn) target)
                .append(Double.longBitsToDouble(ByteOrder.readLong(bytes, from)));
        case WIDE -> {
          long high = unzigzag(readVarint(bytes, from));
          long low = readVarint(bytes, from + varintLength(bytes, from));
          ((WideColumn) target).append(high, low ^ (high >> 63));
        }
        default -> throw new AssertionError(physical);
      }
      at[i] = end(physical, bytes, from);
    }
  }
}
