package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/**
 * The sum of numbers, or of products of two, of rows without a NULL in some columns, as an
 * unevaluated sum of two doubles (Dekker 1971; error-free sums as by Knuth, products by a fused
 * multiply): 106 bits, so that what is taken back leaves nothing behind. Values that are not finite
 * or not below a limit are left out: see {@link UnusualValues}.
 */
final class DoubleSum extends Accumulator {
  private final int filter;
  private final int first;
  private final int second;
  private final int rest;
  private final int[] present;
  private final double limit;
  private final double scale;

  /**
   * @param second the column of the second factor, or −1
   * @param present rows with a NULL in any of these columns do not count
   * @param limit values as large as this are left out
   * @param scale a power of two that values are multiplied by, so that sums do not overflow
   */
  DoubleSum(int filter, int first, int second, int[] present, double limit, double scale) {
    this(filter, first, second, -1, present, limit, scale);
  }

  /**
   * The sum of pairs.
   *
   * @param first the column of the values
   * @param rest the column of what rounding has left of them
   */
  static DoubleSum ofPairs(int filter, int first, int rest, double scale) {
    return new DoubleSum(filter, first, -1, rest, new int[0], Double.POSITIVE_INFINITY, scale);
  }

  private DoubleSum(
      int filter, int first, int second, int rest, int[] present, double limit, double scale) {
    this.filter = filter;
    this.first = first;
    this.second = second;
    this.rest = rest;
    this.present = present;
    this.limit = limit;
    this.scale = scale;
  }

  @Override
  int words() {
    return 2;
  }

  @Override
  void add(RowTable table, Feed feed) {
    long[] weights = feed.weights[filter];
    int count = feed.count;
    double[] values = feed.doubles(first);
    double[] factors = second < 0 ? values : feed.otherDoubles(second);
    double[] rests = rest < 0 ? values : feed.otherDoubles(rest);
    boolean nulls = false;
    for (int column : present) {
      nulls |= feed.columns[column].hasNulls();
    }
    for (int i = 0; i < count; i++) {
      double value = values[i];
      if (weights[i] == 0 || !(Math.abs(value) < limit) || (nulls && anyNull(feed, i))) {
        continue;
      }
      double factor = second < 0 ? 1 : factors[i];
      if (Math.abs(factor) < limit) {
        double scaled = value * scale;
        double product = scaled * factor;
        double error = rest < 0 ? 0 : rests[i] * scale;
        if (second >= 0) {
          error = Math.fma(scaled, factor, -product);
        }
        addTimes(table, feed.groups[i], product, error, weights[i]);
      }
    }
  }

  private void addTimes(RowTable table, int group, double value, double rest, long weight) {
    addTimes(table.writablePage(group), at(table, group), value, rest, weight);
  }

  /** Adds a pair, so many times, to the two words of a sum. */
  static void addTimes(long[] page, int at, double value, double rest, long weight) {
    double factor = (double) weight;
    double times = factor * value;
    add(page, at, times, Math.fma(factor, value, -times) + factor * rest);
  }

  private boolean anyNull(Feed feed, int row) {
    for (int column : present) {
      Column values = feed.columns[column];
      if (values.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  /** Adds a pair to the two words of a sum. */
  static void add(long[] page, int at, double value, double rest) {
    double high = Double.longBitsToDouble(page[at]);
    double sum = high + value;
    double virtual = sum - high;
    double error = (high - (sum - virtual)) + (value - virtual);
    double low = Double.longBitsToDouble(page[at + 1]) + (error + rest);
    double total = sum + low;
    page[at] = Double.doubleToRawLongBits(total);
    page[at + 1] = Double.doubleToRawLongBits(low - (total - sum));
  }

  @Override
  void merge(RowTable table, int from, int into) {
    DoubleDouble sum = exact(table, from);
    add(table.writablePage(into), at(table, into), sum.high(), sum.low());
  }

  /** The sum of scaled values, as it is kept. */
  DoubleDouble exact(RowTable table, int group) {
    long[] page = table.page(group);
    int at = at(table, group);
    return new DoubleDouble(
        Double.longBitsToDouble(page[at]), Double.longBitsToDouble(page[at + 1]));
  }

  private double high(RowTable table, int group) {
    return Double.longBitsToDouble(table.page(group)[at(table, group)]);
  }

  /** The sum. */
  double value(RowTable table, int group) {
    return high(table, group) / scale;
  }

  /** The sum divided by a count: not infinite even where the sum is. */
  double average(RowTable table, int group, long count) {
    return high(table, group) / count / scale;
  }
}
