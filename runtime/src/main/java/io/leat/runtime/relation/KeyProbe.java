package io.leat.runtime.relation;

import io.leat.runtime.data.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows by key, piece by piece: {@link #seek}, then {@link #next} until there is no more. For
 * one thread.
 */
public final class KeyProbe {
  private final List<Integer> key;
  private final EntriesBuilder scratch = new EntriesBuilder();
  private final Column[] ordered;
  private @Nullable RowLayout layout;

  /** For each first column of the layout's key, its place in {@link #key}. */
  private int[] places = {};

  private @Nullable RowDecoder decoder;

  /** The columns that it reads. */
  private int[] decoded = {};

  private byte[] prefix = {};
  private int length;
  private EntryTree tree = EntryTree.EMPTY;
  private @Nullable TreeWalk walk;
  private Entries leaf = Entries.EMPTY;
  private int from;
  private int to;
  private boolean first;

  /**
   * @param key columns of the relation, all of which the layouts' keys begin with, in any order
   */
  public KeyProbe(List<Integer> key) {
    this.key = List.copyOf(key);
    this.ordered = new Column[key.size()];
  }

  /**
   * Looks for the rows that have a row's values in the key.
   *
   * @param values in the order of the key; a NULL is a value like others
   * @param row of the values
   */
  public void seek(KeyedVersion version, Column[] values, int row) {
    if (version.layout() != layout) {
      layout = version.layout();
      decoder = null;
      places = places(version.layout());
    }
    for (int i = 0; i < places.length; i++) {
      ordered[i] = values[places[i]];
    }
    length = version.layout().prefix(ordered, row, scratch);
    prefix = scratch.room(0, 0);
    tree = version.rows();
    walk = null;
    first = true;
  }

  private int[] places(RowLayout of) {
    int[] found = new int[key.size()];
    List<Integer> columns = of.key();
    for (int i = 0; i < found.length; i++) {
      found[i] = i < columns.size() ? key.indexOf(columns.get(i)) : -1;
      if (found[i] < 0) {
        throw new IllegalArgumentException("rows in the order of " + columns + " by " + key);
      }
    }
    return found;
  }

  /** The bytes of the key that is looked for. */
  public byte[] key() {
    return Arrays.copyOf(prefix, length);
  }

  /** Goes to the next rows; false if there are none. */
  public boolean next() {
    if (first) {
      first = false;
      leaf = tree.leafOf(prefix, 0, length);
      from = leaf.lowerBound(prefix, 0, length);
      if (from < leaf.size()) {
        return here();
      }
    } else if (to < leaf.size()) {
      return false;
    }
    TreeWalk onward = walk;
    if (onward == null) {
      onward = tree.walk();
      onward.seek(Arrays.copyOf(prefix, length));
      walk = onward;
    }
    onward.over();
    if (onward.node() == null) {
      return false;
    }
    onward.toLeaf();
    leaf = onward.leaf();
    from = 0;
    return here();
  }

  /** Whether entries of the leaf begin with the key, from {@link #from} on. */
  private boolean here() {
    to = from;
    while (to < leaf.size() && begins(to)) {
      to++;
    }
    return to > from;
  }

  private boolean begins(int entry) {
    int start = leaf.start(entry);
    return leaf.length(entry) >= length
        && Arrays.equals(leaf.bytes(), start, start + length, prefix, 0, length);
  }

  /** How many different rows have been found by the last {@link #next}. */
  public int size() {
    return to - from;
  }

  /** How often one of them is there. */
  public long count(int i) {
    return leaf.count(from + i);
  }

  /** Appends columns of {@code count} of them. */
  public void decode(int start, int count, int[] wanted, Column[] targets) {
    RowLayout of = layout;
    if (of == null) {
      throw new IllegalStateException("nothing has been looked for");
    }
    RowDecoder reads = decoder;
    if (reads == null || !Arrays.equals(decoded, wanted)) {
      reads = new RowDecoder(of, wanted);
      decoder = reads;
      decoded = wanted.clone();
    }
    reads.decode(leaf, from + start, from + start + count, targets);
  }
}
