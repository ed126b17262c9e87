package io.leat.runtime.relation;

import org.jspecify.annotations.Nullable;

/** The pieces of leaves from a place in a tree on, up to a bound. */
final class TreeCursor implements EntryTree.Cursor {
  private final TreeWalk walk;
  private final byte @Nullable [] bound;
  private Entries leaf = Entries.EMPTY;
  private int from;
  private int to;
  private boolean begun;
  private boolean ended;

  TreeCursor(TreeWalk walk, byte @Nullable [] bound) {
    this.walk = walk;
    this.bound = bound;
  }

  @Override
  public boolean next() {
    do {
      if (begun && !ended) {
        walk.over();
      }
      begun = true;
      if (ended || walk.node() == null) {
        ended = true;
        return false;
      }
      walk.toLeaf();
      leaf = walk.leaf();
      from = walk.index();
      to = leaf.size();
      if (bound != null && from < to && leaf.compare(to - 1, bound, 0, bound.length) >= 0) {
        to = leaf.lowerBound(from, bound, 0, bound.length);
        ended = true;
      }
    } while (from >= to);
    return true;
  }

  @Override
  public Entries leaf() {
    return leaf;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }
}
