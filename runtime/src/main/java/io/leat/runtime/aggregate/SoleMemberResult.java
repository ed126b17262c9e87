package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;

/** SINGLE_VALUE of text and nested values: that of the group's one row; NULL if there are more. */
final class SoleMemberResult extends AggregateResult {
  private final Multiset multiset;
  private final SortedView view;

  SoleMemberResult(Multiset multiset, SortedView view) {
    this.multiset = multiset;
    this.view = view;
  }

  @Override
  void append(int group, Column target) {
    if (view.size(group) != 1 || multiset.weight(view.get(group, 0)) != 1) {
      target.appendNull();
    } else {
      multiset.rows().append(0, view.get(group, 0), target);
    }
  }
}
