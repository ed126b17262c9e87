package io.leat.runtime.aggregate;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.state.RowTable;
import java.math.BigInteger;

/**
 * The exact sum of integers or unscaled decimals, in two words (low, high) of 64-bit values, in
 * three of 128-bit ones: enough for 2^63 rows of any value.
 */
final class IntegerSum extends Accumulator {
  private final int filter;
  private final int column;
  private final boolean wide;

  IntegerSum(int filter, int column, boolean wide) {
    this.filter = filter;
    this.column = column;
    this.wide = wide;
  }

  @Override
  int words() {
    return wide ? 3 : 2;
  }

  @Override
  void add(RowTable table, Feed feed) {
    Column values = feed.columns[column];
    if (values instanceof LongColumn longs) {
      addLongs(table, feed, longs);
    } else if (values instanceof IntColumn ints) {
      addInts(table, feed, ints);
    } else {
      addWide(table, feed, (WideColumn) values);
    }
  }

  private void addLongs(RowTable table, Feed feed, LongColumn column) {
    long[] weights = feed.weights[filter];
    int[] groups = feed.groups;
    long[] values = column.values();
    boolean nulls = column.hasNulls();
    for (int i = 0; i < feed.count; i++) {
      if (!nulls || !column.isNull(i)) {
        add(table, groups[i], values[i], weights[i]);
      }
    }
  }

  private void addInts(RowTable table, Feed feed, IntColumn column) {
    long[] weights = feed.weights[filter];
    int[] groups = feed.groups;
    int[] values = column.values();
    boolean nulls = column.hasNulls();
    for (int i = 0; i < feed.count; i++) {
      if (!nulls || !column.isNull(i)) {
        add(table, groups[i], values[i], weights[i]);
      }
    }
  }

  private void add(RowTable table, int group, long value, long weight) {
    add(table.writablePage(group), at(table, group), value, weight);
  }

  /** Adds a product to the two words of a sum. */
  static void add(long[] page, int at, long value, long weight) {
    long low = value * weight;
    long before = page[at];
    long sum = before + low;
    long carry = carry(before, low, sum);
    page[at] = sum;
    page[at + 1] += Math.multiplyHigh(value, weight) + carry;
  }

  private void addWide(RowTable table, Feed feed, WideColumn column) {
    long[] weights = feed.weights[filter];
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] != 0 && !column.isNull(i)) {
        int group = feed.groups[i];
        long[] page = table.writablePage(group);
        addWide(page, at(table, group), column.high(i), column.low(i), weights[i]);
      }
    }
  }

  /**
   * Adds a 192-bit product to the three words of a sum: the low half times the weight is taken as
   * unsigned times signed.
   */
  static void addWide(long[] page, int at, long high, long low, long weight) {
    long first = low * weight;
    long middle = Math.multiplyHigh(low, weight) + (low < 0 ? weight : 0);
    long upper = high * weight;
    long second = middle + upper;
    long third = Math.multiplyHigh(high, weight) + (middle >> 63);
    third += carry(middle, upper, second);

    long sum = page[at] + first;
    long carry = carry(page[at], first, sum);
    page[at] = sum;
    long next = page[at + 1] + second;
    long nextCarry = carry(page[at + 1], second, next);
    long withCarry = next + carry;
    nextCarry += carry(next, carry, withCarry);
    page[at + 1] = withCarry;
    page[at + 2] += third + nextCarry;
  }

  /** What the sum of two unsigned numbers carries over: 1 or 0. */
  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> (Long.SIZE - 1);
  }

  @Override
  void merge(RowTable table, int from, int into) {
    long[] source = table.page(from);
    long[] page = table.writablePage(into);
    int first = at(table, from);
    int at = at(table, into);
    long carry = 0;
    for (int word = 0; word < words(); word++) {
      long before = page[at + word];
      long added = source[first + word];
      long sum = before + added;
      long next = carry(before, added, sum);
      page[at + word] = sum + carry;
      carry = next + carry(sum, carry, sum + carry);
    }
  }

  /** Whether the sum is that of its lowest word. */
  boolean fitsLong(RowTable table, int group) {
    long[] page = table.page(group);
    int at = at(table, group);
    long sign = page[at] >> 63;
    return page[at + 1] == sign && (!wide || page[at + 2] == sign);
  }

  /** The lowest word. */
  long low(RowTable table, int group) {
    return table.page(group)[at(table, group)];
  }

  BigInteger exact(RowTable table, int group) {
    long[] page = table.page(group);
    int at = at(table, group);
    if (!wide) {
      return BoxedValues.wideToInteger(page[at + 1], page[at]);
    }
    return BigInteger.valueOf(page[at + 2])
        .shiftLeft(128)
        .add(BoxedValues.wideToInteger(0, page[at + 1]).shiftLeft(64))
        .add(BoxedValues.wideToInteger(0, page[at]));
  }
}
