package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import java.util.Arrays;
import java.util.List;

/** How many rows have no NULL in some columns. */
final class CountPart extends Part {
  /** What each of many rows counts. */
  private static final LongColumn ONES = ones();

  private final int filter;
  private final int[] present;
  private final LongColumn each = new LongColumn();
  private long[] counts = {};

  CountPart(int filter, int[] present) {
    this.filter = filter;
    this.present = present;
  }

  private static LongColumn ones() {
    LongColumn ones = new LongColumn();
    Arrays.fill(ones.reserve(ChangeBatch.MAX_ROWS), 1);
    ones.setSize(ChangeBatch.MAX_ROWS);
    return ones;
  }

  @Override
  void reserve(int groups) {
    if (groups > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(groups, counts.length * 2));
    }
  }

  @Override
  void add(Feed feed) {
    long[] weights = feed.weights[filter];
    int[] groups = feed.groups;
    boolean nulls = anyNulls(feed);
    if (!nulls && feed.isPlain(filter)) {
      counts[0] += feed.count;
      return;
    }
    for (int i = 0; i < feed.count; i++) {
      if (!nulls || !isNull(feed, i)) {
        counts[groups[i]] += weights[i];
      }
    }
  }

  private boolean anyNulls(Feed feed) {
    for (int column : present) {
      if (feed.columns[column].hasNulls()) {
        return true;
      }
    }
    return false;
  }

  private boolean isNull(Feed feed, int row) {
    for (int column : present) {
      if (feed.columns[column].isNull(row)) {
        return true;
      }
    }
    return false;
  }

  long count(int group) {
    return counts[group];
  }

  @Override
  boolean isZero(int group) {
    return counts[group] == 0;
  }

  @Override
  void append(int[] groups, int count, List<Column> targets) {
    LongColumn target = (LongColumn) targets.get(0);
    int start = target.size();
    long[] values = target.reserve(start + count);
    for (int i = 0; i < count; i++) {
      values[start + i] = counts[groups[i]];
    }
    target.setSize(start + count);
  }

  @Override
  void appendZero(List<Column> targets) {
    ((LongColumn) targets.get(0)).append(0);
  }

  @Override
  void clear(int groups) {
    Arrays.fill(counts, 0, groups, 0);
  }

  @Override
  void each(Feed feed, List<Column> columns) {
    boolean nulls = anyNulls(feed);
    if (filter == 0 && !nulls) {
      columns.add(ONES);
      return;
    }
    long[] values = each.reserve(feed.count);
    long[] weights = feed.weights[filter];
    for (int i = 0; i < feed.count; i++) {
      values[i] = weights[i] != 0 && !(nulls && isNull(feed, i)) ? 1 : 0;
    }
    each.setSize(feed.count);
    columns.add(each);
  }
}
