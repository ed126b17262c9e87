package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/** The value of the row that is kept of a group: MIN, MAX, FIRST_VALUE, LAST_VALUE. */
final class KeptResult extends AggregateResult {
  private final RowTable table;
  private final KeptRows kept;
  private final int column;

  /**
   * @param column of the kept rows
   */
  KeptResult(RowTable table, KeptRows kept, int column) {
    this.table = table;
    this.kept = kept;
    this.column = column;
  }

  @Override
  void append(int group, Column target) {
    int row = kept.row(table, group);
    if (row < 0) {
      target.appendNull();
    } else {
      kept.rows().append(column, row, target);
    }
  }
}
