package io.leat.runtime.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sorted multiset of byte strings; immutable. */
public final class EntryTree {
  public static final EntryTree EMPTY = new EntryTree(Entries.EMPTY);

  private final Entries all;

  private EntryTree(Entries all) {
    this.all = all;
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
    return all.size();
  }

  /** The sum of their counts. */
  public long count() {
    return all.total();
  }

  public long memoryBytes() {
    return all.memoryBytes();
  }

  /**
   * The tree with these changes added.
   *
   * @throws IllegalStateException if a count would become negative
   */
  public EntryTree apply(Entries changes) {
    Entries sum = Entries.sum(all, changes);
    for (int i = 0; i < sum.size(); i++) {
      if (sum.count(i) < 0) {
        throw new IllegalStateException("an entry would be there " + sum.count(i) + " times");
      }
    }
    return new EntryTree(sum);
  }

  /** The count of exactly this byte string, 0 if it is absent. */
  public long count(byte[] bytes, int start, int length) {
    int i = all.lowerBound(bytes, start, length);
    return i < all.size() && all.compare(i, bytes, start, length) == 0 ? all.count(i) : 0;
  }

  /** The first entry that begins with these bytes: a lookup by a unique key. */
  public @Nullable Found first(byte[] prefix, int length) {
    int i = all.lowerBound(prefix, 0, length);
    boolean found =
        i < all.size()
            && all.length(i) >= length
            && Arrays.equals(all.bytes(), all.start(i), all.start(i) + length, prefix, 0, length);
    return found ? new Found(all, i) : null;
  }

  /**
   * A cursor over the entries at or after {@code from} (null: all) and before {@code to} (null:
   * all).
   */
  public Cursor cursor(byte @Nullable [] from, byte @Nullable [] to) {
    int first = from == null ? 0 : all.lowerBound(from, 0, from.length);
    int end = to == null ? all.size() : all.lowerBound(to, 0, to.length);
    return new Cursor() {
      private boolean given = first >= end;

      @Override
      public boolean next() {
        boolean more = !given;
        given = true;
        return more;
      }

      @Override
      public Entries leaf() {
        return all;
      }

      @Override
      public int from() {
        return first;
      }

      @Override
      public int to() {
        return end;
      }
    };
  }

  /** At most {@code parts - 1} byte strings that cut the range into parts of about equal size. */
  public List<byte[]> splits(int parts, byte @Nullable [] from, byte @Nullable [] to) {
    int first = from == null ? 0 : all.lowerBound(from, 0, from.length);
    int end = to == null ? all.size() : all.lowerBound(to, 0, to.length);
    List<byte[]> splits = new ArrayList<>();
    int last = first;
    for (int i = 1; i < parts; i++) {
      int at = first + (int) ((long) (end - first) * i / parts);
      if (at > last) {
        splits.add(all.copy(at));
        last = at;
      }
    }
    return splits;
  }

  /** What must be added to {@code before} to get {@code after}. */
  public static Entries difference(EntryTree before, EntryTree after) {
    return Entries.sum(after.all, before.all.negated());
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
}
