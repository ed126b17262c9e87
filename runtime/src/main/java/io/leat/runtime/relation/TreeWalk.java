package io.leat.runtime.relation;

import org.jspecify.annotations.Nullable;

/**
 * A place in a tree: at the beginning of a node, or inside a leaf. What is to the left of it has
 * been walked over.
 */
final class TreeWalk {
  private final int rootHeight;
  private final Branch[] branches;
  private final int[] children;
  private int depth;
  private @Nullable TreeNode node;
  private int index;

  /** Begins at the root. */
  TreeWalk(TreeNode root, int height) {
    rootHeight = height;
    branches = new Branch[height];
    children = new int[height];
    node = root;
  }

  /** The node that the place is in or before; null at the end of the tree. */
  @Nullable TreeNode node() {
    return node;
  }

  /** The leaf that the place is in. */
  Entries leaf() {
    if (node instanceof Entries leaf) {
      return leaf;
    }
    throw new IllegalStateException("not in a leaf");
  }

  /** 0 for leaves. */
  int height() {
    return rootHeight - depth;
  }

  /** The next entry of the leaf; 0 at the beginning of a node. */
  int index() {
    return index;
  }

  /** Moves within the leaf, or to what follows it. */
  void moveTo(int newIndex) {
    index = newIndex;
    if (newIndex == leaf().size()) {
      over();
    }
  }

  /** Walks over the node, to the beginning of the highest one that follows. */
  void over() {
    index = 0;
    while (depth > 0) {
      Branch above = branches[depth - 1];
      int next = ++children[depth - 1];
      if (next < above.size()) {
        node = above.child(next);
        return;
      }
      depth--;
    }
    node = null;
  }

  /** Goes to the beginning of a branch's first child. */
  void down() {
    down(0);
  }

  private void down(int child) {
    if (!(node instanceof Branch branch)) {
      throw new IllegalStateException("not at a branch");
    }
    branches[depth] = branch;
    children[depth++] = child;
    node = branch.child(child);
  }

  /** Goes down to the first leaf from here on. */
  void toLeaf() {
    while (node instanceof Branch) {
      down(0);
    }
  }

  /** From the root, goes into a leaf, before its first entry that is not before these bytes. */
  void seek(byte[] bytes) {
    while (node instanceof Branch branch) {
      down(branch.childOf(0, bytes, 0, bytes.length));
    }
    index = leaf().lowerBound(bytes, 0, bytes.length);
  }
}
