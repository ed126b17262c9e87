package io.leat.runtime.data;

import java.util.Arrays;

/** 32-bit values: TINYINT, SMALLINT, INTEGER, DATE, year-month intervals. */
public final class IntColumn extends Column {
  private int[] values = {};

  /** The values' array, valid to {@code size}; call it anew after the column has grown. */
  public int[] values() {
    return values;
  }

  public int get(int row) {
    return values[row];
  }

  public void append(int value) {
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
  public int[] reserve(int capacity) {
    if (capacity > values.length) {
      values = Arrays.copyOf(values, Math.max(capacity, Math.max(Room.LEAST, values.length * 2)));
    }
    return values;
  }

  @Override
  public IntColumn emptyLike() {
    return new IntColumn();
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + (long) values.length * Integer.BYTES;
  }

  @Override
  void appendZero() {
    append(0);
  }

  @Override
  void appendValue(Column source, int row) {
    append(((IntColumn) source).values[row]);
  }

  @Override
  void appendValues(Column source, int[] rows, int count) {
    int start = size();
    int[] to = reserve(start + count);
    int[] from = ((IntColumn) source).values;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[rows[i]];
    }
    setSize(start + count);
  }

  @Override
  void appendValues(Column source, int from, int count) {
    int start = size();
    System.arraycopy(((IntColumn) source).values, from, reserve(start + count), start, count);
    setSize(start + count);
  }
}
