package io.leat.runtime.relation;

/** What must be added to a tree to get another; what the two share is walked over at once. */
final class TreeDifference {
  private final TreeWalk before;
  private final TreeWalk after;
  private final EntriesWriter writer = new EntriesWriter(16, 256);

  TreeDifference(TreeWalk before, TreeWalk after) {
    this.before = before;
    this.after = after;
  }

  Entries compute() {
    while (before.node() != null && after.node() != null) {
      if (before.node() == after.node() && before.index() == 0 && after.index() == 0) {
        before.over();
        after.over();
      } else if (before.height() == 0 && after.height() == 0) {
        leaves();
      } else if (before.height() > after.height()) {
        before.down();
      } else if (before.height() < after.height()) {
        after.down();
      } else {
        before.down();
        after.down();
      }
    }
    rest(before, -1);
    rest(after, 1);
    return writer.toEntries();
  }

  /** Up to the end of one of the leaves. */
  private void leaves() {
    Entries left = before.leaf();
    Entries right = after.leaf();
    int i = before.index();
    int j = after.index();
    while (i < left.size() && j < right.size()) {
      int order = left.compare(i, right, j);
      if (order < 0) {
        writer.add(left, i, -left.count(i));
        i++;
      } else if (order > 0) {
        writer.add(right, j, right.count(j));
        j++;
      } else {
        writer.add(right, j, right.count(j) - left.count(i));
        i++;
        j++;
      }
    }
    before.moveTo(i);
    after.moveTo(j);
  }

  private void rest(TreeWalk walk, long factor) {
    while (walk.node() != null) {
      walk.toLeaf();
      Entries leaf = walk.leaf();
      writer.add(leaf, walk.index(), leaf.size(), factor);
      walk.over();
    }
  }
}
