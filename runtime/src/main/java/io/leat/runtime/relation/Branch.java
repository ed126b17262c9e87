package io.leat.runtime.relation;

import org.jspecify.annotations.Nullable;

/**
 * An inner node of a tree: all entries of a child are at or after its bound and before the next
 * child's. The first child's bound stands in the node above.
 */
final class Branch implements TreeNode {
  /** So many children are the most. */
  static final int MAX_CHILDREN = 128;

  private static final int OBJECT_BYTES = 96;

  /** Of a child: two references, its bound and the bound's head. */
  private static final int CHILD_BYTES = 40;

  private final TreeNode[] children;
  private final byte[][] bounds;

  /** The bounds' {@link ByteOrder#head}s, side by side, so that most bounds are not looked at. */
  private final long[] heads;

  private final long entries;
  private final long total;
  private final long memoryBytes;
  private @Nullable ColumnSum sums;

  /** The arrays may be those of another version. */
  Branch(
      TreeNode[] children,
      byte[][] bounds,
      long[] heads,
      long entries,
      long total,
      long memoryBytes) {
    this.children = children;
    this.bounds = bounds;
    this.heads = heads;
    this.entries = entries;
    this.total = total;
    this.memoryBytes = memoryBytes;
  }

  /** A branch whose sums are those of the children. */
  static Branch of(TreeNode[] children, byte[][] bounds, long[] heads) {
    long entries = 0;
    long total = 0;
    long memoryBytes = ownBytes(children.length);
    for (TreeNode child : children) {
      entries += child.entries();
      total += child.total();
      memoryBytes += child.memoryBytes();
    }
    return new Branch(children, bounds, heads, entries, total, memoryBytes);
  }

  /** The memory that a node itself holds. */
  static long ownBytes(int children) {
    return OBJECT_BYTES + (long) CHILD_BYTES * children;
  }

  int size() {
    return children.length;
  }

  TreeNode child(int i) {
    return children[i];
  }

  byte[] bound(int i) {
    return bounds[i];
  }

  TreeNode[] children() {
    return children;
  }

  byte[][] bounds() {
    return bounds;
  }

  long[] heads() {
    return heads;
  }

  @Override
  public long entries() {
    return entries;
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public @Nullable ColumnSum sums() {
    return sums;
  }

  @Override
  public void keep(ColumnSum sum) {
    sums = sum;
  }

  /** Takes over what is known of the sums of the branch that this one stands for. */
  void standFor(Branch old) {
    sums = SharedSums.of(old, this);
  }

  /** As {@link #standFor(Branch)}, if only one child is another. */
  void standFor(Branch old, int child) {
    sums = SharedSums.of(old, child);
  }

  /** With another child in the place of one; it holds as many entries as that, as often. */
  Branch with(int child, TreeNode now) {
    TreeNode[] changed = children.clone();
    changed[child] = now;
    long memory = memoryBytes + now.memoryBytes() - children[child].memoryBytes();
    Branch made = new Branch(changed, bounds, heads, entries, total, memory);
    made.standFor(this, child);
    return made;
  }

  @Override
  public long memoryBytes() {
    return memoryBytes;
  }

  /** The child from {@code from} on in whose range a byte string is. */
  int childOf(int from, byte[] bytes, int start, int length) {
    long head = ByteOrder.head(bytes, start, length);
    int low = from + 1;
    int high = children.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long bound = heads[middle];
      boolean after =
          bound > head
              || (bound == head
                  && ByteOrder.compare(
                          bounds[middle], 0, bounds[middle].length, bytes, start, length)
                      > 0);
      if (after) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }
}
