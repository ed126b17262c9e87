package io.leat.runtime.aggregate;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.state.RowTable;

/**
 * The value of a group of one row: the sum of the words of all values times their weights, which is
 * that value's as soon as only one is left.
 */
final class SoleValue extends Accumulator {
  private final int filter;
  private final int column;
  private final boolean wide;

  SoleValue(int filter, int column, boolean wide) {
    this.filter = filter;
    this.column = column;
    this.wide = wide;
  }

  @Override
  int words() {
    return wide ? 2 : 1;
  }

  @Override
  void add(RowTable table, Feed feed) {
    Column values = feed.columns[column];
    long[] weights = feed.weights[filter];
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] == 0 || values.isNull(i)) {
        continue;
      }
      int group = feed.groups[i];
      long[] page = table.writablePage(group);
      int at = at(table, group);
      if (values instanceof WideColumn pairs) {
        page[at] += pairs.high(i) * weights[i];
        page[at + 1] += pairs.low(i) * weights[i];
      } else {
        page[at] += word(values, i) * weights[i];
      }
    }
  }

  @Override
  void merge(RowTable table, int from, int into) {
    throw new IllegalStateException("a sole value is not merged");
  }

  @Override
  boolean merges() {
    return false;
  }

  private static long word(Column column, int row) {
    if (column instanceof LongColumn longs) {
      return longs.get(row);
    } else if (column instanceof IntColumn ints) {
      return ints.get(row);
    } else if (column instanceof DoubleColumn doubles) {
      return bits(doubles.get(row));
    } else if (column instanceof FloatColumn floats) {
      return bits(floats.get(row));
    }
    return ((BooleanColumn) column).get(row) ? 1 : 0;
  }

  /** Equal numbers have equal bits, so that any of them takes any other back. */
  private static long bits(double value) {
    return Double.doubleToLongBits(value == 0 ? 0 : value);
  }

  /** Appends the value of a group that has one row, where it is not NULL. */
  void append(RowTable table, int group, Column target) {
    long[] page = table.page(group);
    int at = at(table, group);
    if (target instanceof WideColumn pairs) {
      pairs.append(page[at], page[at + 1]);
    } else if (target instanceof LongColumn longs) {
      longs.append(page[at]);
    } else if (target instanceof IntColumn ints) {
      ints.append((int) page[at]);
    } else if (target instanceof DoubleColumn doubles) {
      doubles.append(Double.longBitsToDouble(page[at]));
    } else if (target instanceof FloatColumn floats) {
      floats.append((float) Double.longBitsToDouble(page[at]));
    } else {
      ((BooleanColumn) target).append(page[at] != 0);
    }
  }
}
