package io.leat.runtime.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What holds in every tree: order, bounds, sums, equal heights, sizes. */
final class TreeCheck {
  private int height = -1;

  static void check(EntryTree tree) {
    new TreeCheck().node(tree.root(), 0, null, null);
  }

  private void node(TreeNode node, int depth, byte @Nullable [] from, byte @Nullable [] to) {
    if (node instanceof Branch branch) {
      branch(branch, depth, from, to);
    } else {
      assertTrue(height < 0 || height == depth, "leaves at heights " + height + ", " + depth);
      height = depth;
      leaf((Entries) node, depth, from, to);
    }
  }

  private void branch(Branch branch, int depth, byte @Nullable [] from, byte @Nullable [] to) {
    assertTrue(branch.size() >= (depth == 0 ? 2 : 1) && branch.size() <= Branch.MAX_CHILDREN);
    long entries = 0;
    long total = 0;
    long memory = Branch.ownBytes(branch.size());
    for (int i = 0; i < branch.size(); i++) {
      TreeNode child = branch.child(i);
      byte[] low = i == 0 ? from : branch.bound(i);
      byte[] high = i + 1 < branch.size() ? branch.bound(i + 1) : to;
      node(child, depth + 1, low, high);
      entries += child.entries();
      total += child.total();
      memory += child.memoryBytes();
    }
    assertEquals(entries, branch.entries());
    assertEquals(total, branch.total());
    assertEquals(memory, branch.memoryBytes());
  }

  private static void leaf(Entries leaf, int depth, byte @Nullable [] from, byte @Nullable [] to) {
    assertTrue(leaf.size() <= TreeChange.LEAF_ENTRIES);
    assertTrue(leaf.size() > 0 || depth == 0);
    assertTrue(leaf.bytes().length >= leaf.start(leaf.size()) + Entries.SLACK);
    long total = 0;
    for (int i = 0; i < leaf.size(); i++) {
      byte[] entry = leaf.copy(i);
      assertTrue(leaf.count(i) > 0);
      assertEquals(i, leaf.lowerBound(entry, 0, entry.length));
      total += leaf.count(i);
      assertTrue(i == 0 || Arrays.compareUnsigned(leaf.copy(i - 1), entry) < 0);
      assertTrue(from == null || Arrays.compareUnsigned(from, entry) <= 0);
      assertTrue(to == null || Arrays.compareUnsigned(entry, to) < 0);
    }
    assertEquals(total, leaf.total());
    int last = leaf.size() == 0 ? 0 : leaf.length(leaf.size() - 1);
    assertTrue(leaf.byteLength() - last <= TreeChange.LEAF_BYTES);
  }
}
