package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/** SINGLE_VALUE: the value of the group's one row; NULL if there are more. */
final class SoleResult extends AggregateResult {
  private final RowTable table;
  private final Counter rows;
  private final Counter known;
  private final SoleValue value;

  /**
   * @param known counts the values that are not NULL
   */
  SoleResult(RowTable table, Counter rows, Counter known, SoleValue value) {
    this.table = table;
    this.rows = rows;
    this.known = known;
    this.value = value;
  }

  @Override
  void append(int group, Column target) {
    if (rows.count(table, group) != 1 || known.count(table, group) == 0) {
      target.appendNull();
    } else {
      value.append(table, group, target);
    }
  }
}
