package io.leat.runtime.relation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Changes added to a tree: the leaves that they fall into and the nodes above these are made anew,
 * in one pass from the left, all others are shared. A node that becomes too large is cut into equal
 * parts; after appending, into full ones and a rest. One that becomes small is joined with a
 * neighbour, so that a node and its neighbour are more than half full together.
 */
final class TreeChange {
  /** A leaf has at most so many entries, */
  static final int LEAF_ENTRIES = 96;

  /** and at most so many bytes of them, and part of one more. */
  static final int LEAF_BYTES = 16 << 10;

  private static final byte[] LOWEST = {};

  private final Entries changes;
  private final @Nullable NodeList[] lists;
  private int height;
  private int[] places = {};
  private boolean appends;

  // What the nodes made so far hold more than those that they stand for.
  private long moreEntries;
  private long moreTotal;
  private long moreMemory;

  TreeChange(Entries changes, int height) {
    this.changes = changes;
    this.lists = new NodeList[height];
    this.height = height;
  }

  /** What a root becomes. */
  EntryTree apply(TreeNode root) {
    NodeList top = new NodeList();
    apply(root, height, LOWEST, 0, changes.size(), true, top);
    while (top.size() > 1) {
      NodeList above = new NodeList();
      cut(top, LOWEST, above);
      top = above;
      height++;
    }
    if (top.size() == 0) {
      return EntryTree.EMPTY;
    }
    TreeNode node = top.node(0);
    while (node instanceof Branch branch && branch.size() == 1) {
      node = branch.child(0);
      height--;
    }
    return new EntryTree(node, height);
  }

  /**
   * Appends what a node becomes by the changes {@code [from, to)}, at least one.
   *
   * @param last whether no node is to the right of it
   */
  private void apply(
      TreeNode node, int height, byte[] bound, int from, int to, boolean last, NodeList target) {
    if (node instanceof Branch branch) {
      apply(branch, height, bound, from, to, last, target);
    } else {
      apply((Entries) node, bound, from, to, last, target);
    }
  }

  private void apply(
      Branch branch, int height, byte[] bound, int from, int to, boolean last, NodeList target) {
    final long entriesBefore = moreEntries;
    final long totalBefore = moreTotal;
    final long memoryBefore = moreMemory;
    NodeList list = list(height);
    TreeNode[] children = branch.children().clone();
    // While each child becomes one node, they stay in their places and the bounds are shared.
    NodeList moved = null;
    int done = 0;
    int end;
    int child = -1;
    int touched = 0;
    for (int next = from; next < to; next = end) {
      touched++;
      child = branch.childOf(child + 1, changes.bytes(), changes.start(next), changes.length(next));
      boolean lastChild = child + 1 == branch.size();
      end = to;
      if (!lastChild) {
        byte[] nextBound = branch.bound(child + 1);
        end = changes.lowerBound(next + 1, nextBound, 0, nextBound.length);
      }
      list.clear();
      apply(children[child], height - 1, branch.bound(child), next, end, last && lastChild, list);
      if (list.size() == 1 && !list.anySmall()) {
        children[child] = list.node(0);
      } else {
        moved = moved == null ? new NodeList() : moved;
        moved.add(children, branch, done, child);
        moved.add(list);
        done = child + 1;
      }
    }
    if (moved == null) {
      Branch now =
          new Branch(
              children,
              branch.bounds(),
              branch.heads(),
              branch.entries() + moreEntries - entriesBefore,
              branch.total() + moreTotal - totalBefore,
              branch.memoryBytes() + moreMemory - memoryBefore);
      if (touched == 1) {
        now.standFor(branch, child);
      } else {
        now.standFor(branch);
      }
      target.add(bound, now);
      return;
    }
    moved.add(children, branch, done, branch.size());
    moreMemory += moved.joinSmall() - Branch.ownBytes(branch.size());
    if (moved.size() > Branch.MAX_CHILDREN) {
      cut(moved, bound, target);
    } else if (moved.size() > 0) {
      moreMemory += Branch.ownBytes(moved.size());
      Branch now =
          moved.branch(
              branch.entries() + moreEntries - entriesBefore,
              branch.total() + moreTotal - totalBefore,
              branch.memoryBytes() + moreMemory - memoryBefore);
      now.standFor(branch);
      target.add(bound, now);
    }
  }

  /** What the children of a node of that height become, one after the other. */
  private NodeList list(int height) {
    NodeList list = lists[height - 1];
    if (list == null) {
      list = new NodeList();
      lists[height - 1] = list;
    }
    return list;
  }

