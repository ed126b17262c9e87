package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;

/** MODE: the value that occurs most often; of several the first in order. */
final class ModeResult extends AggregateResult {
  private final Members members;

  ModeResult(Members members) {
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
    int best = rows[0];
    for (int i = 1; i < size; i++) {
      if (members.times(rows[i]) > members.times(best)) {
        best = rows[i];
      }
    }
    members.table().append(0, best, target);
  }
}
