package io.leat.runtime.relation;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.types.Physical;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of key columns as bytes whose unsigned order is the values': numbers big-endian with
 * the sign turned over, floating-point ones in the bits that sort as they do, with one zero and one
 * NaN, the highest; text and bytes end with {@code 00 00}, a zero inside is {@code 00 ff}. NULL is
 * low: a byte 0, where other values have a byte 1 before them; columns without NULLs have neither.
 */
final class KeyBytes {
  /** Not a length: text and bytes. */
  static final int VARIABLE = -1;

  private KeyBytes() {}

  /** How many bytes each value has that is not NULL, or {@link #VARIABLE}. */
  static int length(Physical physical) {
    return switch (physical) {
      case BOOLEAN -> 1;
      case INT, FLOAT -> Integer.BYTES;
      case LONG, DOUBLE -> Long.BYTES;
      case WIDE -> 2 * Long.BYTES;
      case BYTES -> VARIABLE;
      case ARRAY, MAP, ROW -> throw new IllegalArgumentException("a nested key");
    };
  }

  /** Writes a value that is not NULL from {@code at} on and gives its end. */
  static int write(Physical physical, Column column, int row, EntriesBuilder target, int at) {
    if (physical == Physical.BYTES) {
      return writeText((BytesColumn) column, row, target, at);
    }
    byte[] bytes = target.room(at, 2 * Long.BYTES);
    switch (physical) {
      case BOOLEAN -> bytes[at] = (byte) (((BooleanColumn) column).get(row) ? 1 : 0);
      case INT -> ByteOrder.writeInt(bytes, at, ((IntColumn) column).get(row) ^ Integer.MIN_VALUE);
      case LONG -> ByteOrder.writeLong(bytes, at, ((LongColumn) column).get(row) ^ Long.MIN_VALUE);
      case FLOAT -> {
        int bits = Float.floatToIntBits(((FloatColumn) column).get(row) + 0f);
        ByteOrder.writeInt(bytes, at, bits ^ ((bits >> 31) | Integer.MIN_VALUE));
      }
      case DOUBLE -> {
        long bits = Double.doubleToLongBits(((DoubleColumn) column).get(row) + 0d);
        ByteOrder.writeLong(bytes, at, bits ^ ((bits >> 63) | Long.MIN_VALUE));
      }
      case WIDE -> {
        WideColumn wide = (WideColumn) column;
        ByteOrder.writeLong(bytes, at, wide.high(row) ^ Long.MIN_VALUE);
        ByteOrder.writeLong(bytes, at + Long.BYTES, wide.low(row));
      }
      case BYTES, ARRAY, MAP, ROW -> throw new AssertionError(physical);
    }
    return at + length(physical);
  }

  private static int writeText(BytesColumn column, int row, EntriesBuilder target, int at) {
    byte[] heap = column.heap();
    int start = column.start(row);
    int length = column.length(row);
    byte[] bytes = target.room(at, Math.addExact(length, 2));
    int to = at;
    for (int i = 0; i < length; i++) {
      byte value = heap[start + i];
      bytes[to++] = value;
      if (value == 0) {
        bytes = target.room(to, length - i + 2);
        bytes[to++] = (byte) 0xff;
      }
    }
    bytes[to++] = 0;
    bytes[to++] = 0;
    return to;
  }

  /** The end of a value that begins at {@code at}. */
  static int end(Physical physical, byte[] bytes, int at) {
    return physical == Physical.BYTES ? textEnd(bytes, at) : at + length(physical);
  }

  private static int textEnd(byte[] bytes, int at) {
    int end = at;
    while (bytes[end] != 0 || bytes[end + 1] != 0) {
      end += bytes[end] == 0 ? 2 : 1;
    }
    return end + 2;
  }

  /**
   * Moves places to the ends of the values that begin there.
   *
   * @param nulls which rows are NULL and have nothing there; null if none is
   */
  static void skip(
      Physical physical, byte[] bytes, int[] at, boolean @Nullable [] nulls, int count) {
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
    if (nulls == null && physical == Physical.LONG) {
      readLongs(bytes, at, count, (LongColumn) target);
      return;
    }
    for (int i = 0; i < count; i++) {
      if (nulls != null && nulls[i]) {
        target.appendNull();
      } else {
        at[i] = read(physical, bytes, at[i], target);
      }
    }
  }

  private static void readLongs(byte[] bytes, int[] at, int count, LongColumn target) {
    int start = target.size();
    long[] values = target.reserve(start + count);
    for (int i = 0; i < count; i++) {
      values[start + i] = ByteOrder.readLong(bytes, at[i]) ^ Long.MIN_VALUE;
      at[i] += Long.BYTES;
    }
    target.setSize(start + count);
  }

  /** Appends a value and gives its end. */
  private static int read(Physical physical, byte[] bytes, int from, Column target) {
    switch (physical) {
      case BOOLEAN -> ((BooleanColumn) target).append(bytes[from] == 1);
      case INT -> ((IntColumn) target).append(ByteOrder.readInt(bytes, from) ^ Integer.MIN_VALUE);
      case LONG -> ((LongColumn) target).append(ByteOrder.readLong(bytes, from) ^ Long.MIN_VALUE);
      case FLOAT -> {
        int bits = ByteOrder.readInt(bytes, from);
        ((FloatColumn) target)
            .append(Float.intBitsToFloat(bits ^ ((~bits >> 31) | Integer.MIN_VALUE)));
      }
      case DOUBLE -> {
        long bits = ByteOrder.readLong(bytes, from);
        ((DoubleColumn) target)
            .append(Double.longBitsToDouble(bits ^ ((~bits >> 63) | Long.MIN_VALUE)));
      }
      case WIDE ->
          ((WideColumn) target)
              .append(
                  ByteOrder.readLong(bytes, from) ^ Long.MIN_VALUE,
                  ByteOrder.readLong(bytes, from + Long.BYTES));
      case BYTES -> {
        return readText(bytes, from, (BytesColumn) target);
      }
      case ARRAY, MAP, ROW -> throw new AssertionError(physical);
    }
    return from + length(physical);
  }

  private static int readText(byte[] bytes, int at, BytesColumn target) {
    int end = at;
    while (bytes[end] != 0) {
      end++;
    }
    if (bytes[end + 1] == 0) {
      target.append(bytes, at, end - at);
      return end + 2;
    }
    byte[] text = new byte[textEnd(bytes, at) - at];
    int length = 0;
    for (end = at; bytes[end] != 0 || bytes[end + 1] != 0; end++) {
      text[length++] = bytes[end];
      end += bytes[end] == 0 ? 1 : 0;
    }
    target.append(Arrays.copyOf(text, length), 0, length);
    return end + 2;
  }
}
