package io.leat.runtime.step;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.RowIndex;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often each row of a recursive relation is derived in each step: an entry for every row and
 * step, found by the row. At most one entry of a row is the one at which it is in the relation.
 * Entries that must be looked at are pending, by step.
 */
final class Derivations {
  private static final int COUNT = 0;
  private static final int STEP = 1;
  private static final int FLAGS = 2;
  private static final int HASH = 3;
  private static final int WORDS = 4;
  private static final long PRESENT = 1;
  private static final long PENDING = 2;

  /** Clears the key group: all is in the pinned one, 0. */
  private static final long PINNED = -1L >>> 7;

  private final RowTable entries;
  private final RowIndex index = new RowIndex();
  private final TreeMap<Integer, EntryList> pending = new TreeMap<>();
  private final int[] columns;
  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];

  Derivations(List<DataType> types) {
    entries = new RowTable(types, WORDS);
    columns = IntStream.range(0, types.size()).toArray();
  }

  RowTable entries() {
    return entries;
  }

  /** Derives a batch's rows in step 0. */
  void addFirst(ChangeBatch batch) {
    hash(batch);
    Column[] row = columns(batch);
    for (int i = 0; i < batch.size(); i++) {
      add(row, i, hashes[i], 0, batch.weight(i));
    }
  }

  /** Derives a batch's rows in the step after the one that its last column tells. */
  void addNext(ChangeBatch batch) {
    hash(batch);
    Column[] row = columns(batch);
    IntColumn steps = (IntColumn) batch.column(columns.length);
    for (int i = 0; i < batch.size(); i++) {
      add(row, i, hashes[i], steps.get(i) + 1, batch.weight(i));
    }
  }

  private void hash(ChangeBatch batch) {
    StableHash.hash(batch, columns, hashes);
    for (int i = 0; i < batch.size(); i++) {
      hashes[i] &= PINNED;
    }
  }

  private Column[] columns(ChangeBatch batch) {
    return Arrays.stream(columns).mapToObj(batch::column).toArray(Column[]::new);
  }

  private void add(Column[] row, int rowIndex, long hash, int step, long weight) {
    int entry = index.first(hash);
    while (entry >= 0 && !(step(entry) == step && entries.equal(entry, row, rowIndex))) {
      entry = index.next();
    }
    if (entry < 0) {
      entry = entries.add(row, rowIndex, hash);
      entries.set(entry, STEP, step);
      entries.set(entry, HASH, hash);
      index.add(hash, entry);
    }
    entries.add(entry, COUNT, weight);
    schedule(entry);
  }

  int step(int entry) {
    return (int) entries.get(entry, STEP);
  }

  long count(int entry) {
    return entries.get(entry, COUNT);
  }

  void clearCount(int entry) {
    entries.set(entry, COUNT, 0);
  }

  void setPresent(int entry, boolean present) {
    setFlag(entry, PRESENT, present);
  }

  private void setFlag(int entry, long flag, boolean on) {
    long flags = entries.get(entry, FLAGS);
    entries.set(entry, FLAGS, on ? flags | flag : flags & ~flag);
  }

  /** The entry at which the row of an entry is in the relation; −1 if it is not. */
  int present(int entry) {
    return first(entry, true);
  }

  /** The entry of the same row with the least step in which it is derived; −1 if there is none. */
  int leastDerived(int entry) {
    return first(entry, false);
  }

  private int first(int like, boolean present) {
    int found = -1;
    long hash = entries.get(like, HASH);
    for (int entry = index.first(hash); entry >= 0; entry = index.next()) {
      boolean wanted = present ? (entries.get(entry, FLAGS) & PRESENT) != 0 : count(entry) > 0;
      if (wanted && (found < 0 || step(entry) < step(found)) && sameRow(entry, like)) {
        found = entry;
      }
    }
    return found;
  }

  private boolean sameRow(int a, int b) {
    if (a == b) {
      return true;
    }
    for (int column : columns) {
      if (!entries.equal(column, a, b)) {
        return false;
      }
    }
    return true;
  }

  // What must be looked at.

  void schedule(int entry) {
    if ((entries.get(entry, FLAGS) & PENDING) == 0) {
      setFlag(entry, PENDING, true);
      pending.computeIfAbsent(step(entry), step -> new EntryList()).add(entry);
    }
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  /** Takes the pending entries of the least step. */
  EntryList takePending() {
    EntryList list = pending.remove(pending.firstKey());
    for (int i = 0; i < list.size; i++) {
      setFlag(list.entries[i], PENDING, false);
    }
    return list;
  }

  /** Removes those that tell nothing any more. */
  void sweep(EntryList list) {
    for (int i = 0; i < list.size; i++) {
      int entry = list.entries[i];
      if (count(entry) == 0 && entries.get(entry, FLAGS) == 0) {
        index.remove(entries.get(entry, HASH), entry);
        entries.remove(entry);
      }
    }
  }

  FrozenRows freeze() {
    return entries.freeze();
  }

  void restore(StateReader reader) {
    entries.restore(reader, entry -> index.add(entries.get(entry, HASH), entry));
  }

  /** Numbers of entries. */
  static final class EntryList {
    private int[] entries = new int[4];
    private int size;

    private void add(int entry) {
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, size * 2);
      }
      entries[size++] = entry;
    }

    int size() {
      return size;
    }

    int get(int place) {
      return entries[place];
    }
  }
}
