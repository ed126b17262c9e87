package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.types.DataType;
import java.util.Arrays;
import java.util.List;

/** The largest or smallest value of rows that are never taken back, NULL if there is none. */
final class ExtremePart extends Part {
  private final int filter;
  private final int column;
  private final Extreme order;
  private final Column each;
  private long[] ranks = {};
  private boolean[] known = {};

  /**
   * @param type not one of pairs
   */
  ExtremePart(int filter, int column, DataType type, boolean max) {
    this.filter = filter;
    this.column = column;
    this.order = new Extreme(filter, column, type.physical(), max);
    this.each = Column.of(type);
  }

  @Override
  void reserve(int groups) {
    if (groups > ranks.length) {
      int length = Math.max(groups, ranks.length * 2);
      ranks = Arrays.copyOf(ranks, length);
      known = Arrays.copyOf(known, length);
    }
  }

  @Override
  void add(Feed feed) {
    Column values = feed.columns[column];
    long[] given = feed.longs();
    order.rank(values, feed.count, given);
    long[] weights = feed.weights[filter];
    boolean nulls = values.hasNulls();
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] != 0 && !(nulls && values.isNull(i))) {
        int group = feed.groups[i];
        known[group] = true;
        if (Long.compareUnsigned(given[i], ranks[group]) > 0) {
          ranks[group] = given[i];
        }
      }
    }
  }

  @Override
  boolean isZero(int group) {
    return !known[group];
  }

  @Override
  void append(int[] groups, int count, List<Column> targets) {
    Column target = targets.get(0);
    for (int i = 0; i < count; i++) {
      if (known[groups[i]]) {
        order.append(ranks[groups[i]], target);
      } else {
        target.appendNull();
      }
    }
  }

  @Override
  void appendZero(List<Column> targets) {
    targets.get(0).appendNull();
  }

  @Override
  void clear(int groups) {
    Arrays.fill(ranks, 0, groups, 0);
    Arrays.fill(known, 0, groups, false);
  }

  @Override
  void each(Feed feed, List<Column> columns) {
    Column values = feed.columns[column];
    if (filter == 0) {
      columns.add(values);
      return;
    }
    each.clear();
    each.append(values, 0, feed.count);
    for (int i = 0; i < feed.count; i++) {
      if (feed.weights[filter][i] == 0) {
        each.setNull(i);
      }
    }
    columns.add(each);
  }
}
