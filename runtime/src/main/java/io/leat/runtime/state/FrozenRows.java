package io.leat.runtime.state;

/** The rows of a {@link RowTable} as of one epoch; may be written by another thread. */
public final class FrozenRows {
  private final RowTable table;
  private int[] rows = {};
  private final int[] starts = new int[KeyGroups.COUNT + 1];
  private boolean sorted;

  FrozenRows(RowTable table) {
    this.table = table;
  }

  /** State that consists of these tables' rows, each written in turn behind a version. */
  public static FrozenState state(int version, FrozenRows... tables) {
    return (keyGroup, writer) -> {
      boolean empty = true;
      for (FrozenRows table : tables) {
        empty &= table.count(keyGroup) == 0;
      }
      if (!empty) {
        writer.writeInt(version);
        for (FrozenRows table : tables) {
          table.write(keyGroup, writer);
        }
      }
    };
  }

  private synchronized int count(int keyGroup) {
    sort();
    return starts[keyGroup + 1] - starts[keyGroup];
  }

  private void write(int keyGroup, StateWriter writer) {
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
