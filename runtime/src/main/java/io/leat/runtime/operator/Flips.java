package io.leat.runtime.operator;

import java.util.Arrays;

/** Rows or keys whose being matched changed while a batch was taken in, with how it was before. */
final class Flips {
  private int[] rows = new int[16];
  private boolean[] matched = new boolean[16];

  /** Open addressing: one more than a place in {@link #rows}, or 0. */
  private int[] slots = new int[64];

  private int count;

  /** Takes a change; only what is told first about a row counts. */
  void add(int row, boolean wasMatched) {
    int mask = slots.length - 1;
    int slot = home(row, mask);
    while (slots[slot] != 0) {
      if (rows[slots[slot] - 1] == row) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, count * 2);
      matched = Arrays.copyOf(matched, count * 2);
    }
    rows[count] = row;
    matched[count] = wasMatched;
    slots[slot] = ++count;
    if (count * 4 > slots.length) {
      grow();
    }
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      int slot = home(rows[i], mask);
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = i + 1;
    }
  }

  private static int home(int row, int mask) {
    int mixed = row * 0x9E3779B9;
    return (mixed ^ (mixed >>> 16)) & mask;
  }

  int count() {
    return count;
  }

  int row(int place) {
    return rows[place];
  }

  boolean wasMatched(int place) {
    return matched[place];
  }

  void clear() {
    if (count > 0) {
      Arrays.fill(slots, 0);
      count = 0;
    }
  }
}
