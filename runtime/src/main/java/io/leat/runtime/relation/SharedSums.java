package io.leat.runtime.relation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a branch and the older one that it stands for have in common: the sums of the older one,
 * less the children that are gone, are sums of the new one that only leave out what has come. So a
 * change to a few children costs a look at these, not at all that are beside them.
 */
final class SharedSums {
  private final Branch old;

  /** The children of the older branch that are not in the new one. */
  private final boolean[] gone;

  /** The children of the new branch that are not in the older one. */
  private final boolean[] come;

  private SharedSums(Branch old, Branch now) {
    this.old = old;
    this.gone = new boolean[old.size()];
    this.come = new boolean[now.size()];
    if (gone.length == come.length) {
      for (int i = 0; i < gone.length; i++) {
        gone[i] = old.child(i) != now.child(i);
        come[i] = gone[i];
      }
      return;
    }
    int least = Math.min(gone.length, come.length);
    int first = 0;
    while (first < least && old.child(first) == now.child(first)) {
      first++;
    }
    int last = 0;
    while (last < least - first
        && old.child(gone.length - 1 - last) == now.child(come.length - 1 - last)) {
      last++;
    }
    Arrays.fill(gone, first, gone.length - last, true);
    Arrays.fill(come, first, come.length - last, true);
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

  /** What is left of a sum of the older branch; null if that is not known or beyond 64 bits. */
  private @Nullable ColumnSum rest(ColumnSum whole) {
    long sum = whole.sum();
    long present = whole.present();
    boolean[] missing = come.clone();
    int place = 0;
    for (int i = 0; i < gone.length; i++) {
      boolean wasMissing = whole.missing() != null && whole.missing()[i];
      if (gone[i]) {
        if (wasMissing) {
          continue;
        }
        ColumnSum part = ColumnSum.findWhole(old.child(i), whole.layout(), whole.column());
        if (part == null) {
          return null;
        }
        long less = sum - part.sum();
        if (((sum ^ part.sum()) & (sum ^ less)) < 0) {
          return null;
        }
        sum = less;
        present -= part.present();
      } else {
        while (come[place]) {
          place++;
        }
        missing[place++] = wasMissing;
      }
    }
    return new ColumnSum(whole.layout(), whole.column(), sum, present, missing, null);
  }
}
