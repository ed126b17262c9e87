package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;

/** The first or last member's value in an order: MIN, MAX, FIRST_VALUE, LAST_VALUE. */
final class MemberResult extends AggregateResult {
  private final Multiset multiset;
  private final SortedView view;
  private final int column;
  private final boolean last;

  /**
   * @param column of the multiset
   */
  MemberResult(Multiset multiset, SortedView view, int column, boolean last) {
    this.multiset = multiset;
    this.view = view;
    this.column = column;
    this.last = last;
  }

  @Override
  void append(int group, Column target) {
    int size = view.size(group);
    if (size == 0) {
      target.appendNull();
    } else {
      multiset.rows().append(column, view.get(group, last ? size - 1 : 0), target);
    }
  }
}
