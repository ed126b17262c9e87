package io.leat.runtime.state;

import java.util.Arrays;

/**
 * Finds rows by the hash of their key: open addressing with linear probing, divided by key group
 * into small tables so that growing one never takes long. A slot holds 32 bits of the hash and the
 * row's number; whether the key is really equal is the caller's to check, in the rows themselves.
 * Usage: {@code for (int row = index.first(hash); row >= 0; row = index.next())}.
 */
public final class RowIndex {
  private static final int INITIAL = 8;
  private static final long HASH_MASK = 0xffff_ffff_0000_0000L;

  private final long[][] tables = new long[KeyGroups.COUNT][];
  private final int[] sizes = new int[KeyGroups.COUNT];
  private long[] table = {};
  private int at;
  private long wanted;

  /** The row of the first slot that may be the one; −1 if there is none. */
  public int first(long hash) {
    long[] slots = tables[StableHash.keyGroup(hash)];
    if (slots == null) {
      return -1;
    }
    table = slots;
    wanted = hash << 32;
    at = home(hash, slots.length) - 1;
    return next();
  }

  /**
   * Puts what {@link #first} gives for {@code hashes[from .. from + count)} into {@code rows}. The
   * slots are read before any is looked at, so that the processor waits for many at once.
   *
   * @param slots room for {@code count} slots
   */
  public void first(long[] hashes, int from, int count, long[] slots, int[] rows) {
    for (int i = 0; i < count; i++) {
      long hash = hashes[from + i];
      long[] group = tables[StableHash.keyGroup(hash)];
      slots[i] = group == null ? 0 : group[home(hash, group.length)];
    }
    for (int i = 0; i < count; i++) {
      long slot = slots[i];
      int row = (int) slot - 1;
      if (slot != 0 && (slot & HASH_MASK) != hashes[from + i] << 32) {
        row = first(hashes[from + i]);
      }
      rows[from + i] = row;
    }
  }

  /** The row of the next slot that may be the one; −1 if there is none. */
  public int next() {
    long[] slots = table;
    int mask = slots.length - 1;
    int slot = at;
    while (true) {
      slot = (slot + 1) & mask;
      long entry = slots[slot];
      if (entry == 0) {
        return -1;
      }
      if ((entry & HASH_MASK) == wanted) {
        at = slot;
        return (int) entry - 1;
      }
    }
  }

  /** Adds a row; the caller knows that it is not there yet. */
  public void add(long hash, int row) {
    int group = StableHash.keyGroup(hash);
    long[] slots = tables[group];
    if (slots == null) {
      slots = new long[INITIAL];
      tables[group] = slots;
    } else if (sizes[group] * 3 >= slots.length * 2) {
      slots = grown(slots);
      tables[group] = slots;
    }
    sizes[group]++;
    put(slots, (hash << 32) | (row + 1));
  }

  private static void put(long[] slots, long entry) {
    int mask = slots.length - 1;
    int slot = home(entry >>> 32, slots.length);
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = entry;
  }

  private static long[] grown(long[] slots) {
    long[] larger = new long[slots.length * 2];
    for (long entry : slots) {
      if (entry != 0) {
        put(larger, entry);
      }
    }
    return larger;
  }

  /** Removes a row that is there. */
  public void remove(long hash, int row) {
    int group = StableHash.keyGroup(hash);
    long[] slots = tables[group];
    long entry = (hash << 32) | (row + 1);
    int mask = slots.length - 1;
    int slot = home(hash, slots.length);
    while (slots[slot] != entry) {
      if (slots[slot] == 0) {
        throw new IllegalStateException("row " + row + " is not in the index");
      }
      slot = (slot + 1) & mask;
    }
    sizes[group]--;
    // Entries behind the gap move up unless that would put them before their home.
    int gap = slot;
    while (true) {
      slot = (slot + 1) & mask;
      long moved = slots[slot];
      if (moved == 0) {
        slots[gap] = 0;
        return;
      }
      int home = home(moved >>> 32, slots.length);
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots[gap] = moved;
        gap = slot;
      }
    }
  }

  /** The slot where probing begins: from the low 32 bits of the hash. */
  private static int home(long hash, int capacity) {
    return (int) hash & (capacity - 1);
  }

  public void clear() {
    Arrays.fill(tables, null);
    Arrays.fill(sizes, 0);
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    long sum = 0;
    for (long[] slots : tables) {
      sum += slots == null ? 0 : 16 + 8L * slots.length;
    }
    return sum;
  }
}
