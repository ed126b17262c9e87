package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The groups: a row of key columns each, with words for {@link RowCount} and the accumulators. If
 * other tables have rows that belong to groups, a second word holds the group's number as those
 * rows know it, and above it how many of them there are.
 */
final class GroupTable {
  private static final int SIDE_WORD = 1;
  private static final long NUMBER = 0xffff_ffffL;

  private final int[] keys;
  private final boolean sides;
  private final KeyedRows groups;
  private final Column[] source;

  /**
   * @param keys columns of the input
   * @param sides whether other tables have rows that belong to groups
   * @param words how many the accumulators need
   */
  GroupTable(int[] keys, List<DataType> types, boolean sides, int words) {
    this.keys = keys;
    this.sides = sides;
    this.groups = new KeyedRows(types, firstWord(sides) + words);
    this.source = new Column[keys.length];
  }

  private static int firstWord(boolean sides) {
    return sides ? 2 : 1;
  }

  /** Where the accumulators' words begin, counted from the base of a group's row. */
  int firstOffset() {
    return groups.table().extraOffset() + firstWord(sides);
  }

  /** The same, as they are found by their keys. */
  KeyedRows keyed() {
    return groups;
  }

  RowTable rows() {
    return groups.table();
  }

  /** Finds the groups of a batch's rows, and adds those that are new. */
  void find(ChangeBatch batch, long[] rowHashes, int[] found) {
    for (int i = 0; i < keys.length; i++) {
      source[i] = batch.column(keys[i]);
    }
    StableHash.hash(batch, keys, rowHashes);
    groups.findOrAdd(source, batch.size(), rowHashes, found);
    if (sides) {
      for (int i = 0; i < batch.size(); i++) {
        number(found[i]);
      }
    }
  }

  private void number(int group) {
    RowTable table = groups.table();
    long word = table.get(group, SIDE_WORD);
    if ((int) word != group) {
      table.set(group, SIDE_WORD, (word & ~NUMBER) | group);
    }
  }

  /** Counts rows of other tables that belong to a group. */
  void addSideRows(int group, int count) {
    groups.table().add(group, SIDE_WORD, (long) count << Integer.SIZE);
  }

  /** Whether a group has neither rows of its own nor rows in other tables. */
  boolean isEmpty(int group) {
    RowTable table = groups.table();
    return RowCount.INSTANCE.count(table, group) == 0
        && (!sides || table.get(group, SIDE_WORD) >>> Integer.SIZE == 0);
  }

  /** Removes groups. */
  void remove(int[] rows, int count) {
    groups.remove(rows, count);
  }

  /** Removes all groups. */
  void clear() {
    groups.clear();
  }

  FrozenRows freeze() {
    return groups.freeze();
  }

  /**
   * Takes groups that were frozen; gives the numbers that they have now by those they had.
   *
   * @param touched takes those that have been touched in an epoch that has not ended
   * @param all whether all of them count as that
   */
  IntUnaryOperator restore(StateReader reader, RowNumbers touched, boolean all) {
    RowTable table = groups.table();
    Map<Integer, Integer> numbers = new HashMap<>();
    groups.restore(
        reader,
        row -> {
          if (sides) {
            numbers.put((int) table.get(row, SIDE_WORD), row);
            number(row);
          }
          long word = table.get(row, 0);
          if (all && (word & RowCount.TOUCHED) == 0) {
            table.set(row, 0, word | RowCount.TOUCHED);
          }
          if (all || (word & RowCount.TOUCHED) != 0) {
            touched.add(row);
          }
        });
    return old -> {
      Integer now = numbers.get(old);
      if (now == null) {
        throw new IllegalStateException("a row of group " + old + ", which does not exist");
      }
      return now;
    };
  }

  /** Bytes of memory held. */
  long memoryBytes() {
    return groups.memoryBytes();
  }
}
