package io.leat.runtime.aggregate;

import io.leat.runtime.state.RowTable;

/**
 * Keeps something about the rows of each group in words of the group's row, all zero at first. What
 * it keeps depends on the sums of the rows' weights alone, so that a row may be taken back, even
 * before it is there.
 */
abstract class Accumulator {
  /** The words begin here, counted from the base of a group's row. */
  int offset;

  /** How many words it needs. */
  abstract int words();

  /** Whether {@link #add} looks at columns, not at weights alone. */
  boolean readsColumns() {
    return true;
  }

  /** Adds rows to their groups. */
  abstract void add(RowTable table, Feed feed);

  /** Whether {@link #merge} works: whether all that is kept lies in the group's words. */
  boolean merges() {
    return true;
  }

  /** Adds what is kept of a group to that of another one. */
  abstract void merge(RowTable table, int from, int into);

  /** The index in the page of the first word of a group. */
  final int at(RowTable table, int group) {
    return table.base(group) + offset;
  }
}
