package io.leat.runtime.data;

import java.util.Arrays;

/** 64-bit values: BIGINT, short DECIMAL, TIME, TIMESTAMP to microseconds, day-time intervals. */
public final class LongColumn extends Column {
  private long[] values = {};

  /** The values' array, valid to {@code size}; call it anew after the column has grown. */
  public long[] values() {
    return values;
  }

  public long get(int row) {
    return values[row];
  }

  public void append(long value) {
    int row = advance();
    if (row >= values.length) {
      reserve(row + 1);
    }
    values[row] = value;
  }

  /**
   * Makes room for {@code capacity} rows, so that arrays can be filled directly and {@link
   * #setSize} be called.
   */
  public long[] reserve(int capacity) {
    if (capacity > values.length) {
      values = Arrays.copyOf(values, Math.max(capacity, Math.max(Room.LEAST, values.length * 2)));
    }
    return values;
  }

  @Override
  public LongColumn emptyLike() {
    return new LongColumn();
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + (long) values.length * Long.BYTES;
  }

  @Override
  void appendZero() {
    append(0);
  }

  @Override
  void appendValue(Column source, int row) {
    append(((LongColumn) source).values[row]);
  }

  @Override
  void appendValues(Column source, int[] rows, int count) {
    int start = size();
    long[] to = reserve(start + count);
    long[] from = ((LongColumn) source).values;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[rows[i]];
    }
    setSize(start + count);
  }

  @Override
  void appendValues(Column source, int from, int count) {
    int start = size();
    System.arraycopy(((LongColumn) source).values, from, reserve(start + count), start, count);
    setSize(start + count);
  }
}
