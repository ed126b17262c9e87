package io.leat.runtime.aggregate;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/** How many rows have no NULL in some columns or, if so asked, TRUE in one. */
final class CountAccumulator extends Accumulator implements Counter {
  private final int filter;
  private final int[] columns;
  private final boolean onlyTrue;

  CountAccumulator(int filter, int[] columns, boolean onlyTrue) {
    this.filter = filter;
    this.columns = columns;
    this.onlyTrue = onlyTrue;
  }

  @Override
  int words() {
    return 1;
  }

  @Override
  boolean readsColumns() {
    return columns.length > 0;
  }

  @Override
  void add(RowTable table, Feed feed) {
    long[] weights = feed.weights[filter];
    int[] groups = feed.groups;
    boolean plain = !onlyTrue;
    for (int column : columns) {
      plain &= !feed.columns[column].hasNulls();
    }
    if (plain && feed.sameGroup) {
      if (feed.count > 0) {
        table.writablePage(groups[0])[at(table, groups[0])] += feed.weightSum(filter);
      }
      return;
    }
    if (plain) {
      for (int i = 0; i < feed.count; i++) {
        int group = groups[i];
        table.writablePage(group)[table.base(group) + offset] += weights[i];
      }
      return;
    }
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] != 0 && counts(feed, i)) {
        int group = groups[i];
        table.writablePage(group)[table.base(group) + offset] += weights[i];
      }
    }
  }

  @Override
  void merge(RowTable table, int from, int into) {
    table.writablePage(into)[at(table, into)] += count(table, from);
  }

  private boolean counts(Feed feed, int row) {
    for (int column : columns) {
      Column values = feed.columns[column];
      if (values.isNull(row) || (onlyTrue && !((BooleanColumn) values).get(row))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long count(RowTable table, int group) {
    return table.page(group)[at(table, group)];
  }
}
