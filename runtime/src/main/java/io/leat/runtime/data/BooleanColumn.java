package io.leat.runtime.data;

import java.util.Arrays;

/** BOOLEAN values. */
public final class BooleanColumn extends Column {
  private boolean[] values = {};

  /** The values' array, valid to {@code size}; call it anew after the column has grown. */
  public boolean[] values() {
    return values;
  }

  public boolean get(int row) {
    return values[row];
  }

  public void append(boolean value) {
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
  public boolean[] reserve(int capacity) {
    if (capacity > values.length) {
      values = Arrays.copyOf(values, Math.max(capacity, Math.max(Room.LEAST, values.length * 2)));
    }
    return values;
  }

  @Override
  public BooleanColumn emptyLike() {
    return new BooleanColumn();
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + (long) values.length * 1;
  }

  @Override
  void appendZero() {
    append(false);
  }

  @Override
  void appendValue(Column source, int row) {
    append(((BooleanColumn) source).values[row]);
  }

  @Override
  void appendValues(Column source, int[] rows, int count) {
    int start = size();
    boolean[] to = reserve(start + count);
    boolean[] from = ((BooleanColumn) source).values;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[rows[i]];
    }
    setSize(start + count);
  }

  @Override
  void appendValues(Column source, int from, int count) {
    int start = size();
    System.arraycopy(((BooleanColumn) source).values, from, reserve(start + count), start, count);
    setSize(start + count);
  }
}
