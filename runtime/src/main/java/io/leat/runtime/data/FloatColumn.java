package io.leat.runtime.data;

import java.util.Arrays;

/** FLOAT values. */
public final class FloatColumn extends Column {
  private float[] values = {};

  /** The values' array, valid to {@code size}; call it anew after the column has grown. */
  public float[] values() {
    return values;
  }

  public float get(int row) {
    return values[row];
  }

  public void append(float value) {
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
  public float[] reserve(int capacity) {
    if (capacity > values.length) {
      values = Arrays.copyOf(values, Math.max(capacity, Math.max(Room.LEAST, values.length * 2)));
    }
    return values;
  }

  @Override
  public FloatColumn emptyLike() {
    return new FloatColumn();
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + (long) values.length * Float.BYTES;
  }

  @Override
  void appendZero() {
    append(0);
  }

  @Override
  void appendValue(Column source, int row) {
    append(((FloatColumn) source).values[row]);
  }

  @Override
  void appendValues(Column source, int[] rows, int count) {
    int start = size();
    float[] to = reserve(start + count);
    float[] from = ((FloatColumn) source).values;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[rows[i]];
    }
    setSize(start + count);
  }

  @Override
  void appendValues(Column source, int from, int count) {
    int start = size();
    System.arraycopy(((FloatColumn) source).values, from, reserve(start + count), start, count);
    setSize(start + count);
  }
}
