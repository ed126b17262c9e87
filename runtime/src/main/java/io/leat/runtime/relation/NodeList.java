package io.leat.runtime.relation;

import java.util.Arrays;

/** Nodes of one height beside each other, each with its bound, while a tree is changed. */
final class NodeList {
  private static final byte[] LOWEST = {};

  private TreeNode[] nodes = new TreeNode[4];
  private byte[][] bounds = new byte[4][];
  private long[] heads = new long[4];
  private boolean[] changed = new boolean[4];
  private boolean anySmall;
  private int size;

  int size() {
    return size;
  }

  /** Whether a node that is new has less than what is usual. */
  boolean anySmall() {
    return anySmall;
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
    heads[size] = ByteOrder.head(bound, 0, bound.length);
    changed[size++] = true;
    anySmall |= isSmall(node);
  }

  /** Appends nodes in the places of a branch's children, none of them new and small. */
  void add(TreeNode[] children, Branch branch, int from, int to) {
    reserve(to - from);
    System.arraycopy(children, from, nodes, size, to - from);
    System.arraycopy(branch.bounds(), from, bounds, size, to - from);
    System.arraycopy(branch.heads(), from, heads, size, to - from);
    size += to - from;
  }

  /** Appends what another list holds. */
  void add(NodeList other) {
    reserve(other.size);
    System.arraycopy(other.nodes, 0, nodes, size, other.size);
    System.arraycopy(other.bounds, 0, bounds, size, other.size);
    System.arraycopy(other.heads, 0, heads, size, other.size);
    System.arraycopy(other.changed, 0, changed, size, other.size);
    anySmall |= other.anySmall;
    size += other.size;
  }

  private void reserve(int more) {
    if (size + more > nodes.length) {
      int capacity = Math.max(size + more, nodes.length * 2);
      nodes = Arrays.copyOf(nodes, capacity);
      bounds = Arrays.copyOf(bounds, capacity);
      heads = Arrays.copyOf(heads, capacity);
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
        TreeNode joined = join(left, nodes[i], bounds[i], heads[i]);
        memoryBytes += joined.memoryBytes() - left.memoryBytes() - nodes[i].memoryBytes();
        nodes[kept - 1] = joined;
        changed[kept - 1] = true;
      } else {
        nodes[kept] = nodes[i];
        bounds[kept] = bounds[i];
        heads[kept] = heads[i];
        changed[kept++] = changed[i];
      }
    }
    Arrays.fill(nodes, kept, size, null);
    Arrays.fill(changed, kept, size, false);
    size = kept;
    return memoryBytes;
  }

  private static TreeNode join(TreeNode a, TreeNode b, byte[] boundOfB, long headOfB) {
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
    long[] heads = Arrays.copyOf(left.heads(), count);
    System.arraycopy(right.heads(), 0, heads, left.size(), right.size());
    heads[left.size()] = headOfB;
    return new Branch(
        children,
        bounds,
        heads,
        a.entries() + b.entries(),
        a.total() + b.total(),
        a.memoryBytes()
            + b.memoryBytes()
            + Branch.ownBytes(count)
            - Branch.ownBytes(left.size())
            - Branch.ownBytes(right.size()));
  }

  /** A branch over the nodes {@code [from, to)}; the sums are those of the nodes. */
  Branch branch(int from, int to) {
    return Branch.of(
        Arrays.copyOfRange(nodes, from, to), childBounds(from, to), childHeads(from, to));
  }

  /** A branch over all nodes. */
  Branch branch(long entries, long total, long memoryBytes) {
    return new Branch(
        Arrays.copyOf(nodes, size),
        childBounds(0, size),
        childHeads(0, size),
        entries,
        total,
        memoryBytes);
  }

  private byte[][] childBounds(int from, int to) {
    byte[][] copy = Arrays.copyOfRange(bounds, from, to);
    copy[0] = LOWEST;
    return copy;
  }

  private long[] childHeads(int from, int to) {
    return Arrays.copyOfRange(heads, from, to);
  }

  byte[] bound(int i) {
    return bounds[i];
  }
}
