package io.leat.runtime.over;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/** COUNT: of the rows that pass a filter and have no NULL in some columns. */
final class RowCounter extends FrameAccumulator {
  private final RowTable table;
  private final int filter;
  private final int[] columns;
  private long count;

  /**
   * @param filter a BOOLEAN column, or −1
   */
  RowCounter(RowTable table, int filter, int[] columns) {
    this.table = table;
    this.filter = filter;
    this.columns = columns;
  }

  private boolean counts(int row) {
    if (!WindowFunction.passes(table, filter, row)) {
      return false;
    }
    for (int column : columns) {
      if (table.isNull(row, column)) {
        return false;
      }
    }
    return true;
  }

  @Override
  void reset() {
    count = 0;
  }

  @Override
  void add(int row) {
    count += counts(row) ? 1 : 0;
  }

  @Override
  void remove(int row) {
    count -= counts(row) ? 1 : 0;
  }

  @Override
  void append(Column target) {
    WindowFunction.appendWhole(target, count);
  }

  @Override
  int words() {
    return 1;
  }

  @Override
  void load(long[] words) {
    count = words[0];
  }

  @Override
  void save(long[] words) {
    words[0] = count;
  }
}
