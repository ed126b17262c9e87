package io.leat.runtime.local.pipeline;

import io.leat.runtime.operator.Arrangement;
import io.leat.runtime.relation.KeyedVersion;
import java.util.List;

/**
 * A stored relation by some of its columns, as a view's circuit sees it. Its versions are set
 * before an epoch opens, and read by all shards while it is open.
 */
final class ArrangedRelation implements Arrangement {
  final String relation;
  final List<Integer> columns;
  private volatile KeyedVersion before;
  private volatile KeyedVersion after;
  private volatile boolean holdsInput = true;

  ArrangedRelation(RelationVersion start, List<Integer> columns) {
    this.relation = start.definition().name();
    this.columns = List.copyOf(columns);
    this.before = start.by(columns);
    this.after = before;
  }

  /** The next epoch's; its source gives the difference. */
  void advance(RelationVersion newBefore, RelationVersion newAfter) {
    before = newBefore.by(columns);
    after = newBefore == newAfter ? before : newAfter.by(columns);
    holdsInput = false;
  }

  @Override
  public KeyedVersion before() {
    return before;
  }

  @Override
  public KeyedVersion after() {
    return after;
  }

  @Override
  public boolean holdsInput() {
    return holdsInput;
  }
}
