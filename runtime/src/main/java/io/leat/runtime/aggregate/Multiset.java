package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.GroupedRows;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The different rows that each group has in some columns, and how often. A row is a member of its
 * group while its weight is positive, as of the end of an epoch: within one, weights change and
 * membership stands, until {@link #settle} brings the views and what counts distinct rows up to
 * date.
 *
 * <p>With {@link Arrival}, rows have one more column: when they came.
 */
final class Multiset {
  /** Which arrival of a row that came more than once counts. */
  enum Arrival {
    NONE,
    FIRST,
    LAST
  }

  /** The word of a row: its weight times 8, and three bits. */
  private static final int WEIGHT_SHIFT = 3;

  private static final long DIRTY = 1;
  private static final long MEMBER = 2;
  private static final long HIDDEN = 4;

  private final int[] columns;
  private final int[] notNull;
  private final int filter;
  private final Arrival arrival;
  private final GroupedRows rows;
  private final List<SortedView> views = new ArrayList<>();
  private final List<List<SortKey>> viewKeys = new ArrayList<>();
  private final List<Accumulator> distinct = new ArrayList<>();
  private final Scratch scratch;
  private final Feed transitions;
  private final Column[] transitionColumns;
  private final Column[] source;
  private final RowNumbers dirty = new RowNumbers();
  private final RowNumbers entering = new RowNumbers();
  private final RowNumbers weightless = new RowNumbers();
  private long nextArrival;

  /**
   * @param columns of the input
   * @param types of these
   * @param notNull rows with a NULL in one of these columns of the input do not count
   */
  Multiset(
      int[] columns,
      List<DataType> types,
      int[] notNull,
      int filter,
      Arrival arrival,
      Scratch scratch) {
    this.columns = columns;
    this.notNull = notNull;
    this.filter = filter;
    this.arrival = arrival;
    List<DataType> all = new ArrayList<>(types);
    if (arrival != Arrival.NONE) {
      all.add(ScalarType.BIGINT.withNullable(false));
    }
    this.rows = new GroupedRows(all, types.size(), 1);
    this.source = new Column[all.size()];
    this.scratch = scratch;
    this.transitions = scratch.transitions;
    this.transitionColumns = all.stream().map(Column::of).toArray(Column[]::new);
  }

  /** The members' rows; their columns are this multiset's. */
  RowTable rows() {
    return rows.table();
  }

  /** The members of each group by these keys (columns of this multiset), then by all columns. */
  SortedView view(List<SortKey> keys) {
    int known = viewKeys.indexOf(keys);
    if (known >= 0) {
      return views.get(known);
    }
    SortedView view = new SortedView(new RowOrder(rows.table(), keys, true));
    viewKeys.add(keys);
    views.add(view);
    return view;
  }

  /** Keys that put members in the order of their arrival. */
  List<SortKey> byArrival() {
    return List.of(new SortKey(columns.length, false, true));
  }

  /** Feeds rows to an accumulator when they become members, and takes them back when they leave. */
  void feedDistinct(Accumulator accumulator) {
    distinct.add(accumulator);
  }

  /** How often a member is there. */
  long weight(int row) {
    return rows.table().get(row, 0) >> WEIGHT_SHIFT;
  }

  /**
   * Adds rows to their groups.
   *
   * @param groupTable counts the rows that each group has here
   * @param groupHashes of the feed's rows
   */
  void add(GroupTable groupTable, ChangeBatch batch, Feed feed, long[] groupHashes) {
    int count = feed.count;
    long[] weights = feed.weights[filter];
    long[] hashes = scratch.hashes;
    int[] owners = scratch.owners;
    StableHash.hash(batch, columns, hashes);
    for (int i = 0; i < count; i++) {
      owners[i] = weights[i] == 0 ? -1 : feed.groups[i];
      hashes[i] = GroupedRows.hash(groupHashes[i], hashes[i]);
    }
    for (int column : notNull) {
      Column values = batch.column(column);
      for (int i = 0; values.hasNulls() && i < count; i++) {
        owners[i] = values.isNull(i) ? -1 : owners[i];
      }
    }
    for (int i = 0; i < columns.length; i++) {
      source[i] = batch.column(columns[i]);
    }
    if (arrival != Arrival.NONE) {
      addInOrder(groupTable, weights, count);
      return;
    }
    int[] found = scratch.rows;
    rows.findOrAdd(source, owners, hashes, count, found);
    for (int i = 0; i < count; i++) {
      if (found[i] >= 0) {
        change(groupTable, owners[i], found[i], weights[i]);
      }
    }
  }

  private void change(GroupTable groupTable, int group, int row, long weight) {
    RowTable table = rows.table();
    long word = table.get(row, 0);
    if (word == 0) {
      groupTable.addSideRows(group, 1);
    }
    if ((word & DIRTY) == 0) {
      dirty.add(row);
    }
    table.set(row, 0, (word | DIRTY) + (weight << WEIGHT_SHIFT));
  }

  private void addInOrder(GroupTable groupTable, long[] weights, int count) {
    LongColumn arrivals = new LongColumn();
    for (int i = 0; i < count; i++) {
      arrivals.append(nextArrival++);
    }
    source[columns.length] = arrivals;
    for (int i = 0; i < count; i++) {
      int group = scratch.owners[i];
      if (group < 0) {
        continue;
      }
      long weight = weights[i];
      int row = rows.find(source, i, group, scratch.hashes[i]);
      if (row >= 0 && arrival == Arrival.LAST && weight > 0) {
        // The newer arrival takes over what the row weighs.
        long carried = weight(row);
        change(groupTable, group, row, -carried);
        hide(row);
        weight += carried;
        row = -1;
      }
      if (row < 0) {
        row = rows.add(source, i, group, scratch.hashes[i]);
      }
      change(groupTable, group, row, weight);
      if (weight(row) == 0) {
        hide(row);
      }
    }
  }

  private void hide(int row) {
    rows.hide(row);
    rows.table().set(row, 0, rows.table().get(row, 0) | HIDDEN);
  }

  /** Makes those rows members that weigh something, and forgets those that do not. */
  void settle(GroupTable groupTable) {
    leave(groupTable);
    enter(groupTable);
    flush(groupTable);
    for (int i = 0; i < weightless.size(); i++) {
      int row = weightless.get(i);
      groupTable.addSideRows(rows.group(row), -1);
      if ((rows.table().get(row, 0) & HIDDEN) == 0) {
        rows.hide(row);
      }
      rows.drop(row);
    }
    weightless.clear();
    dirty.clear();
  }

  private void leave(GroupTable groupTable) {
    RowTable table = rows.table();
    for (int i = 0; i < dirty.size(); i++) {
      int row = dirty.get(i);
      long word = table.get(row, 0) & ~DIRTY;
      long weight = word >> WEIGHT_SHIFT;
      if ((word & MEMBER) != 0 && weight <= 0) {
        word &= ~MEMBER;
        int group = rows.group(row);
        for (SortedView view : views) {
          view.remove(group, row);
        }
        transition(groupTable, group, row, -1);
      }
      table.set(row, 0, word);
      if (weight == 0) {
        weightless.add(row);
      } else if (weight > 0 && (word & MEMBER) == 0) {
        entering.add(row);
      }
    }
  }

  private void enter(GroupTable groupTable) {
    RowTable table = rows.table();
    for (int i = 0; i < entering.size(); i++) {
      int row = entering.get(i);
      int group = rows.group(row);
      table.set(row, 0, table.get(row, 0) | MEMBER);
      for (SortedView view : views) {
        view.add(group, row);
      }
      transition(groupTable, group, row, 1);
    }
    entering.clear();
  }

  private void transition(GroupTable groupTable, int group, int row, long weight) {
    if (distinct.isEmpty()) {
      return;
    }
    if (transitions.count == ChangeBatch.MAX_ROWS) {
      flush(groupTable);
    }
    int at = transitions.count++;
    transitions.groups[at] = group;
    transitions.weights[0][at] = weight;
    scratch.rows[at] = row;
  }

  private void flush(GroupTable groupTable) {
    if (transitions.count == 0) {
      return;
    }
    for (int i = 0; i < transitionColumns.length; i++) {
      transitionColumns[i].clear();
      rows.table().append(i, scratch.rows, transitions.count, transitionColumns[i]);
    }
    transitions.columns = transitionColumns;
    for (Accumulator accumulator : distinct) {
      accumulator.add(groupTable.rows(), transitions);
    }
    transitions.count = 0;
  }

  List<Accumulator> distinct() {
    return distinct;
  }

  /** Forgets all rows. */
  void clear() {
    rows.clear();
    views.forEach(SortedView::clear);
    dirty.clear();
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
    RowTable table = rows.table();
    rows.restore(
        reader,
        groups,
        row -> {
          if ((table.get(row, 0) & MEMBER) != 0) {
            for (SortedView view : views) {
              view.add(rows.group(row), row);
            }
          }
          if ((table.get(row, 0) & DIRTY) != 0) {
            dirty.add(row);
          }
          if ((table.get(row, 0) & HIDDEN) != 0) {
            rows.hide(row);
          }
          if (arrival != Arrival.NONE) {
            nextArrival = Math.max(nextArrival, table.word(row, columns.length) + 1);
          }
        });
  }

  /** Bytes of memory held. */
  long memoryBytes() {
    long sum = rows.memoryBytes();
    for (SortedView view : views) {
      sum += view.memoryBytes();
    }
    return sum;
  }
}
