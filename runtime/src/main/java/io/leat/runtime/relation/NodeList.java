package io.leat.runtime.relation;

import java.util.Arrays;

/** Nodes of one height beside each other, each with its bound, while a tree is changed. */
final class NodeList {
  private static final byte[] LOWEST = {};

  private TreeNode[] nodes = new TreeNode[Branch.MAX_CHILDREN + 8];
  private byte[][] bounds = new byte[Branch.MAX_CHILDREN + 8][];
  private boolean[] changed = new boolean[Branch.MAX_CHILDREN + 8];
  private boolean anySmall;
  private int size;

  int size() {
    return size;
  }

  TreeNode node(int i) {
    return nodes[i];
  }

  void clear() {
    Arrays.fill(nodes, 0, size, null);
    Arrays.fill(changed, 0, size, false);
    size = 0;
    anySmall = false;
  }

  /** Appends a node that is new. */
  void add(byte[] bound, TreeNode node) {
    reserve(1);
    nodes[size] = node;
    bounds[size] = bound;
    changed[size++] = true;
    anySmall |= isSmall(node);
  }

  /** Appends children as they are. */
  void add(Branch branch, int from, int to) {
    reserve(to - from);
    System.arraycopy(branch.children(), from, nodes, size, to - from);
    System.arraycopy(branch.bounds(), from, bounds, size, to - from);
    size += to - from;
  }

  private void reserve(int more) {
    if (size + more > nodes.length) {
      int capacity = Math.max(size + more, nodes.length * 2);
      nodes = Arrays.copyOf(nodes, capacity);
      bounds = Arrays.copyOf(bounds, capacity);
      changed = Arrays.copyOf(changed, capacity);
    }
  }

  private static boolean isSmall(TreeNode node) {
    return node instanceof Entries leaf
        ? leaf.size() < TreeChange.LEAF_ENTRIES * 3 / 8
            && leaf.byteLength() < TreeChange.LEAF_BYTES * 3 / 8
        : ((Branch) node).size() < Branch.MAX_CHILDREN * 3 / 8;
  }

  /** Whether two nodes together would have some room left. */
  private static boolean fit(TreeNode a, TreeNode b) {
    if (a instanceof Entries left && b instanceof Entries right) {
      return left.size() + right.size() <= TreeChange.LEAF_ENTRIES * 3 / 4
          && left.byteLength() + (long) right.byteLength() <= TreeChange.LEAF_BYTES * 3 / 4;
    }
    return ((Branch) a).size() + ((Branch) b).size() <= Branch.MAX_CHILDREN * 3 / 4;
  }

  /**
   * Joins new nodes that are small with a neighbour, if the two fit into one.
   *
   * @return how much more memory the nodes hold then
   */
  long joinSmall() {
    if (!anySmall) {
      return 0;
    }
    long memoryBytes = 0;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      boolean join =
          kept > 0
              && ((changed[i] && isSmall(nodes[i]))
                  || (changed[kept - 1] && isSmall(nodes[kept - 1])))
              && fit(nodes[kept - 1], nodes[i]);
      if (join) {
        TreeNode left = nodes[kept - 1];
        TreeNode joined = join(left, nodes[i], bounds[i]);
        memoryBytes += joined.memoryBytes() - left.memoryBytes() - nodes[i].memoryBytes();
        nodes[kept - 1] = joined;
        changed[kept - 1] = true;
      } else {
        nodes[kept] = nodes[i];
        bounds[kept] = bounds[i];
        changed[kept++] = changed[i];
      }
    }
    Arrays.fill(nodes, kept, size, null);
    Arrays.fill(changed, kept, size, false);
    size = kept;
    return memoryBytes;
  }

  private static TreeNode join(TreeNode a, TreeNode b, byte[] boundOfB) {
    if (a instanceof Entries left && b instanceof Entries right) {
      EntriesWriter writer =
          new EntriesWriter(left.size() + right.size(), left.byteLength() + right.byteLength());
      writer.add(left, 0, left.size(), 1);
      writer.add(right, 0, right.size(), 1);
      return writer.toEntries();
    }
    Branch left = (Branch) a;
    Branch right = (Branch) b;
    int count = left.size() + right.size();
    TreeNode[] children = Arrays.copyOf(left.children(), count);
    byte[][] bounds = Arrays.copyOf(left.bounds(), count);
    System.arraycopy(right.children(), 0, children, left.size(), right.size());
    System.arraycopy(right.bounds(), 0, bounds, left.size(), right.size());
    bounds[left.size()] = boundOfB;
    return new Branch(
        children,
        bounds,
        a.entries() + b.entries(),
        a.total() + b.total(),
        a.memoryBytes()
            + b.memoryBytes()
            + Branch.ownBytes(count)
            - Branch.ownBytes(left.size())
            - Branch.ownBytes(right.size()));
  }

  /** Branches over the nodes {@code [from, to)}; the sums are those of the nodes. */
  Branch branch(int from, int to) {
    return Branch.of(children(from, to), childBounds(from, to));
  }

  TreeNode[] children(int from, int to) {
    return Arrays.copyOfRange(nodes, from, to);
  }

  byte[][] childBounds(int from, int to) {
    byte[][] copy = Arrays.copyOfRange(bounds, from, to);
    copy[0] = LOWEST;
    return copy;
  }

  byte[] bound(int i) {
    return bounds[i];
  }
}
