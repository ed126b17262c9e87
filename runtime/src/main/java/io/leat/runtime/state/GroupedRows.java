package io.leat.runtime.state;

import io.leat.runtime.data.Column;
import io.leat.runtime.types.DataType;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/**
 * Rows that belong to groups, found by the number of their group and some of their columns. They
 * are in the key group of their group.
 */
public final class GroupedRows {
  private static final int BLOCK = RowIndex.BLOCK;
  private static final long HIGH = 0xffff_ffff_0000_0000L;
  private static final long LOW = 0xffff_ffffL;

  private final RowTable table;
  private final RowIndex index = new RowIndex();
  private final int keys;

  /** The word that holds the low half of the row's hash and, below it, its group. */
  private final int owner;

  /** Words per row, the owner's among them. */
  private int words;

  private final boolean[] equal = new boolean[BLOCK];

  /**
   * @param types of the columns
   * @param keys how many of the columns, from the first, a row is found by
   * @param extras words per row for the operator
   */
  public GroupedRows(List<DataType> types, int keys, int extras) {
    this.table = new RowTable(types, extras + 1);
    this.keys = keys;
    this.owner = extras;
    this.words = extras + 1;
  }

  public RowTable table() {
    return table;
  }

  /** Gives each row one more word for the operator, before there are rows; gives its number. */
  public int addWord() {
    table.widen(1);
    return words++;
  }

  /** The group that a row belongs to. */
  public int group(int row) {
    return (int) table.get(row, owner);
  }

  /** The hash of a row: in the key group of its group's hash, and else of both. */
  public static long hash(long groupHash, long valueHash) {
    long z = groupHash * 31 + valueHash;
    z = (z ^ (z >>> 32)) * 0x9E3779B97F4A7C15L;
    return (groupHash & HIGH) | (z >>> 32);
  }

  /**
   * Finds the rows of {@code source[·][0 .. count)} and adds those that are not there.
   *
   * @param groups of the rows; one of −1 is passed over and found as −1
   */
  public void findOrAdd(Column[] source, int[] groups, long[] hashes, int count, int[] rows) {
    for (int from = 0; from < count; from += BLOCK) {
      int length = Math.min(BLOCK, count - from);
      findBlock(source, groups, from, length, hashes, rows);
      for (int i = from; i < from + length; i++) {
        if (rows[i] < 0 && groups[i] >= 0) {
          int row = find(source, i, groups[i], hashes[i]);
          rows[i] = row >= 0 ? row : addWhereNone(source, i, groups[i], hashes[i]);
        }
      }
    }
  }

  private void findBlock(
      Column[] source, int[] groups, int from, int count, long[] hashes, int[] rows) {
    index.first(hashes, from, count, rows);
    for (int i = 0; i < count; i++) {
      int row = groups[from + i] < 0 ? -1 : rows[from + i];
      rows[from + i] = row;
      equal[i] = row < 0 || group(row) == groups[from + i];
    }
    for (int column = 0; column < keys; column++) {
      table.compareEqual(column, rows, source[column], from, count, equal);
    }
    for (int i = 0; i < count; i++) {
      if (!equal[i]) {
        rows[from + i] = find(source, from + i, groups[from + i], hashes[from + i]);
      }
    }
  }

  /** The number of the row of a group with these values; −1 if there is none. */
  public int find(Column[] source, int sourceRow, int group, long hash) {
    for (int row = index.first(hash); row >= 0; row = index.next()) {
      if (group(row) == group && equal(row, source, sourceRow)) {
        return row;
      }
    }
    return -1;
  }

  private boolean equal(int row, Column[] source, int sourceRow) {
    for (int column = 0; column < keys; column++) {
      if (!table.equal(row, column, source[column], sourceRow)) {
        return false;
      }
    }
    return true;
  }

  /** Adds a row of values that are not there yet. */
  public int add(Column[] source, int sourceRow, int group, long hash) {
    int row = table.add(source, sourceRow, hash);
    table.set(row, owner, (hash << 32) | group);
    index.add(hash, row);
    return row;
  }

  /** The same when {@link #find} has just not found them. */
  private int addWhereNone(Column[] source, int sourceRow, int group, long hash) {
    int row = table.add(source, sourceRow, hash);
    table.set(row, owner, (hash << 32) | group);
    index.addWhereNone(hash, row);
    return row;
  }

  /** From now on the row is not found any more, but it is still there. */
  public void hide(int row) {
    index.remove(hash(row), row);
  }

  /** Removes a row that is hidden. */
  public void drop(int row) {
    table.remove(row);
  }

  public void remove(int row) {
    hide(row);
    drop(row);
  }

  private long hash(int row) {
    return table.hash(row) | (table.get(row, owner) >>> 32 & LOW);
  }

  /** Removes all rows, and keeps their memory for others. */
  public void clear() {
    table.clear();
    index.clear();
  }

  public FrozenRows freeze() {
    return table.freeze();
  }

  /**
   * Adds rows that were frozen; see {@link RowTable#restore}.
   *
   * @param groups the number that a group has now, by the one that it had
   */
  public void restore(StateReader reader, IntUnaryOperator groups, IntConsumer added) {
    table.restore(
        reader,
        row -> {
          long word = table.get(row, owner);
          table.set(row, owner, (word & HIGH) | groups.applyAsInt((int) word));
          index.add(hash(row), row);
          added.accept(row);
        });
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    return table.memoryBytes() + index.memoryBytes();
  }
}
