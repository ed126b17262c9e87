package io.leat.runtime.state;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A set of rows that are found by all their columns; each has words of its operator's. */
public final class KeyedRows {
  /** Rows whose memory is asked for together: enough to wait for many cache lines at once. */
  private static final int BLOCK = RowIndex.BLOCK;

  private final RowTable table;
  private final RowIndex index = new RowIndex();
  private boolean[] equal = {};
  private int[] removed = {};
  private long[] removedHashes = {};
  private @Nullable RowHashes wholeRows;

  /**
   * @param types of the columns
   * @param extras words per row for the operator
   */
  public KeyedRows(List<DataType> types, int extras) {
    this.table = new RowTable(types, extras);
  }

  public RowTable table() {
    return table;
  }

  /** The number of the row with these values; −1 if there is none. */
  public int find(Column[] key, int keyRow, long hash) {
    for (int row = index.first(hash); row >= 0; row = index.next()) {
      if (table.equal(row, key, keyRow)) {
        return row;
      }
    }
    return -1;
  }

  /** The number of the row with these values, which is added if there is none. */
  public int findOrAdd(Column[] key, int keyRow, long hash) {
    int row = find(key, keyRow, hash);
    return row >= 0 ? row : add(key, keyRow, hash);
  }

  /** Adds a row of values that are not there yet. */
  public int add(Column[] key, int keyRow, long hash) {
    int row = table.add(key, keyRow, hash);
    index.add(hash, row);
    return row;
  }

  /** Finds the rows of {@code key[·][0 .. count)}; −1 where there is none. */
  public void find(Column[] key, int count, long[] hashes, int[] rows) {
    for (int from = 0; from < count; from += BLOCK) {
      findBlock(key, from, Math.min(BLOCK, count - from), hashes, rows);
    }
  }

  /** Finds the rows of {@code key[·][0 .. count)} and adds those that are not there. */
  public void findOrAdd(Column[] key, int count, long[] hashes, int[] rows) {
    for (int from = 0; from < count; from += BLOCK) {
      int length = Math.min(BLOCK, count - from);
      findBlock(key, from, length, hashes, rows);
      for (int i = from; i < from + length; i++) {
        if (rows[i] < 0) {
          rows[i] = findOrAdd(key, i, hashes[i]);
        }
      }
    }
  }

  private void findBlock(Column[] key, int from, int count, long[] hashes, int[] rows) {
    index.first(hashes, from, count, rows);
    equal = Room.of(equal, count);
    Arrays.fill(equal, 0, count, true);
    for (int column = 0; column < key.length; column++) {
      table.compareEqual(column, rows, key[column], from, count, equal);
    }
    for (int i = 0; i < count; i++) {
      if (rows[from + i] >= 0 && !equal[i]) {
        rows[from + i] = find(key, from + i, hashes[from + i]);
      }
    }
  }

  /**
   * Removes a row.
   *
   * @param hash of its values, as it was added
   */
  public void remove(int row, long hash) {
    index.remove(hash, row);
    table.remove(row);
  }

  /** Removes rows whose hash, as they were added, is that of all their columns. */
  public void remove(int[] rows, int count) {
    if (count == 0) {
      return;
    }
    RowHashes hashes = wholeRows;
    if (hashes == null) {
      hashes = new RowHashes(table);
      wholeRows = hashes;
    }
    removed = Room.of(removed, Math.min(BLOCK, count));
    removedHashes = Room.of(removedHashes, Math.min(BLOCK, count));
    for (int from = 0; from < count; from += BLOCK) {
      int length = Math.min(BLOCK, count - from);
      System.arraycopy(rows, from, removed, 0, length);
      hashes.of(removed, length, removedHashes);
      for (int i = 0; i < length; i++) {
        remove(removed[i], removedHashes[i]);
      }
    }
  }

  /** Lets a row of the table be found by its hash. */
  public void index(int row, long hash) {
    index.add(hash, row);
  }

  /** Takes a row out of the index; it stays in the table, for its owner to find by other means. */
  public void unindex(int row, long hash) {
    index.remove(hash, row);
  }

  /** Removes all rows, and keeps their memory for others. */
  public void clear() {
    table.clear();
    index.clear();
  }

  public FrozenRows freeze() {
    return table.freeze();
  }

  /** Adds rows that were frozen and whose hash is that of all their columns. */
  public void restore(StateReader reader, IntConsumer added) {
    restore(reader, new RowHashes(table)::of, added);
  }

  /** Adds rows that were frozen; see {@link RowTable#restore}. */
  public void restore(StateReader reader, RowHash hash, IntConsumer added) {
    table.restore(
        reader,
        row -> {
          index.add(hash.of(row), row);
          added.accept(row);
        });
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    return table.memoryBytes() + index.memoryBytes();
  }

  /** Gives the whole hash of a row, of which the table keeps only half. */
  @FunctionalInterface
  public interface RowHash {
    long of(int row);
  }
}
