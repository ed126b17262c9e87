package io.leat.runtime.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sorted multiset of byte strings; immutable. A B+tree whose leaves are {@link Entries}; a
 * version shares the nodes that are as before with the version that it was made from.
 */
public final class EntryTree {
  public static final EntryTree EMPTY = new EntryTree(Entries.EMPTY, 0);

  private final TreeNode root;

  /** How many branches are above each leaf. */
  private final int height;

  EntryTree(TreeNode root, int height) {
    this.root = root;
    this.height = height;
  }

  /** An entry's place. */
  public record Found(Entries leaf, int index) {}

  /** Goes through entries, leaf by leaf. */
  public interface Cursor {
    /** Moves to the next piece of a leaf; false if there is none. */
    boolean next();

    Entries leaf();

    /** The first entry of the piece. */
    int from();

    /** One past its last. */
    int to();
  }

  /** How many different byte strings there are. */
  public long entries() {
    return root.entries();
  }

  /** The sum of their counts. */
  public long count() {
    return root.total();
  }

  /** Of all nodes, those shared with other versions too. */
  public long memoryBytes() {
    return root.memoryBytes();
  }

  /**
   * The tree with these changes added: one pass over the nodes that they touch.
   *
   * @throws IllegalStateException if a count would become negative
   */
  public EntryTree apply(Entries changes) {
    if (changes.size() == 0) {
      return this;
    }
    TreeNode replaced = EntryReplacement.apply(root, changes);
    return replaced == null
        ? new TreeChange(changes, height).apply(root)
        : new EntryTree(replaced, height);
  }

  /** The tree with these changes added. */
  public EntryTree apply(Delta changes) {
    return apply(changes.parts());
  }

  /**
   * The tree with changes added, one after the other.
   *
   * @throws IllegalStateException if a count would become negative, even for a while
   */
  public EntryTree apply(Iterable<Entries> changes) {
    EntryTree tree = this;
    for (Entries part : changes) {
      tree = tree.apply(part);
    }
    return tree;
  }

  /** The count of exactly this byte string, 0 if it is absent. */
  public long count(byte[] bytes, int start, int length) {
    Entries leaf = leafOf(bytes, start, length);
    int i = leaf.lowerBound(bytes, start, length);
    return i < leaf.size() && leaf.compare(i, bytes, start, length) == 0 ? leaf.count(i) : 0;
  }

  /** A walk from the beginning. */
  TreeWalk walk() {
    return new TreeWalk(root, height);
  }

  Entries leafOf(byte[] bytes, int start, int length) {
    TreeNode node = root;
    while (node instanceof Branch branch) {
      node = branch.child(branch.childOf(0, bytes, start, length));
    }
    return (Entries) node;
  }

  /** The first entry that begins with these bytes: a lookup by a unique key. */
  public @Nullable Found first(byte[] prefix, int length) {
    Entries leaf = leafOf(prefix, 0, length);
    int i = leaf.lowerBound(prefix, 0, length);
    if (i == leaf.size()) {
      TreeWalk walk = new TreeWalk(root, height);
      walk.seek(Arrays.copyOf(prefix, length));
      walk.over();
      if (walk.node() == null) {
        return null;
      }
      walk.toLeaf();
      leaf = walk.leaf();
      i = 0;
    }
    boolean begins =
        leaf.length(i) >= length
            && Arrays.equals(
                leaf.bytes(), leaf.start(i), leaf.start(i) + length, prefix, 0, length);
    return begins ? new Found(leaf, i) : null;
  }

  /** Over the entries at or after {@code from} (null: all) and before {@code to} (null: all). */
  public Cursor cursor(byte @Nullable [] from, byte @Nullable [] to) {
    TreeWalk walk = new TreeWalk(root, height);
    if (from != null) {
      walk.seek(from);
    }
    return new TreeCursor(walk, to);
  }

  /** At most {@code parts - 1} byte strings that cut the range into parts of about equal size. */
  public List<byte[]> splits(int parts, byte @Nullable [] from, byte @Nullable [] to) {
    long first = from == null ? 0 : entriesBefore(from);
    long end = to == null ? root.entries() : entriesBefore(to);
    List<byte[]> splits = new ArrayList<>();
    long last = first;
    for (int i = 1; i < parts; i++) {
      // first + (end - first) * i / parts, without passing 64 bits.
      long size = end - first;
      long at = first + size / parts * i + size % parts * i / parts;
      if (at > last) {
        splits.add(entry(at));
        last = at;
      }
    }
    return splits;
  }

  /**
   * Whether one leaf is all that a cursor over the range looks at: there are few entries then. It
   * takes less time than {@link #splits}, which has to count what is before them.
   */
  public boolean isWithinLeaf(byte[] from, byte[] to) {
    TreeNode node = root;
    while (node instanceof Branch branch) {
      int child = branch.childOf(0, from, 0, from.length);
      if (child + 1 < branch.size()) {
        byte[] next = branch.bound(child + 1);
        if (ByteOrder.compare(next, 0, next.length, to, 0, to.length) < 0) {
          return false;
        }
      }
      node = branch.child(child);
    }
    return true;
  }

  private long entriesBefore(byte[] bytes) {
    long before = 0;
    TreeNode node = root;
    while (node instanceof Branch branch) {
      int child = branch.childOf(0, bytes, 0, bytes.length);
      for (int i = 0; i < child; i++) {
        before += branch.child(i).entries();
      }
      node = branch.child(child);
    }
    Entries leaf = (Entries) node;
    return before + leaf.lowerBound(bytes, 0, bytes.length);
  }

  private byte[] entry(long number) {
    long left = number;
    TreeNode node = root;
    while (node instanceof Branch branch) {
      int child = 0;
      while (left >= branch.child(child).entries()) {
        left -= branch.child(child++).entries();
      }
      node = branch.child(child);
    }
    return ((Entries) node).copy((int) left);
  }

  /** What must be added to {@code before} to get {@code after}; what they share is skipped. */
  public static Delta difference(EntryTree before, EntryTree after) {
    return new TreeDifference(
            new TreeWalk(before.root, before.height), new TreeWalk(after.root, after.height))
        .compute();
  }

  /**
   * The first bytes after all that begin with the prefix: where the range of these ends. Null if
   * nothing comes after them.
   */
  public static byte @Nullable [] after(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != -1) {
        byte[] after = Arrays.copyOf(prefix, i + 1);
        after[i]++;
        return after;
      }
    }
    return null;
  }

  TreeNode root() {
    return root;
  }
}
