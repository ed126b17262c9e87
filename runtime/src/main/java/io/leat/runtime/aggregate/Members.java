package io.leat.runtime.aggregate;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.RowTable;

/** The members of a group in an order, each with the number of times that it is taken. */
final class Members {
  /** More values than this in one result are refused. */
  private static final long MAX_VALUES = 1L << 28;

  private final Multiset multiset;
  private final SortedView view;
  private final boolean distinct;

  /**
   * @param distinct whether each is taken once
   */
  Members(Multiset multiset, SortedView view, boolean distinct) {
    this.multiset = multiset;
    this.view = view;
    this.distinct = distinct;
  }

  RowTable table() {
    return multiset.rows();
  }

  /** How many different ones a group has. */
  int size(int group) {
    return view.size(group);
  }

  /** The rows of a group in order: valid until the next call, {@link #size} of them. */
  int[] rows(int group) {
    return view.rows(group);
  }

  /** How often a row is taken. */
  long times(int row) {
    return distinct ? 1 : multiset.weight(row);
  }

  /** How many values a group has. */
  long total(int[] rows, int size) {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += times(rows[i]);
    }
    return total;
  }

  /**
   * The same, where all of them become part of a result.
   *
   * @throws RowException if they are too many
   */
  int limitedTotal(int[] rows, int size) {
    long total = total(rows, size);
    if (total > MAX_VALUES) {
      throw new RowException(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "a result of " + total + " values is too large");
    }
    return (int) total;
  }
}
