package io.leat.runtime.data;

import java.util.Arrays;

/**
 * Pairs of 64 bits: long DECIMAL (high and low half), TIMESTAMP to nanoseconds (microseconds,
 * nanoseconds within).
 */
public final class WideColumn extends Column {
  private long[] high = {};
  private long[] low = {};

  public long high(int row) {
    return high[row];
  }

  public long low(int row) {
    return low[row];
  }

  public void append(long highHalf, long lowHalf) {
    int row = advance();
    reserve(row + 1);
    high[row] = highHalf;
    low[row] = lowHalf;
  }

  private void reserve(int rows) {
    if (rows > high.length) {
      int capacity = Math.max(rows, Math.max(Room.LEAST, high.length * 2));
      high = Arrays.copyOf(high, capacity);
      low = Arrays.copyOf(low, capacity);
    }
  }

  @Override
  public WideColumn emptyLike() {
    return new WideColumn();
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + (long) high.length * 2 * Long.BYTES;
  }

  @Override
  void appendZero() {
    append(0, 0);
  }

  @Override
  void appendValue(Column source, int row) {
    WideColumn wide = (WideColumn) source;
    append(wide.high[row], wide.low[row]);
  }

  @Override
  void appendValues(Column source, int[] rows, int count) {
    int start = size();
    reserve(start + count);
    WideColumn wide = (WideColumn) source;
    for (int i = 0; i < count; i++) {
      high[start + i] = wide.high[rows[i]];
      low[start + i] = wide.low[rows[i]];
    }
    setSize(start + count);
  }

  @Override
  void appendValues(Column source, int from, int count) {
    int start = size();
    reserve(start + count);
    WideColumn wide = (WideColumn) source;
    System.arraycopy(wide.high, from, high, start, count);
    System.arraycopy(wide.low, from, low, start, count);
    setSize(start + count);
  }
}
