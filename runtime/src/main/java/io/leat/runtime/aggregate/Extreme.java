package io.leat.runtime.aggregate;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.Physical;

/**
 * The largest or smallest value of rows that are never taken back. A word (two for pairs) holds the
 * value as an unsigned number that is larger the better the value is; 0 is the worst value as well
 * as none.
 */
final class Extreme extends Accumulator {
  private static final long SIGN = Long.MIN_VALUE;

  private final int filter;
  private final int column;
  private final boolean max;
  private final boolean wide;
  private final Physical physical;

  Extreme(int filter, int column, Physical physical, boolean max) {
    this.filter = filter;
    this.column = column;
    this.physical = physical;
    this.wide = physical == Physical.WIDE;
    this.max = max;
  }

  @Override
  int words() {
    return wide ? 2 : 1;
  }

  @Override
  void add(RowTable table, Feed feed) {
    Column values = feed.columns[column];
    if (wide) {
      addWide(table, feed, (WideColumn) values);
      return;
    }
    long[] ranks = feed.longs();
    rank(values, feed.count, ranks);
    long[] weights = feed.weights[filter];
    boolean nulls = values.hasNulls();
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] != 0 && !(nulls && values.isNull(i))) {
        int group = feed.groups[i];
        int at = at(table, group);
        if (Long.compareUnsigned(ranks[i], table.page(group)[at]) > 0) {
          table.writablePage(group)[at] = ranks[i];
        }
      }
    }
  }

  private void addWide(RowTable table, Feed feed, WideColumn values) {
    long[] weights = feed.weights[filter];
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] != 0 && !values.isNull(i)) {
        int group = feed.groups[i];
        long[] page = table.writablePage(group);
        int at = at(table, group);
        long high = directed(values.high(i) ^ SIGN);
        long low = directed(values.low(i));
        int order = Long.compareUnsigned(high, page[at]);
        if (order > 0 || (order == 0 && Long.compareUnsigned(low, page[at + 1]) > 0)) {
          page[at] = high;
          page[at + 1] = low;
        }
      }
    }
  }

  @Override
  void merge(RowTable table, int from, int into) {
    long[] source = table.page(from);
    int first = at(table, from);
    long[] page = table.writablePage(into);
    int at = at(table, into);
    int order = Long.compareUnsigned(source[first], page[at]);
    if (order == 0 && wide) {
      order = Long.compareUnsigned(source[first + 1], page[at + 1]);
    }
    if (order > 0) {
      System.arraycopy(source, first, page, at, words());
    }
  }

  private long directed(long rank) {
    return max ? rank : ~rank;
  }

  /** Puts into {@code ranks} how good values are; not of pairs. */
  void rank(Column column, int count, long[] ranks) {
    long flip = max ? SIGN : ~SIGN;
    if (column instanceof LongColumn longs) {
      long[] values = longs.values();
      for (int i = 0; i < count; i++) {
        ranks[i] = values[i] ^ flip;
      }
    } else if (column instanceof IntColumn ints) {
      int[] values = ints.values();
      for (int i = 0; i < count; i++) {
        ranks[i] = values[i] ^ flip;
      }
    } else if (column instanceof DoubleColumn doubles) {
      double[] values = doubles.values();
      for (int i = 0; i < count; i++) {
        ranks[i] = ordered(values[i]) ^ flip;
      }
    } else if (column instanceof FloatColumn floats) {
      float[] values = floats.values();
      for (int i = 0; i < count; i++) {
        ranks[i] = ordered(values[i]) ^ flip;
      }
    } else {
      boolean[] values = ((BooleanColumn) column).values();
      for (int i = 0; i < count; i++) {
        ranks[i] = (values[i] ? 1 : 0) ^ flip;
      }
    }
  }

  /** A number whose order is that of doubles, NaN being the largest; its own inverse on bits. */
  private static long ordered(double value) {
    return ordered(Double.doubleToLongBits(value == 0 ? 0 : value));
  }

  private static long ordered(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** Appends the value of a group that has one. */
  void append(RowTable table, int group, Column target) {
    long[] page = table.page(group);
    int at = at(table, group);
    if (wide) {
      ((WideColumn) target).append(directed(page[at]) ^ SIGN, directed(page[at + 1]));
      return;
    }
    append(page[at], target);
  }

  /** Appends the value of that rank; not a pair. */
  void append(long rank, Column target) {
    long value = rank ^ (max ? SIGN : ~SIGN);
    switch (physical) {
      case LONG -> ((LongColumn) target).append(value);
      case INT -> ((IntColumn) target).append((int) value);
      case BOOLEAN -> ((BooleanColumn) target).append(value != 0);
      case DOUBLE -> ((DoubleColumn) target).append(Double.longBitsToDouble(ordered(value)));
      case FLOAT -> ((FloatColumn) target).append((float) Double.longBitsToDouble(ordered(value)));
      default -> throw new IllegalStateException(physical.name());
    }
  }
}
