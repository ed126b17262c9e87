package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.GroupedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The different rows that each group has had in some columns of an input that takes none back: what
 * a {@link MultisetRows} without weights is. Each filter is a bit of a row, which says whether the
 * row has passed it, so that accumulators are fed as soon as it does.
 */
final class DistinctRows {
  /** The word of a row with a bit for each set. */
  private static final int PASSED = 0;

  private final int[] columns;
  private final GroupedRows rows;
  private final Column[] source;
  private final Column[] entered;
  private final Scratch scratch;
  private final List<Set> sets = new ArrayList<>();

  /** Of each row of a batch the bits of the filters that it passes. */
  private long[] passing = {};

  /** The rows that pass a filter. */
  private static final class Set implements DistinctFeed {
    final int filter;
    final List<Accumulator> accumulators = new ArrayList<>();

    /** Places in the batch of rows that are new to it. */
    int[] places = {};

    int count;

    Set(int filter) {
      this.filter = filter;
    }

    @Override
    public void feedDistinct(Accumulator accumulator) {
      accumulators.add(accumulator);
    }

    @Override
    public List<Accumulator> distinct() {
      return accumulators;
    }
  }

  /**
   * @param columns of the input; rows with a NULL in one of these do not count
   * @param types of these
   */
  DistinctRows(int[] columns, List<DataType> types, Scratch scratch) {
    this.columns = columns;
    this.rows = new GroupedRows(types, types.size(), 1);
    this.source = new Column[columns.length];
    this.entered = types.stream().map(Column::of).toArray(Column[]::new);
    this.scratch = scratch;
  }

  /** Whether there is room for the rows that pass a filter. */
  boolean takes(int filter) {
    return sets.size() < Long.SIZE || sets.stream().anyMatch(set -> set.filter == filter);
  }

  /** The rows that pass a filter; all filters are to be known before there are rows. */
  DistinctFeed set(int filter) {
    for (Set set : sets) {
      if (set.filter == filter) {
        return set;
      }
    }
    Set set = new Set(filter);
    sets.add(set);
    return set;
  }

  List<? extends DistinctFeed> sets() {
    return sets;
  }

  /**
   * Adds rows to their groups and feeds the accumulators.
   *
   * @param groupHashes of the feed's rows
   */
  void add(GroupTable groupTable, ChangeBatch batch, Feed feed, long[] groupHashes) {
    int count = feed.count;
    findPassing(batch, feed);
    for (int i = 0; i < count; i++) {
      scratch.owners[i] = passing[i] == 0 ? -1 : feed.groups[i];
    }
    StableHash.hash(batch, columns, scratch.hashes);
    for (int i = 0; i < count; i++) {
      scratch.hashes[i] = GroupedRows.hash(groupHashes[i], scratch.hashes[i]);
    }
    for (int i = 0; i < columns.length; i++) {
      source[i] = batch.column(columns[i]);
    }
    rows.findOrAdd(source, scratch.owners, scratch.hashes, count, scratch.rows);
    enter(count);
    scratch.transitions.sameGroup = feed.sameGroup;
    for (Set set : sets) {
      feed(groupTable, set);
    }
    scratch.transitions.sameGroup = false;
  }

  private void findPassing(ChangeBatch batch, Feed feed) {
    int count = feed.count;
    passing = Room.of(passing, count);
    Arrays.fill(passing, 0, count, 0);
    for (int number = 0; number < sets.size(); number++) {
      long[] weights = feed.weights[sets.get(number).filter];
      long bit = 1L << number;
      for (int i = 0; i < count; i++) {
        passing[i] |= weights[i] == 0 ? 0 : bit;
      }
    }
    for (int column : columns) {
      Column values = batch.column(column);
      for (int i = 0; values.hasNulls() && i < count; i++) {
        passing[i] = values.isNull(i) ? 0 : passing[i];
      }
    }
  }

  /** Marks the rows of the batch that was looked up, and notes those that are new to a set. */
  private void enter(int count) {
    for (Set set : sets) {
      set.places = Room.of(set.places, count);
      set.count = 0;
    }
    RowTable table = rows.table();
    int offset = table.extraOffset() + PASSED;
    for (int i = 0; i < count; i++) {
      int row = scratch.rows[i];
      if (row < 0) {
        continue;
      }
      int at = table.base(row) + offset;
      long fresh = passing[i] & ~table.page(row)[at];
      if (fresh != 0) {
        table.writablePage(row)[at] |= fresh;
      }
      for (; fresh != 0; fresh &= fresh - 1) {
        Set set = sets.get(Long.numberOfTrailingZeros(fresh));
        set.places[set.count++] = i;
      }
    }
  }

  private void feed(GroupTable groupTable, Set set) {
    if (set.count == 0) {
      return;
    }
    Feed transitions = scratch.transitions;
    transitions.count = set.count;
    Arrays.fill(transitions.weights[0], 0, set.count, 1);
    for (int i = 0; i < set.count; i++) {
      transitions.groups[i] = scratch.owners[set.places[i]];
    }
    if (set.accumulators.stream().anyMatch(Accumulator::readsColumns)) {
      for (int i = 0; i < set.count; i++) {
        set.places[i] = scratch.rows[set.places[i]];
      }
      for (int i = 0; i < entered.length; i++) {
        entered[i].clear();
        rows.table().append(i, set.places, set.count, entered[i]);
      }
      transitions.columns = entered;
    }
    for (Accumulator accumulator : set.accumulators) {
      accumulator.add(groupTable.rows(), transitions);
    }
    transitions.count = 0;
  }

  /** Forgets the rows of groups. */
  void forget(BitSet groups) {
    RowTable table = rows.table();
    for (int row = 0; row < table.end(); row++) {
      if (table.holds(row) && groups.get(rows.group(row))) {
        rows.remove(row);
      }
    }
  }

  /** Forgets all rows. */
  void clear() {
    rows.clear();
  }

  FrozenRows freeze() {
    return rows.freeze();
  }

  /**
   * Takes rows that were frozen.
   *
   * @param groups the number that a group has now, by the one that it had
   */
  void restore(StateReader reader, IntUnaryOperator groups) {
    rows.restore(reader, groups, row -> {});
  }

  /** Bytes of memory held. */
  long memoryBytes() {
    return rows.memoryBytes();
  }
}
