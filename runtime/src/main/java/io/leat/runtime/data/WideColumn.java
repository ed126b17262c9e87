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
    if (row >= high.length) {
      int capacity = Math.max(16, high.length * 2);
      high = Arrays.copyOf(high, capacity);
      low = Arrays.copyOf(low, capacity);
    }
    high[row] = highHalf;
    low[row] = lowHalf;
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
}
