package io.leat.runtime.relation;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a branch and the older one that it stands for have in common: the sums of the older one,
 * less the children that are gone, are sums of the new one that only leave out what has come. So a
 * change to a few children costs a look at these, not at all that are beside them.
 */
final class SharedSums {
  private final Branch old;

  /** The children of the older branch that are not in the new one. */
  private final BitSet gone = new BitSet(Branch.MAX_CHILDREN);

  /** The children of the new branch that are not in the older one. */
  private final BitSet come = new BitSet(Branch.MAX_CHILDREN);

  private SharedSums(Branch old, Branch now) {
    this.old = old;
    if (old.size() == now.size()) {
      for (int i = 0; i < old.size(); i++) {
        if (old.child(i) != now.child(i)) {
          gone.set(i);
          come.set(i);
        }
      }
      return;
    }
    int least = Math.min(old.size(), now.size());
    int first = 0;
    while (first < least && old.child(first) == now.child(first)) {
      first++;
    }
    int last = 0;
    while (last < least - first
        && old.child(old.size() - 1 - last) == now.child(now.size() - 1 - last)) {
      last++;
    }
    gone.set(first, old.size() - last);
    come.set(first, now.size() - last);
  }

  /**
   * The sums that the new branch begins with, as a list; null if there are none.
   *
   * @param old the branch that it stands for
   */
  static @Nullable ColumnSum of(Branch old, Branch now) {
    if (old.sums() == null) {
      return null;
    }
    SharedSums shared = new SharedSums(old, now);
    ColumnSum list = null;
    for (ColumnSum each = old.sums(); each != null; each = each.next()) {
      ColumnSum rest = shared.rest(each);
      list = rest == null ? list : rest.before(list);
    }
    return list;
  }

  /**
   * The same if one child has another in its place, and all others are in both.
   *
   * @param replaced the child
   */
  static @Nullable ColumnSum of(Branch old, int replaced) {
    ColumnSum list = null;
    for (ColumnSum each = old.sums(); each != null; each = each.next()) {
      ColumnSum rest = rest(each, old.child(replaced), replaced);
      list = rest == null ? list : rest.before(list);
    }
    return list;
  }

  /** What is left of a sum without a child; null if that is not known or beyond 64 bits. */
  private static @Nullable ColumnSum rest(ColumnSum whole, TreeNode gone, int child) {
    BitSet before = whole.missing();
    if (before != null && before.get(child)) {
      return whole;
    }
    ColumnSum part = ColumnSum.findWhole(gone, whole.layout(), whole.column());
    if (part == null) {
      return null;
    }
    long less = whole.sum() - part.sum();
    if (isBeyond(whole.sum(), part.sum(), less)) {
      return null;
    }
    BitSet missing = before == null ? new BitSet(Branch.MAX_CHILDREN) : (BitSet) before.clone();
    missing.set(child);
    return new ColumnSum(
        whole.layout(), whole.column(), less, whole.present() - part.present(), missing, null);
  }

  /** Whether the difference of two numbers has passed 64 bits. */
  private static boolean isBeyond(long a, long b, long difference) {
    return ((a ^ b) & (a ^ difference)) < 0;
  }

  /** What is left of a sum of the older branch; null if that is not known or beyond 64 bits. */
  private @Nullable ColumnSum rest(ColumnSum whole) {
    long sum = whole.sum();
    long present = whole.present();
    BitSet missing = (BitSet) come.clone();
    int place = 0;
    for (int i = 0; i < old.size(); i++) {
      boolean wasMissing = whole.missing() != null && whole.missing().get(i);
      if (!gone.get(i)) {
        place = come.nextClearBit(place);
        missing.set(place++, wasMissing);
      } else if (!wasMissing) {
        ColumnSum part = ColumnSum.findWhole(old.child(i), whole.layout(), whole.column());
        if (part == null) {
          return null;
        }
        long less = sum - part.sum();
        if (isBeyond(sum, part.sum(), less)) {
          return null;
        }
        sum = less;
        present -= part.present();
      }
    }
    return new ColumnSum(whole.layout(), whole.column(), sum, present, missing, null);
  }
}
