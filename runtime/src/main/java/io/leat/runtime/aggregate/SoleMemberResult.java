package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;

/** SINGLE_VALUE of text and nested values. */
final class SoleMemberResult extends AggregateResult {
  private final Multiset multiset;
  private final SortedView view;

  SoleMemberResult(Multiset multiset, SortedView view) {
    this.multiset = multiset;
    this.view = view;
  }

  @Override
  void append(int group, Column target) {
    int size = view.size(group);
    if (size == 0) {
      target.appendNull();
    } else if (size > 1 || multiset.weight(view.get(group, 0)) > 1) {
      throw SoleResult.several();
    } else {
      multiset.rows().append(0, view.get(group, 0), target);
    }
  }
}
