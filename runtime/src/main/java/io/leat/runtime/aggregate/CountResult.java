package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.RowTable;

/** COUNT. */
final class CountResult extends AggregateResult {
  private final RowTable table;
  private final Counter counter;

  CountResult(RowTable table, Counter counter) {
    this.table = table;
    this.counter = counter;
  }

  @Override
  void append(int[] groups, int count, Column target, RowFailures failures) {
    LongColumn longs = (LongColumn) target;
    int start = longs.size();
    long[] values = longs.reserve(start + count);
    for (int i = 0; i < count; i++) {
      values[start + i] = counter.count(table, groups[i]);
    }
    longs.setSize(start + count);
  }

  @Override
  void append(int group, Column target) {
    ((LongColumn) target).append(counter.count(table, group));
  }
}
