package io.leat.runtime.state;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a {@link RowTable} as of one epoch; may be written by another thread. */
public final class FrozenRows {
  private final RowTable table;
  private final @Nullable BitSet changed;
  private int[] rows = {};
  private final int[] starts = new int[KeyGroups.COUNT + 1];
  private boolean sorted;

  /**
   * @param changed the rows that were written to since the table was frozen before; null if it has
   *     not been, or nobody knows
   */
  FrozenRows(RowTable table, @Nullable BitSet changed) {
    this.table = table;
    this.changed = changed;
  }

  /** State that consists of these tables' rows. */
  public static FrozenState state(int version, FrozenRows... tables) {
    return new FrozenTables(version, List.of(tables));
  }

  /** Whether it is known what has changed since the table was frozen before. */
  public boolean knowsChanges() {
    return changed != null;
  }

  /** Takes blocks of rows. */
  @FunctionalInterface
  public interface Blocks<E extends Exception> {
    void take(byte[] bytes, int length) throws E;
  }

  /**
   * Gives all rows, or those that have changed since the table was frozen before, as {@link
   * RowBlock}s.
   */
  public <E extends Exception> void blocks(boolean changesOnly, Blocks<E> target) throws E {
    RowBlock block = new RowBlock();
    BitSet wanted = changesOnly ? changed : null;
    int row = wanted == null ? 0 : wanted.nextSetBit(0);
    while (row >= 0 && (wanted != null || row < table.end())) {
      if (row < table.end() && table.holds(row)) {
        block.add(row, StableHash.keyGroup(table.hash(row)), table);
      } else if (wanted != null) {
        block.addGone(row);
      }
      if (block.isFull()) {
        target.take(block.bytes(), block.length());
        block.clear();
      }
      row = wanted == null ? row + 1 : wanted.nextSetBit(row + 1);
    }
    if (block.length() > 0) {
      target.take(block.bytes(), block.length());
    }
  }

  synchronized int count(int keyGroup) {
    sort();
    return starts[keyGroup + 1] - starts[keyGroup];
  }

  void write(int keyGroup, StateWriter writer) {
    writer.writeInt(count(keyGroup));
    for (int i = starts[keyGroup]; i < starts[keyGroup + 1]; i++) {
      table.write(rows[i], writer);
    }
  }

  /** Sorts the row numbers by key group, once. */
  private void sort() {
    if (sorted) {
      return;
    }
    for (int row = 0; row < table.end(); row++) {
      if (table.holds(row)) {
        starts[StableHash.keyGroup(table.hash(row)) + 1]++;
      }
    }
    for (int group = 0; group < KeyGroups.COUNT; group++) {
      starts[group + 1] += starts[group];
    }
    rows = new int[table.size()];
    int[] next = starts.clone();
    for (int row = 0; row < table.end(); row++) {
      if (table.holds(row)) {
        rows[next[StableHash.keyGroup(table.hash(row))]++] = row;
      }
    }
    sorted = true;
  }
}
