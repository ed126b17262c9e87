package io.leat.runtime.aggregate;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/** BOOL_AND and BOOL_OR. */
final class TruthResult extends AggregateResult {
  private final RowTable table;
  private final Counter known;
  private final Counter isTrue;
  private final boolean all;

  /**
   * @param known counts the values that are not NULL
   * @param all whether all of them are to be true, or one
   */
  TruthResult(RowTable table, Counter known, Counter isTrue, boolean all) {
    this.table = table;
    this.known = known;
    this.isTrue = isTrue;
    this.all = all;
  }

  @Override
  void append(int group, Column target) {
    long count = known.count(table, group);
    if (count == 0) {
      target.appendNull();
    } else {
      long yes = isTrue.count(table, group);
      ((BooleanColumn) target).append(all ? yes == count : yes > 0);
    }
  }
}
