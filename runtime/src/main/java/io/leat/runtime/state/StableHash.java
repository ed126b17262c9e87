package io.leat.runtime.state;

import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.data.WideColumn;

/**
 * The 64-bit hash that gives a key its key group. It depends on the values alone and must never
 * change between versions: stored state is divided by it.
 *
 * <p>A row's hash starts at 0 and is {@code mix(hash * 31 + value)} over its key columns in order.
 * A value is: NULL a constant; numbers their bits, sign-extended, with one NaN and one zero for
 * floating point; pairs the mix of both halves; bytes and arrays a polynomial over their elements
 * and length; maps the sum over their entries, whatever their order; rows their fields in order.
 * {@code mix} is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
 */
public final class StableHash {
  private static final long NULL = 0x9E3779B97F4A7C15L;

  /** The polynomial's base. */
  private static final long P = 0x100000001B3L;

  private static final long P2 = power(2);
  private static final long P3 = power(3);
  private static final long P4 = power(4);
  private static final int GROUP_BITS = Integer.numberOfTrailingZeros(KeyGroups.COUNT);

  private StableHash() {}

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= P;
    }
    return power;
  }

  /** The key group of a hash: its highest bits. */
  public static int keyGroup(long hash) {
    return (int) (hash >>> (Long.SIZE - GROUP_BITS));
  }

  /** Puts the hash of these key columns into {@code hashes[0..batch.size())}. */
  public static void hash(ChangeBatch batch, int[] keys, long[] hashes) {
    int size = batch.size();
    java.util.Arrays.fill(hashes, 0, size, 0);
    for (int key : keys) {
      Column column = batch.column(key);
      if (column instanceof LongColumn longs && !column.hasNulls()) {
        long[] values = longs.values();
        for (int row = 0; row < size; row++) {
          hashes[row] = mix(hashes[row] * 31 + values[row]);
        }
      } else if (column instanceof IntColumn ints && !column.hasNulls()) {
        int[] values = ints.values();
        for (int row = 0; row < size; row++) {
          hashes[row] = mix(hashes[row] * 31 + values[row]);
        }
      } else if (column instanceof BytesColumn bytes && !column.hasNulls()) {
        hash(bytes, size, hashes);
      } else {
        for (int row = 0; row < size; row++) {
          hashes[row] = mix(hashes[row] * 31 + value(column, row));
        }
      }
    }
  }

  /** A slice that rows share one after the other is read once. */
  private static void hash(BytesColumn column, int size, long[] hashes) {
    byte[] heap = column.heap();
    int start = -1;
    int length = 0;
    long value = 0;
    for (int row = 0; row < size; row++) {
      if (column.start(row) != start || column.length(row) != length) {
        start = column.start(row);
        length = column.length(row);
        value = bytes(heap, start, length);
      }
      hashes[row] = mix(hashes[row] * 31 + value);
    }
  }

  private static long value(Column column, int row) {
    if (column.isNull(row)) {
      return NULL;
    }
    if (column instanceof BytesColumn bytes) {
      return bytes(bytes.heap(), bytes.start(row), bytes.length(row));
    }
    if (column instanceof LongColumn longs) {
      return longs.get(row);
    }
    if (column instanceof IntColumn ints) {
      return ints.get(row);
    }
    if (column instanceof BooleanColumn booleans) {
      return booleans.get(row) ? 1 : 0;
    }
    if (column instanceof DoubleColumn doubles) {
      double value = doubles.get(row);
      return Double.doubleToLongBits(value == 0 ? 0 : value);
    }
    if (column instanceof FloatColumn floats) {
      float value = floats.get(row);
      return Float.floatToIntBits(value == 0 ? 0 : value);
    }
    if (column instanceof WideColumn wide) {
      return mix(wide.high(row)) * 31 + wide.low(row);
    }
    if (column instanceof ArrayColumn array) {
      long hash = array.end(row);
      hash -= array.start(row);
      for (int i = array.start(row); i < array.end(row); i++) {
        hash = mix(hash * 31 + value(array.elements(), i));
      }
      return hash;
    }
    if (column instanceof MapColumn map) {
      long hash = map.end(row);
      hash -= map.start(row);
      for (int i = map.start(row); i < map.end(row); i++) {
        hash += mix(mix(value(map.keys(), i)) * 31 + value(map.values(), i));
      }
      return hash;
    }
    RowColumn fields = (RowColumn) column;
    long hash = fields.fieldCount();
    for (int i = 0; i < fields.fieldCount(); i++) {
      hash = mix(hash * 31 + value(fields.field(i), row));
    }
    return hash;
  }

  private static long bytes(byte[] heap, int start, int length) {
    long hash = length;
    int end = start + length;
    int at = start;
    for (; at <= end - 4; at += 4) {
      // Four steps of the polynomial, whose products do not wait for each other.
      hash = hash * P4 + heap[at] * P3 + heap[at + 1] * P2 + heap[at + 2] * P + heap[at + 3];
    }
    for (; at < end; at++) {
      hash = hash * P + heap[at];
    }
    return mix(hash);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
