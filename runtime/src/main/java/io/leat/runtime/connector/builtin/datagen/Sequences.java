package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The whole numbers from {@code start} on, one for each row: as numbers, as decimal text (CHAR
 * padded with spaces to its length) or as eight bytes, most significant first.
 */
final class Sequences implements Generator {
  private static final int MAX_DIGITS = 20;

  private final ScalarType type;
  private final long start;
  private final long unitHigh;
  private final long unitLow;

  Sequences(ScalarType type, long start) {
    this.type = type;
    this.start = start;
    BigInteger unit = BigInteger.TEN.pow(type.scale());
    this.unitHigh = unit.shiftRight(64).longValue();
    this.unitLow = unit.longValue();
  }

  @Override
  public void append(Column column, long first, int count, long nowMicros) {
    long value = start + first;
    if (column instanceof IntColumn ints) {
      for (int i = 0; i < count; i++) {
        ints.append((int) (value + i));
      }
    } else if (column instanceof LongColumn longs) {
      for (int i = 0; i < count; i++) {
        longs.append((value + i) * unitLow);
      }
    } else if (column instanceof WideColumn wide) {
      for (int i = 0; i < count; i++) {
        scale(wide, value + i);
      }
    } else if (column instanceof FloatColumn floats) {
      for (int i = 0; i < count; i++) {
        floats.append((float) (value + i));
      }
    } else if (column instanceof DoubleColumn doubles) {
      for (int i = 0; i < count; i++) {
        doubles.append((double) (value + i));
      }
    } else {
      BytesColumn bytes = (BytesColumn) column;
      for (int i = 0; i < count; i++) {
        if (type.kind().isCharacter()) {
          text(bytes, value + i);
        } else {
          bigEndian(bytes, value + i);
        }
      }
    }
  }

  @Override
  public long valueBytes() {
    return type.kind() == TypeKind.CHAR ? type.precision() : MAX_DIGITS;
  }

  /** The 128-bit product of the value and 10 to the power of the scale. */
  private void scale(WideColumn wide, long value) {
    long high = Words.multiplyHigh(value, unitLow) - (value < 0 ? unitLow : 0) + value * unitHigh;
    wide.append(high, value * unitLow);
  }

  private void text(BytesColumn bytes, long value) {
    int length = type.kind() == TypeKind.CHAR ? type.precision() : 0;
    int at = bytes.openRow(Math.max(length, MAX_DIGITS));
    byte[] heap = bytes.heap();
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    int end = at + digits + (value < 0 ? 1 : 0);
    heap[at] = '-';
    long rest = value;
    for (int i = 1; i <= digits; i++) {
      heap[end - i] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    }
    int size = Math.max(length, end - at);
    Arrays.fill(heap, end, at + size, (byte) ' ');
    bytes.closeRow(size);
  }

  private static void bigEndian(BytesColumn bytes, long value) {
    int at = bytes.openRow(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      bytes.heap()[at + i] = (byte) (value >>> (8 * (Long.BYTES - 1 - i)));
    }
    bytes.closeRow(Long.BYTES);
  }
}
