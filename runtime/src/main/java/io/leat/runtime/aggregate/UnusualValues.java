package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.state.RowTable;

/**
 * How many rows have NaN, +∞ and −∞ in a column, or a value at or over a limit, which counts as
 * infinite. Sums cannot take these back, so they are counted beside them. Rows with a NULL in some
 * columns do not count.
 */
final class UnusualValues extends Accumulator {
  private static final int NAN = 0;
  private static final int POSITIVE = 1;
  private static final int NEGATIVE = 2;

  private final int filter;
  private final int column;
  private final int[] present;
  private final double limit;

  UnusualValues(int filter, int column, int[] present, double limit) {
    this.filter = filter;
    this.column = column;
    this.present = present;
    this.limit = limit;
  }

  @Override
  int words() {
    return 3;
  }

  @Override
  void add(RowTable table, Feed feed) {
    Column values = feed.columns[column];
    if (values instanceof DoubleColumn doubles) {
      double[] numbers = doubles.values();
      for (int i = 0; i < feed.count; i++) {
        if (!(Math.abs(numbers[i]) < limit)) {
          addUnusual(table, feed, i, numbers[i]);
        }
      }
    } else if (values instanceof FloatColumn floats) {
      float[] numbers = floats.values();
      for (int i = 0; i < feed.count; i++) {
        if (!(Math.abs(numbers[i]) < limit)) {
          addUnusual(table, feed, i, numbers[i]);
        }
      }
    }
  }

  private void addUnusual(RowTable table, Feed feed, int row, double value) {
    for (int other : present) {
      if (feed.columns[other].isNull(row)) {
        return;
      }
    }
    int word = Double.isNaN(value) ? NAN : value > 0 ? POSITIVE : NEGATIVE;
    int group = feed.groups[row];
    table.writablePage(group)[at(table, group) + word] += feed.weights[filter][row];
  }

  @Override
  void merge(RowTable table, int from, int into) {
    long[] source = table.page(from);
    int first = at(table, from);
    long[] page = table.writablePage(into);
    int at = at(table, into);
    for (int word = 0; word < words(); word++) {
      page[at + word] += source[first + word];
    }
  }

  /** Whether there are any. */
  boolean any(RowTable table, int group) {
    long[] page = table.page(group);
    int at = at(table, group);
    return (page[at + NAN] | page[at + POSITIVE] | page[at + NEGATIVE]) != 0;
  }

  /** What a sum is when there are any. */
  double sum(RowTable table, int group) {
    long[] page = table.page(group);
    int at = at(table, group);
    boolean positive = page[at + POSITIVE] != 0;
    if (page[at + NAN] != 0 || (positive && page[at + NEGATIVE] != 0)) {
      return Double.NaN;
    }
    return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }
}
