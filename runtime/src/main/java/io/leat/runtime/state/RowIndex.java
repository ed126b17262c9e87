package io.leat.runtime.state;

import io.leat.runtime.data.Room;
import java.util.Arrays;

/**
 * Finds rows by the hash of their key: open addressing with linear probing, divided by key group
 * into small tables so that growing one never takes long. A slot holds 32 bits of the hash and the
 * row's number; whether the key is really equal is the caller's to check, in the rows themselves.
 * Usage: {@code for (int row = index.first(hash); row >= 0; row = index.next())}.
 */
public final class RowIndex {
  /** Slots that are read together. */
  static final int BLOCK = 64;

  private static final int INITIAL = 8;

  /** A table that is filled to less than one part in so many becomes half as large. */
  private static final int SPARSE = 8;

  private static final long HASH_MASK = 0xffff_ffff_0000_0000L;

  /** The tables of an index without rows; nobody puts anything into it. */
  private static final long[][] NO_TABLES = new long[KeyGroups.COUNT][];

  /** By key group; each has one word more than slots, which counts the rows in it. */
  private long[][] tables = NO_TABLES;

  private long[] entries = {};
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
    at = home(hash, slots) - 1;
    return next();
  }

  /** The row of the next slot that may be the one; −1 if there is none. */
  public int next() {
    long[] slots = table;
    int mask = mask(slots);
    int slot = at;
    while (true) {
      slot = (slot + 1) & mask;
      long entry = slots[slot];
      if (entry == 0) {
        at = slot;
        return -1;
      }
      if ((entry & HASH_MASK) == wanted) {
        at = slot;
        return (int) entry - 1;
      }
    }
  }

  /**
   * Puts into {@code rows} what {@link #first(long)} gives for {@code hashes[from .. from + count)}
   * of at most {@link #BLOCK}. All slots are read before any is looked at, so that waiting for one
   * line of memory is waiting for all.
   */
  void first(long[] hashes, int from, int count, int[] rows) {
    entries = Room.of(entries, count);
    for (int i = 0; i < count; i++) {
      long hash = hashes[from + i];
      long[] slots = tables[StableHash.keyGroup(hash)];
      entries[i] = slots == null ? 0 : slots[home(hash, slots)];
    }
    for (int i = 0; i < count; i++) {
      long hash = hashes[from + i];
      long entry = entries[i];
      boolean found = entry == 0 || (entry & HASH_MASK) == hash << 32;
      rows[from + i] = found ? (int) entry - 1 : first(hash);
    }
  }

  /** Adds a row; the caller knows that it is not there yet. */
  public void add(long hash, int row) {
    if (tables == NO_TABLES) {
      tables = new long[KeyGroups.COUNT][];
    }
    int group = StableHash.keyGroup(hash);
    long[] slots = tables[group];
    if (slots == null) {
      slots = new long[INITIAL + 1];
      tables[group] = slots;
    } else if (isHalfFull(slots)) {
      slots = resized(slots, 2 * capacity(slots));
      tables[group] = slots;
    }
    slots[capacity(slots)]++;
    put(slots, (hash << 32) | (row + 1));
  }

  /** Adds a row whose hash has just been looked for, until there was no other row. */
  void addWhereNone(long hash, int row) {
    int group = StableHash.keyGroup(hash);
    long[] slots = tables[group];
    if (slots == null || isHalfFull(slots)) {
      add(hash, row);
    } else {
      slots[capacity(slots)]++;
      slots[at] = (hash << 32) | (row + 1);
    }
  }

  private static void put(long[] slots, long entry) {
    int mask = mask(slots);
    int slot = home(entry >>> 32, slots);
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = entry;
  }

  private static long[] resized(long[] slots, int capacity) {
    long[] resized = new long[capacity + 1];
    int end = capacity(slots);
    for (int i = 0; i < end; i++) {
      if (slots[i] != 0) {
        put(resized, slots[i]);
      }
    }
    resized[capacity] = slots[end];
    return resized;
  }

  /** How many slots there are: a power of two; behind them is the number of rows. */
  private static int capacity(long[] slots) {
    return slots.length - 1;
  }

  private static int mask(long[] slots) {
    return slots.length - 2;
  }

  private static boolean isHalfFull(long[] slots) {
    int capacity = capacity(slots);
    return 2 * slots[capacity] >= capacity;
  }

  /** Removes a row that is there. */
  public void remove(long hash, int row) {
    int group = StableHash.keyGroup(hash);
    long[] slots = tables[group];
    long entry = (hash << 32) | (row + 1);
    int mask = mask(slots);
    int slot = home(hash, slots);
    while (slots[slot] != entry) {
      if (slots[slot] == 0) {
        throw new IllegalStateException("row " + row + " is not in the index");
      }
      slot = (slot + 1) & mask;
    }
    long left = --slots[capacity(slots)];
    // Entries behind the gap move up unless that would put them before their home.
    int gap = slot;
    while (true) {
      slot = (slot + 1) & mask;
      long moved = slots[slot];
      if (moved == 0) {
        slots[gap] = 0;
        int capacity = capacity(slots);
        if (capacity > INITIAL && left * SPARSE < capacity) {
          tables[group] = resized(slots, capacity / 2);
        }
        return;
      }
      int home = home(moved >>> 32, slots);
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots[gap] = moved;
        gap = slot;
      }
    }
  }

  /** The slot where probing begins: from the low 32 bits of the hash. */
  private static int home(long hash, long[] slots) {
    return (int) hash & mask(slots);
  }

  /** Forgets all rows, and keeps the tables for others. */
  public void clear() {
    for (long[] slots : tables) {
      if (slots != null && slots[capacity(slots)] > 0) {
        Arrays.fill(slots, 0);
      }
    }
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
