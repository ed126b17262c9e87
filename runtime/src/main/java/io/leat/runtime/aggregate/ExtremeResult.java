package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/** MIN or MAX over rows that are never taken back. */
final class ExtremeResult extends AggregateResult {
  private final RowTable table;
  private final Counter counter;
  private final Extreme extreme;

  /**
   * @param counter of the rows that have a value
   */
  ExtremeResult(RowTable table, Counter counter, Extreme extreme) {
    this.table = table;
    this.counter = counter;
    this.extreme = extreme;
  }

  @Override
  void append(int group, Column target) {
    if (counter.count(table, group) == 0) {
      target.appendNull();
    } else {
      extreme.append(table, group, target);
    }
  }
}
