package io.leat.runtime.over;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/**
 * MIN and MAX. In a frame that moves on at its start, candidates are kept: rows that are better
 * than all that entered after them.
 */
final class FrameExtreme extends FrameAccumulator {
  private final RowTable table;
  private final int filter;
  private final int column;
  private final boolean max;
  private final boolean growing;

  /** Rows [first, end) of a ring; the first one is the best. */
  private int[] candidates = new int[16];

  private int first;
  private int size;

  /** The column of the best row that holds its value. */
  private int bestColumn;

  /**
   * @param growing whether rows never leave
   */
  FrameExtreme(RowTable table, int filter, int column, boolean max, boolean growing) {
    this.table = table;
    this.filter = filter;
    this.column = column;
    this.max = max;
    this.growing = growing;
    this.bestColumn = column;
  }

  @Override
  void reset() {
    first = 0;
    size = 0;
    bestColumn = column;
  }

  private int candidate(int index) {
    return candidates[(first + index) & (candidates.length - 1)];
  }

  private boolean isBetter(int row, int otherColumn, int other) {
    int order = table.compare(column, row, otherColumn, other);
    return max ? order > 0 : order < 0;
  }

  @Override
  void add(int row) {
    if (table.isNull(row, column) || !WindowFunction.passes(table, filter, row)) {
      return;
    }
    if (growing) {
      if (size == 0 || isBetter(row, bestColumn, candidates[0])) {
        candidates[0] = row;
        bestColumn = column;
        size = 1;
      }
      return;
    }
    while (size > 0 && isBetter(row, column, candidate(size - 1))) {
      size--;
    }
    if (size == candidates.length) {
      int[] larger = new int[2 * size];
      for (int i = 0; i < size; i++) {
        larger[i] = candidate(i);
      }
      candidates = larger;
      first = 0;
    }
    candidates[(first + size++) & (candidates.length - 1)] = row;
  }

  @Override
  void remove(int row) {
    if (size > 0 && candidate(0) == row) {
      first = (first + 1) & (candidates.length - 1);
      size--;
    }
  }

  @Override
  void append(Column target) {
    if (size == 0) {
      target.appendNull();
    } else {
      table.append(bestColumn, candidate(0), target);
    }
  }

  @Override
  boolean seeds() {
    return true;
  }

  @Override
  boolean seed(int row, int resultColumn) {
    candidates[0] = row;
    first = 0;
    size = table.isNull(row, resultColumn) ? 0 : 1;
    bestColumn = size == 0 ? column : resultColumn;
    return true;
  }
}
