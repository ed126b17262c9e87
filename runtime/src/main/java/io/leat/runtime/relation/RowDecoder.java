package io.leat.runtime.relation;

import io.leat.runtime.data.Column;
import io.leat.runtime.types.Physical;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads some columns of entries, column by column over many entries, no further than the last one
 * that is wanted. For one thread.
 */
public final class RowDecoder {
  private static final int[] NONE = {};

  private final RowLayout layout;

  /** For each column in the order of the bytes, up to the last one wanted, its targets. */
  private final int[][] targetsOf;

  /** Whether a column behind the key may be NULL, as far as they are looked at. */
  private final boolean nullBits;

  /** Where the next value of each entry begins, but for {@link #shift}. */
  private int[] at = {};

  /** What is still to be added to all of {@link #at}. */
  private int shift;

  private int[] nullsAt = {};
  private boolean[] nulls = {};

  /**
   * @param wanted columns of the relation, in the order of the targets; some may be there twice
   */
  public RowDecoder(RowLayout layout, int[] wanted) {
    this.layout = layout;
    int last = -1;
    int[][] targets = new int[layout.columnCount()][];
    boolean bits = false;
    for (int i = 0; i < targets.length; i++) {
      targets[i] = places(wanted, layout.column(i));
      last = targets[i].length > 0 ? i : last;
    }
    for (int i = layout.keyColumns(); i <= last; i++) {
      bits |= layout.nullable(i);
    }
    targetsOf = last + 1 == targets.length ? targets : Arrays.copyOf(targets, last + 1);
    nullBits = bits;
  }

  /** Where a column is among those that are wanted. */
  private static int[] places(int[] wanted, int column) {
    int[] places = NONE;
    for (int k = 0; k < wanted.length; k++) {
      if (wanted[k] == column) {
        places = Arrays.copyOf(places, places.length + 1);
        places[places.length - 1] = k;
      }
    }
    return places;
  }

  /** Appends the columns of the entries {@code [from, to)}. The counts are the caller's. */
  public void decode(Entries entries, int from, int to, Column[] targets) {
    int count = to - from;
    if (count > at.length) {
      at = new int[Math.max(count, 2 * at.length)];
      nullsAt = nullBits ? new int[at.length] : nullsAt;
      nulls = new boolean[at.length];
    }
    byte[] bytes = entries.bytes();
    System.arraycopy(entries.starts(), from, at, 0, count);
    shift = 0;
    for (int i = 0; i < targetsOf.length; i++) {
      if (i == layout.keyColumns()) {
        passNullBits(count);
      }
      boolean[] absent = layout.nullable(i) ? absent(i, bytes, count) : null;
      if (targetsOf[i].length == 0) {
        skip(i, bytes, absent, count);
        continue;
      }
      settle(count);
      Column target = targets[targetsOf[i][0]];
      if (isKey(i)) {
        KeyBytes.read(layout.physical(i), bytes, at, absent, count, target);
      } else {
        FieldBytes.read(layout.physical(i), bytes, at, absent, count, target);
      }
      for (int k = 1; k < targetsOf[i].length; k++) {
        targets[targetsOf[i][k]].append(target, target.size() - count, count);
      }
    }
  }

  private boolean isKey(int i) {
    return i < layout.keyColumns();
  }

  private void settle(int count) {
    if (shift != 0) {
      for (int k = 0; k < count; k++) {
        at[k] += shift;
      }
      shift = 0;
    }
  }

  private void passNullBits(int count) {
    if (nullBits) {
      settle(count);
      System.arraycopy(at, 0, nullsAt, 0, count);
    }
    shift += layout.nullBytes();
  }

  /** Which entries have NULL in a column that may be NULL; null if none has. */
  private boolean @Nullable [] absent(int i, byte[] bytes, int count) {
    boolean any = false;
    if (isKey(i)) {
      settle(count);
      for (int k = 0; k < count; k++) {
        boolean isNull = bytes[at[k]] == 0;
        nulls[k] = isNull;
        any |= isNull;
      }
      shift = 1;
    } else {
      int of = layout.nullBit(i) >> 3;
      int bit = 1 << (layout.nullBit(i) & 7);
      for (int k = 0; k < count; k++) {
        boolean isNull = (bytes[nullsAt[k] + of] & bit) != 0;
        nulls[k] = isNull;
        any |= isNull;
      }
    }
    return any ? nulls : null;
  }

  private void skip(int i, byte[] bytes, boolean @Nullable [] absent, int count) {
    Physical physical = layout.physical(i);
    int length = isKey(i) ? KeyBytes.length(physical) : FieldBytes.length(physical);
    if (length != KeyBytes.VARIABLE && absent == null) {
      shift += length;
      return;
    }
    settle(count);
    if (isKey(i)) {
      KeyBytes.skip(physical, bytes, at, absent, count);
    } else {
      FieldBytes.skip(physical, bytes, at, absent, count);
    }
  }
}
