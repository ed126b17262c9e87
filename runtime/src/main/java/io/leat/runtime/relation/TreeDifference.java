package io.leat.runtime.relation;

import java.util.ArrayList;
import java.util.List;

/** What must be added to a tree to get another; what the two share is walked over at once. */
final class TreeDifference {
  private static final int PART_ENTRIES = 1 << 14;
  private static final int PART_BYTES = 16 << 20;

  private final TreeWalk before;
  private final TreeWalk after;
  private final List<Entries> parts = new ArrayList<>();
  private EntriesWriter writer = new EntriesWriter(16, 256);

  TreeDifference(TreeWalk before, TreeWalk after) {
    this.before = before;
    this.after = after;
  }

  Delta compute() {
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
    endPart();
    return Delta.ofParts(parts);
  }

  private void endPart() {
    if (writer.size() > 0) {
      parts.add(writer.toEntries());
      writer = new EntriesWriter(16, 256);
    }
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
    if (writer.size() >= PART_ENTRIES || writer.end() >= PART_BYTES) {
      endPart();
    }
  }

  /** What only one of them has: whole leaves are taken as they are. */
  private void rest(TreeWalk walk, int sign) {
    while (walk.node() != null) {
      walk.toLeaf();
      Entries leaf = walk.leaf();
      if (walk.index() > 0) {
        writer.add(leaf, walk.index(), leaf.size(), sign);
      } else if (leaf.size() > 0) {
        endPart();
        parts.add(sign > 0 ? leaf : leaf.negated());
      }
      walk.over();
    }
  }
}
