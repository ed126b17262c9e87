package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import java.util.Arrays;
import java.util.List;

/**
 * The exact sum of integers or unscaled decimals, as {@link IntegerSum} keeps it. Its column has
 * one word less than that; what lies above {@link #LOW_BITS} of a sum that does not fit is a row of
 * its own, of weight 2 to the power of these.
 */
final class IntegerSumPart extends Part {
  private static final int LOW_BITS = 62;
  private static final long LOW_MASK = (1L << LOW_BITS) - 1;
  private static final long LOW_HALF = (1L << Integer.SIZE) - 1;

  private final int filter;
  private final int column;
  private final boolean wide;
  private final int stride;
  private final Column each;
  private long[] words = {};

  IntegerSumPart(int filter, int column, boolean wide) {
    this.filter = filter;
    this.column = column;
    this.wide = wide;
    this.stride = wide ? 3 : 2;
    this.each = wide ? new WideColumn() : new LongColumn();
  }

  @Override
  void reserve(int groups) {
    if (groups * stride > words.length) {
      words = Arrays.copyOf(words, Math.max(groups * stride, words.length * 2));
    }
  }

  @Override
  void add(Feed feed) {
    Column values = feed.columns[column];
    long[] weights = feed.weights[filter];
    int[] groups = feed.groups;
    boolean nulls = values.hasNulls();
    if (values instanceof WideColumn pairs) {
      for (int i = 0; i < feed.count; i++) {
        if (!nulls || !values.isNull(i)) {
          IntegerSum.addWide(words, groups[i] * 3, pairs.high(i), pairs.low(i), weights[i]);
        }
      }
      return;
    }
    long[] longs = values instanceof LongColumn own ? own.values() : feed.longs(column);
    if (!nulls && feed.isPlain(filter)) {
      addAll(longs, feed.count);
      return;
    }
    for (int i = 0; i < feed.count; i++) {
      if (!nulls || !values.isNull(i)) {
        IntegerSum.add(words, groups[i] * 2, longs[i], weights[i]);
      }
    }
  }

  /** Adds values to the first group: the sums of their halves do not pass 64 bits. */
  private void addAll(long[] values, int count) {
    long low = 0;
    long high = 0;
    for (int i = 0; i < count; i++) {
      low += values[i] & LOW_HALF;
      high += values[i] >> Integer.SIZE;
    }
    IntegerSum.add(words, 0, low, 1);
    IntegerSum.add(words, 0, high, 1L << Integer.SIZE);
  }

  @Override
  boolean isZero(int group) {
    int at = group * stride;
    return (words[at] | words[at + 1] | (wide ? words[at + 2] : 0)) == 0;
  }

  private boolean fits(int at) {
    int last = at + stride - 1;
    return words[last] == words[last - 1] >> 63;
  }

  @Override
  void append(int[] groups, int count, List<Column> targets) {
    for (int i = 0; i < count; i++) {
      int at = groups[i] * stride;
      boolean fits = fits(at);
      long low = fits ? words[at] : words[at] & LOW_MASK;
      if (wide) {
        ((WideColumn) targets.get(0)).append(fits ? words[at + 1] : 0, low);
      } else {
        ((LongColumn) targets.get(0)).append(low);
      }
    }
  }

  @Override
  int extras(int group) {
    return fits(group * stride) ? 0 : 1;
  }

  @Override
  long appendExtra(int group, int number, List<Column> targets) {
    int at = group * stride;
    long low = shifted(words[at], words[at + 1]);
    if (wide) {
      ((WideColumn) targets.get(0)).append(shifted(words[at + 1], words[at + 2]), low);
    } else {
      ((LongColumn) targets.get(0)).append(low);
    }
    return 1L << LOW_BITS;
  }

  private static long shifted(long low, long high) {
    return low >>> LOW_BITS | high << (Long.SIZE - LOW_BITS);
  }

  @Override
  void appendZero(List<Column> targets) {
    if (wide) {
      ((WideColumn) targets.get(0)).append(0, 0);
    } else {
      ((LongColumn) targets.get(0)).append(0);
    }
  }

  @Override
  void clear(int groups) {
    Arrays.fill(words, 0, groups * stride, 0);
  }

  @Override
  void each(Feed feed, List<Column> columns) {
    Column values = feed.columns[column];
    if (filter == 0 && !values.hasNulls() && !(values instanceof IntColumn)) {
      columns.add(values);
      return;
    }
    long[] weights = feed.weights[filter];
    if (values instanceof WideColumn pairs) {
      WideColumn target = (WideColumn) each;
      target.clear();
      for (int i = 0; i < feed.count; i++) {
        boolean counts = weights[i] != 0 && !values.isNull(i);
        target.append(counts ? pairs.high(i) : 0, counts ? pairs.low(i) : 0);
      }
    } else {
      long[] longs = values instanceof LongColumn own ? own.values() : feed.longs(column);
      long[] target = ((LongColumn) each).reserve(feed.count);
      boolean nulls = values.hasNulls();
      for (int i = 0; i < feed.count; i++) {
        target[i] = weights[i] != 0 && !(nulls && values.isNull(i)) ? longs[i] : 0;
      }
      each.setSize(feed.count);
    }
    columns.add(each);
  }
}
