package io.leat.runtime.data;

import java.util.Arrays;

/** DOUBLE values. */
public final class DoubleColumn extends Column {
  private double[] values = {};

  /** The values' array, valid to {@code size}; call it anew after the column has grown. */
  public double[] values() {
    return values;
  }

  public double get(int row) {
    return values[row];
  }

  public void append(double value) {
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
  public double[] reserve(int capacity) {
    if (capacity > values.length) {
      values = Arrays.copyOf(values, Math.max(capacity, Math.max(Room.LEAST, values.length * 2)));
    }
    return values;
  }

  @Override
  public DoubleColumn emptyLike() {
    return new DoubleColumn();
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + (long) values.length * Double.BYTES;
  }

  @Override
  void appendZero() {
    append(0);
  }

  @Override
  void appendValue(Column source, int row) {
    append(((DoubleColumn) source).values[row]);
  }

  @Override
  void appendValues(Column source, int[] rows, int count) {
    int start = size();
    double[] to = reserve(start + count);
    double[] from = ((DoubleColumn) source).values;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[rows[i]];
    }
    setSize(start + count);
  }

  @Override
  void appendValues(Column source, int from, int count) {
    int start = size();
    System.arraycopy(((DoubleColumn) source).values, from, reserve(start + count), start, count);
    setSize(start + count);
  }
}
