package io.leat.runtime.aggregate;

import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.Column;

/** ARRAY_AGG. */
final class ArrayResult extends AggregateResult {
  private final Members members;

  ArrayResult(Members members) {
    this.members = members;
  }

  @Override
  void append(int group, Column target) {
    int size = members.size(group);
    if (size == 0) {
      target.appendNull();
      return;
    }
    int[] rows = members.rows(group);
    members.limitedTotal(rows, size);
    ArrayColumn array = (ArrayColumn) target;
    for (int i = 0; i < size; i++) {
      for (long times = members.times(rows[i]); times > 0; times--) {
        members.table().append(0, rows[i], array.elements());
      }
    }
    array.closeRow();
  }
}
