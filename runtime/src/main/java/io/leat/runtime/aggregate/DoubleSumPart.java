package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import java.util.Arrays;
import java.util.List;

/**
 * The sum of floating-point values as a pair, as {@link DoubleSum} keeps it: a column for the sum
 * and one for what rounding has left of it. NaN, +∞ and −∞ are rows of their own, as often as they
 * are there; so is a sum too large for a double, as a part of it with that weight.
 */
final class DoubleSumPart extends Part {
  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int UNUSUAL = 2;
  private static final int STRIDE = 5;
  private static final double[] UNUSUAL_VALUES = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };
  private static final double SCALE = CallBuilder.SUM_SCALE;

  /** The weight of the row that stands for a sum too large for a double. */
  private static final long LARGE = 1L << 62;

  private static final DoubleColumn ZEROS = zeros();

  private final int filter;
  private final int column;
  private final DoubleColumn each = new DoubleColumn();
  private long[] words = {};

  DoubleSumPart(int filter, int column) {
    this.filter = filter;
    this.column = column;
  }

  private static DoubleColumn zeros() {
    DoubleColumn zeros = new DoubleColumn();
    zeros.reserve(ChangeBatch.MAX_ROWS);
    zeros.setSize(ChangeBatch.MAX_ROWS);
    return zeros;
  }

  @Override
  int width() {
    return 2;
  }

  @Override
  void reserve(int groups) {
    if (groups * STRIDE > words.length) {
      words = Arrays.copyOf(words, Math.max(groups * STRIDE, words.length * 2));
    }
  }

  @Override
  void add(Feed feed) {
    Column values = feed.columns[column];
    double[] doubles = values instanceof DoubleColumn own ? own.values() : feed.doubles(column);
    long[] weights = feed.weights[filter];
    boolean nulls = values.hasNulls();
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] == 0 || (nulls && values.isNull(i))) {
        continue;
      }
      double value = doubles[i];
      int at = feed.groups[i] * STRIDE;
      if (Double.isNaN(value)) {
        words[at + UNUSUAL] += weights[i];
      } else if (Double.isInfinite(value)) {
        words[at + UNUSUAL + (value > 0 ? 1 : 2)] += weights[i];
      } else {
        DoubleSum.addTimes(words, at, value * SCALE, 0, weights[i]);
      }
    }
  }

  private double high(int group) {
    return Double.longBitsToDouble(words[group * STRIDE + HIGH]);
  }

  private double low(int group) {
    return Double.longBitsToDouble(words[group * STRIDE + LOW]);
  }

  private boolean isLarge(int group) {
    return Double.isInfinite(high(group) / SCALE);
  }

  @Override
  boolean isZero(int group) {
    int at = group * STRIDE + UNUSUAL;
    return high(group) == 0 && (words[at] | words[at + 1] | words[at + 2]) == 0;
  }

  @Override
  void append(int[] groups, int count, List<Column> targets) {
    DoubleColumn sums = (DoubleColumn) targets.get(0);
    DoubleColumn rests = (DoubleColumn) targets.get(1);
    for (int i = 0; i < count; i++) {
      boolean large = isLarge(groups[i]);
      sums.append(large ? 0 : high(groups[i]) / SCALE);
      rests.append(large ? 0 : low(groups[i]) / SCALE);
    }
  }

  @Override
  int extras(int group) {
    int at = group * STRIDE + UNUSUAL;
    int extras = isLarge(group) ? 1 : 0;
    for (int i = 0; i < UNUSUAL_VALUES.length; i++) {
      extras += words[at + i] == 0 ? 0 : 1;
    }
    return extras;
  }

  @Override
  long appendExtra(int group, int number, List<Column> targets) {
    DoubleColumn sums = (DoubleColumn) targets.get(0);
    DoubleColumn rests = (DoubleColumn) targets.get(1);
    int passed = 0;
    for (int i = 0; i < UNUSUAL_VALUES.length; i++) {
      long count = words[group * STRIDE + UNUSUAL + i];
      if (count != 0 && passed++ == number) {
        sums.append(UNUSUAL_VALUES[i]);
        rests.append(0);
        return count;
      }
    }
    sums.append(high(group) * (1 / SCALE / LARGE));
    rests.append(low(group) * (1 / SCALE / LARGE));
    return LARGE;
  }

  @Override
  void appendZero(List<Column> targets) {
    ((DoubleColumn) targets.get(0)).append(0);
    ((DoubleColumn) targets.get(1)).append(0);
  }

  @Override
  void clear(int groups) {
    Arrays.fill(words, 0, groups * STRIDE, 0);
  }

  @Override
  void each(Feed feed, List<Column> columns) {
    Column values = feed.columns[column];
    if (filter == 0 && !values.hasNulls() && values instanceof DoubleColumn) {
      columns.add(values);
    } else {
      double[] doubles = values instanceof DoubleColumn own ? own.values() : feed.doubles(column);
      double[] target = each.reserve(feed.count);
      long[] weights = feed.weights[filter];
      for (int i = 0; i < feed.count; i++) {
        target[i] = weights[i] != 0 && !values.isNull(i) ? doubles[i] : 0;
      }
      each.setSize(feed.count);
      columns.add(each);
    }
    columns.add(ZEROS);
  }
}
