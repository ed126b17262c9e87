package io.leat.runtime.aggregate;

import io.leat.runtime.state.RowTable;

/**
 * How many rows a group has: what every group keeps, in its first word, doubled; the lowest bit
 * tells that the group has been touched in this epoch.
 */
final class RowCount implements Counter {
  static final RowCount INSTANCE = new RowCount();

  static final long TOUCHED = 1;

  private RowCount() {}

  @Override
  public long count(RowTable table, int group) {
    return table.get(group, 0) >> 1;
  }

  static void merge(RowTable table, int from, int into) {
    table.add(into, 0, table.get(from, 0) & ~TOUCHED);
  }

  /** Adds to the counts of the groups. */
  static void add(RowTable table, Feed feed) {
    int offset = table.extraOffset();
    long[] weights = feed.weights[0];
    int[] groups = feed.groups;
    if (feed.sameGroup) {
      if (feed.count > 0) {
        table.add(groups[0], 0, feed.weightSum(0) << 1);
      }
      return;
    }
    for (int i = 0; i < feed.count; i++) {
      int group = groups[i];
      table.writablePage(group)[table.base(group) + offset] += weights[i] << 1;
    }
  }
}