  /** Appends branches over the nodes of a list. */
  private void cut(NodeList list, byte[] bound, NodeList target) {
    int size = list.size();
    int parts = (size + Branch.MAX_CHILDREN - 1) / Branch.MAX_CHILDREN;
    int each = appends ? Branch.MAX_CHILDREN : (size + parts - 1) / parts;
    for (int from = 0; from < size; from += each) {
      int to = Math.min(size, from + each);
      moreMemory += Branch.ownBytes(to - from);
      target.add(from == 0 ? bound : list.bound(from), list.branch(from, to));
    }
  }

  private void apply(Entries leaf, byte[] bound, int from, int to, boolean last, NodeList target) {
    int size = leaf.size();
    long byteLength = leaf.byteLength();
    int place = 0;
    if (places.length < to - from) {
      places = new int[to - from];
    }
    boolean dense = (to - from) * 8L > leaf.size();
    for (int i = from; i < to; i++) {
      byte[] bytes = changes.bytes();
      int start = changes.start(i);
      int length = changes.length(i);
      place =
          dense
              ? leaf.lowerBound(place, bytes, start, length)
              : leaf.lowerBound(bytes, start, length);
      if (place < leaf.size() && leaf.compare(place, bytes, start, length) == 0) {
        long count = Math.addExact(leaf.count(place), changes.count(i));
        check(count);
        if (count == 0) {
          size--;
          byteLength -= length;
        }
        places[i - from] = ~place;
        place++;
      } else {
        check(changes.count(i));
        size++;
        byteLength += length;
        places[i - from] = place;
      }
    }
    appends |= last && from == 0 && places[0] == leaf.size();
    if (leaf.size() == 0 && from == 0) {
      cut(changes, bound, target);
    } else if (size > 0) {
      cut(merged(leaf, from, to, size, byteLength), bound, target);
    }
    moreEntries += size - leaf.size();
    for (int i = from; i < to; i++) {
      moreTotal += changes.count(i);
    }
    moreMemory -= leaf.memoryBytes();
  }

  private static void check(long count) {
    if (count < 0) {
      throw new IllegalStateException("an entry would be there " + count + " times");
    }
  }

  private Entries merged(Entries leaf, int from, int to, int size, long byteLength) {
    EntriesWriter writer =
        new EntriesWriter(size, (int) Math.min(Integer.MAX_VALUE / 2, byteLength));
    int done = 0;
    for (int i = from; i < to; i++) {
      int place = places[i - from];
      boolean same = place < 0;
      place = same ? ~place : place;
      writer.add(leaf, done, place, 1);
      done = place;
      if (same) {
        writer.add(leaf, place, leaf.count(place) + changes.count(i));
        done++;
      } else {
        writer.add(changes, i, changes.count(i));
      }
    }
    writer.add(leaf, done, leaf.size(), 1);
    return writer.toEntries();
  }

  /** Appends entries as one leaf or several. */
  private void cut(Entries all, byte[] bound, NodeList target) {
    int size = all.size();
    int byteLength = all.byteLength();
    int parts =
        Math.max(
            (size + LEAF_ENTRIES - 1) / LEAF_ENTRIES,
            (int) (((long) byteLength + LEAF_BYTES - 1) / LEAF_BYTES));
    if (parts <= 1 && size <= LEAF_ENTRIES && all != changes) {
      target.add(bound, all);
      moreMemory += all.memoryBytes();
      return;
    }
    int entriesEach = appends ? LEAF_ENTRIES : (size + parts - 1) / parts;
    int bytesEach = appends ? LEAF_BYTES : (byteLength + parts - 1) / parts;
    for (int from = 0; from < size; ) {
      int to = from + 1;
      while (to < size && to - from < entriesEach && all.start(to) - all.start(from) < bytesEach) {
        to++;
      }
      Entries leaf = all.part(from, to);
      target.add(from == 0 ? bound : boundBefore(all, from), leaf);
      moreMemory += leaf.memoryBytes();
      from = to;
    }
  }

  /** The shortest byte string that is after entry {@code i - 1} and not after entry {@code i}. */
  private static byte[] boundBefore(Entries all, int i) {
    int start = all.start(i);
    int common =
        Arrays.mismatch(
            all.bytes(), all.start(i - 1), start, all.bytes(), start, start + all.length(i));
    return Arrays.copyOfRange(all.bytes(), start, start + common + 1);
  }
}
