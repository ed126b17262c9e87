package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.GroupedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The different rows that each group has in some columns. {@link Multiset}s that differ by their
 * filters alone share them: a row is looked up once for all of these, and has a word for each.
 */
final class MultisetRows {
  /** Which arrival of a row that came more than once counts. */
  enum Arrival {
    NONE,
    FIRST,
    LAST
  }

  private final int[] columns;
  private final int[] notNull;
  private final Arrival arrival;
  private final GroupedRows rows;
  private final List<Multiset> sets = new ArrayList<>();
  private final List<DataType> types = new ArrayList<>();
  private final Scratch scratch;
  private final Column[] source;
  private final RowNumbers weightless = new RowNumbers();
  private long[][] weightsOfSets = {};
  private long nextArrival;

  /**
   * @param columns of the input
   * @param types of these
   * @param notNull rows with a NULL in one of these columns of the input do not count
   * @param arrival with which rows have one more column, when they came; then there is one set
   */
  MultisetRows(
      int[] columns, List<DataType> types, int[] notNull, Arrival arrival, Scratch scratch) {
    this.columns = columns;
    this.notNull = notNull;
    this.arrival = arrival;
    this.types.addAll(types);
    if (arrival != Arrival.NONE) {
      this.types.add(ScalarType.BIGINT.withNullable(false));
    }
    this.rows = new GroupedRows(this.types, types.size(), 1);
    this.source = new Column[this.types.size()];
    this.scratch = scratch;
  }

  /** The set of the rows that pass a filter; all sets are to be known before there are rows. */
  Multiset set(int filter) {
    for (Multiset set : sets) {
      if (set.filter() == filter) {
        return set;
      }
    }
    int word = sets.isEmpty() ? 0 : rows.addWord();
    Multiset set = new Multiset(rows, types, filter, word, scratch);
    sets.add(set);
    weightsOfSets = new long[sets.size()][];
    return set;
  }

  List<Multiset> sets() {
    return sets;
  }

  /**
   * Adds rows to their groups.
   *
   * @param groupTable counts the words of rows that each group has here
   * @param groupHashes of the feed's rows
   */
  void add(GroupTable groupTable, ChangeBatch batch, Feed feed, long[] groupHashes) {
    int count = feed.count;
    long[] hashes = scratch.hashes;
    int[] owners = scratch.owners;
    Arrays.fill(owners, 0, count, -1);
    for (int set = 0; set < weightsOfSets.length; set++) {
      long[] weights = feed.weights[sets.get(set).filter()];
      weightsOfSets[set] = weights;
      for (int i = 0; i < count; i++) {
        owners[i] = weights[i] == 0 ? owners[i] : feed.groups[i];
      }
    }
    for (int column : notNull) {
      Column values = batch.column(column);
      for (int i = 0; values.hasNulls() && i < count; i++) {
        owners[i] = values.isNull(i) ? -1 : owners[i];
      }
    }
    StableHash.hash(batch, columns, hashes);
    for (int i = 0; i < count; i++) {
      hashes[i] = GroupedRows.hash(groupHashes[i], hashes[i]);
    }
    for (int i = 0; i < columns.length; i++) {
      source[i] = batch.column(columns[i]);
    }
    if (arrival != Arrival.NONE) {
      addInOrder(groupTable, weightsOfSets[0], count);
      return;
    }
    rows.findOrAdd(source, owners, hashes, count, scratch.rows);
    for (int set = 0; set < weightsOfSets.length; set++) {
      sets.get(set).change(groupTable, owners, scratch.rows, weightsOfSets[set], count);
    }
  }

  private void addInOrder(GroupTable groupTable, long[] weights, int count) {
    LongColumn arrivals = new LongColumn();
    for (int i = 0; i < count; i++) {
      arrivals.append(nextArrival++);
    }
    source[columns.length] = arrivals;
    Multiset set = sets.get(0);
    for (int i = 0; i < count; i++) {
      int group = scratch.owners[i];
      if (group < 0) {
        continue;
      }
      long weight = weights[i];
      int row = rows.find(source, i, group, scratch.hashes[i]);
      if (row >= 0 && arrival == Arrival.LAST && weight > 0) {
        // The newer arrival takes over what the row weighs.
        long carried = set.weight(row);
        set.change(groupTable, group, row, -carried);
        set.hide(row);
        weight += carried;
        row = -1;
      }
      if (row < 0) {
        row = rows.add(source, i, group, scratch.hashes[i]);
      }
      set.change(groupTable, group, row, weight);
      if (set.weight(row) == 0) {
        set.hide(row);
      }
    }
  }

  /** Brings the sets up to date, and forgets rows that weigh nothing in all of them. */
  void settle(GroupTable groupTable) {
    for (Multiset set : sets) {
      set.settle(groupTable, weightless);
    }
    RowTable table = rows.table();
    for (int i = 0; i < weightless.size(); i++) {
      int row = weightless.get(i);
      // A row may be named by several sets.
      if (table.holds(row) && sets.stream().allMatch(set -> set.isNothing(row))) {
        if (!sets.get(0).isHidden(row)) {
          rows.hide(row);
        }
        rows.drop(row);
      }
    }
    weightless.clear();
  }

  /** Forgets the rows of groups, between epochs. */
  void forget(BitSet groups) {
    RowTable table = rows.table();
    for (int row = 0; row < table.end(); row++) {
      if (table.holds(row) && groups.get(rows.group(row))) {
        int gone = row;
        sets.forEach(set -> set.forget(gone));
        if (!sets.get(0).isHidden(row)) {
          rows.hide(row);
        }
        rows.drop(row);
      }
    }
  }

  /** Forgets all rows. */
  void clear() {
    rows.clear();
    sets.forEach(Multiset::clear);
    nextArrival = 0;
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
    rows.restore(
        reader,
        groups,
        row -> {
          sets.forEach(set -> set.restored(row));
          if (arrival != Arrival.NONE) {
            nextArrival = Math.max(nextArrival, rows.table().word(row, columns.length) + 1);
          }
        });
  }

  /** Bytes of memory held. */
  long memoryBytes() {
    return rows.memoryBytes() + sets.stream().mapToLong(Multiset::viewBytes).sum();
  }
}
