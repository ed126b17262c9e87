package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.state.StableHash;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers distinct keys from 0 in the order in which they come, until it is cleared. Keys lie in
 * columns, since they are few and leave as batches.
 */
public final class KeyNumbers {
  private static final int INITIAL = 16;

  private final int[] keys;
  private final List<Column> columns;
  private long[] batchHashes = {};
  private int[] fresh = {};

  /** Each its own number. */
  private int[] rows = {};

  private boolean[] equal = {};
  private long[] hashes = new long[INITIAL];

  /** One more than a number, 0 where there is none; at most half of it is in use. */
  private int[] slots = new int[2 * INITIAL];

  private int size;

  /**
   * @param keys columns of the batches
   * @param columns empty ones, for the keys
   */
  public KeyNumbers(int[] keys, List<Column> columns) {
    this.keys = keys;
    this.columns = columns;
  }

  private void reserve(int count) {
    batchHashes = Room.of(batchHashes, count);
    fresh = Room.of(fresh, count);
    equal = Room.of(equal, count);
    if (count > rows.length) {
      rows = Room.of(rows, count);
      for (int i = 0; i < rows.length; i++) {
        rows[i] = i;
      }
    }
  }

  public int size() {
    return size;
  }

  /** The keys, by number. */
  List<Column> columns() {
    return columns;
  }

  /** Puts the numbers of a batch's keys into {@code numbers}. */
  public void find(ChangeBatch batch, int[] numbers) {
    int count = batch.size();
    if (keys.length == 0) {
      Arrays.fill(numbers, 0, count, 0);
      size = count == 0 ? size : 1;
      return;
    }
    reserve(count);
    StableHash.hash(batch, keys, batchHashes);
    int added = findByHash(count, numbers);
    for (int i = 0; i < keys.length; i++) {
      columns.get(i).append(batch.column(keys[i]), fresh, added);
    }
    if (added == count) {
      return;
    }
    Arrays.fill(equal, 0, count, true);
    for (int i = 0; i < keys.length; i++) {
      ValueEquality.compare(columns.get(i), numbers, batch.column(keys[i]), rows, count, equal);
    }
    for (int i = 0; i < count; i++) {
      if (!equal[i]) {
        numbers[i] = findAnother(batch, i);
      }
    }
  }

  /** Takes keys of equal hash as equal, and adds a number for each new hash. */
  private int findByHash(int count, int[] numbers) {
    int added = 0;
    for (int i = 0; i < count; i++) {
      long hash = batchHashes[i];
      int mask = slots.length - 1;
      int slot = (int) hash & mask;
      int entry = slots[slot];
      while (entry != 0 && hashes[entry - 1] != hash) {
        slot = (slot + 1) & mask;
        entry = slots[slot];
      }
      if (entry == 0) {
        fresh[added++] = i;
        entry = add(slot, hash);
      }
      numbers[i] = entry - 1;
    }
    return added;
  }

  private int add(int slot, long hash) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    hashes[size++] = hash;
    slots[slot] = size;
    if (2 * size > slots.length) {
      grow();
    }
    return size;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = (int) hashes[i] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = i + 1;
    }
  }

  /** The number of a key that has its hash in common with another one. */
  private int findAnother(ChangeBatch batch, int row) {
    long hash = batchHashes[row];
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    for (; slots[slot] != 0; slot = (slot + 1) & mask) {
      int number = slots[slot] - 1;
      if (hashes[number] == hash && isEqual(number, batch, row)) {
        return number;
      }
    }
    for (int i = 0; i < keys.length; i++) {
      columns.get(i).append(batch.column(keys[i]), row);
    }
    return add(slot, hash) - 1;
  }

  private boolean isEqual(int number, ChangeBatch batch, int row) {
    int[] left = {number};
    int[] right = {row};
    boolean[] same = {true};
    for (int i = 0; i < keys.length; i++) {
      ValueEquality.compare(columns.get(i), left, batch.column(keys[i]), right, 1, same);
    }
    return same[0];
  }

  /** Forgets all keys and keeps the memory. */
  public void clear() {
    if (8 * size < slots.length) {
      int mask = slots.length - 1;
      // From the home of a key on, all that is left of its cluster.
      for (int i = 0; i < size; i++) {
        for (int slot = (int) hashes[i] & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
          slots[slot] = 0;
        }
      }
    } else {
      Arrays.fill(slots, 0);
    }
    columns.forEach(Column::clear);
    size = 0;
  }
}
