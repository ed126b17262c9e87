package io.leat.runtime.relation;

import org.jspecify.annotations.Nullable;

/**
 * Entries that give way to others of the same length in their places: what most updates of rows
 * come to. A leaf gets other bytes, the branches above it get another child, and all else is
 * shared; nothing is cut or joined, as nothing has become larger or smaller.
 */
final class EntryReplacement {
  /** As far as there are more pairs, one pass over the tree costs less. */
  private static final int MOST_PAIRS = 4;

  private EntryReplacement() {}

  /**
   * What a root becomes by changes.
   *
   * @return null if they are not such replacements, or too many: then {@link TreeChange} sees to
   *     them
   */
  static @Nullable TreeNode apply(TreeNode root, Entries changes) {
    int size = changes.size();
    if (size == 0 || size > 2 * MOST_PAIRS || size % 2 != 0) {
      return null;
    }
    for (int i = 0; i < size; i += 2) {
      if (changes.length(i) != changes.length(i + 1) || changes.count(i) != -changes.count(i + 1)) {
        return null;
      }
    }
    TreeNode node = root;
    for (int i = 0; i < size && node != null; i += 2) {
      node = replaced(node, changes, i);
    }
    return node;
  }

  /** The same of the changes {@code first} and {@code first + 1}, one of which takes away. */
  private static @Nullable TreeNode replaced(TreeNode node, Entries changes, int first) {
    if (node instanceof Branch branch) {
      byte[] bytes = changes.bytes();
      int child = branch.childOf(0, bytes, changes.start(first), changes.length(first));
      int second = first + 1;
      if (branch.childOf(child, bytes, changes.start(second), changes.length(second)) != child) {
        return null;
      }
      TreeNode now = replaced(branch.child(child), changes, first);
      return now == null ? null : branch.with(child, now);
    }
    Entries leaf = (Entries) node;
    return changes.count(first) < 0
        ? leaf.replaced(changes, first, first + 1)
        : leaf.replaced(changes, first + 1, first);
  }
}
