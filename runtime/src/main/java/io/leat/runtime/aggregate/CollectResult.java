package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.scalar.Arithmetic;

/** COLLECT: how often each value occurs. */
final class CollectResult extends AggregateResult {
  private final Members members;
  private final boolean nullable;

  /**
   * @param nullable whether no values give NULL, else an empty multiset
   */
  CollectResult(Members members, boolean nullable) {
    this.members = members;
    this.nullable = nullable;
  }

  @Override
  void append(int group, Column target) {
    int size = members.size(group);
    if (size == 0 && nullable) {
      target.appendNull();
      return;
    }
    int[] rows = members.rows(group);
    for (int i = 0; i < size; i++) {
      long times = members.times(rows[i]);
      if (times > Integer.MAX_VALUE) {
        throw Arithmetic.overflow("INT", Long.toString(times));
      }
    }
    MapColumn multiset = (MapColumn) target;
    for (int i = 0; i < size; i++) {
      members.table().append(0, rows[i], multiset.keys());
      ((IntColumn) multiset.values()).append((int) members.times(rows[i]));
    }
    multiset.closeRow();
  }
}
