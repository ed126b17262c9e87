package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.GroupedRows;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * Of {@link MultisetRows} those that pass a filter, and how often each does. A row is a member of
 * its group while its weight is positive, as of the end of an epoch: within one, weights change and
 * membership stands, until {@link #settle} brings the views and what counts distinct rows up to
 * date.
 */
final class Multiset implements DistinctFeed {
  /** The word of a row: its weight times 8, and three bits. */
  private static final int WEIGHT_SHIFT = 3;

  private static final long DIRTY = 1;
  private static final long MEMBER = 2;
  private static final long HIDDEN = 4;

  private final GroupedRows rows;
  private final int filter;

  /** Which word of the rows is this set's. */
  private final int word;

  private final List<SortedView> views = new ArrayList<>();
  private final List<List<SortKey>> viewKeys = new ArrayList<>();
  private final List<Accumulator> distinct = new ArrayList<>();
  private final Scratch scratch;
  private final Feed transitions;
  private final Column[] transitionColumns;
  private final RowNumbers dirty = new RowNumbers();
  private final RowNumbers entering = new RowNumbers();

  Multiset(GroupedRows rows, List<DataType> types, int filter, int word, Scratch scratch) {
    this.rows = rows;
    this.filter = filter;
    this.word = word;
    this.scratch = scratch;
    this.transitions = scratch.transitions;
    this.transitionColumns = types.stream().map(Column::of).toArray(Column[]::new);
  }

  /** The number of the filter among the feed's weights. */
  int filter() {
    return filter;
  }

  /** The members' rows, and others; their columns are those of the {@link MultisetRows}. */
  RowTable rows() {
    return rows.table();
  }

  /** The members of each group by these keys (columns of the rows), then by all columns. */
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
    return List.of(new SortKey(transitionColumns.length - 1, false, true));
  }

  @Override
  public void feedDistinct(Accumulator accumulator) {
    distinct.add(accumulator);
  }

  @Override
  public List<Accumulator> distinct() {
    return distinct;
  }

  /** How often a member is there. */
  long weight(int row) {
    return rows.table().get(row, word) >> WEIGHT_SHIFT;
  }

  /** Changes the weights of rows; those of weight 0 or number −1 are passed over. */
  void change(GroupTable groupTable, int[] groups, int[] changed, long[] weights, int count) {
    RowTable table = rows.table();
    int offset = table.extraOffset() + word;
    for (int i = 0; i < count; i++) {
      int row = changed[i];
      if (row < 0 || weights[i] == 0) {
        continue;
      }
      long[] page = table.writablePage(row);
      int at = table.base(row) + offset;
      long next = page[at] + (weights[i] << WEIGHT_SHIFT);
      // A member that stays one changes nothing at the end of the epoch.
      if ((next & (MEMBER | DIRTY)) == MEMBER && next >> WEIGHT_SHIFT > 0) {
        page[at] = next;
      } else {
        change(groupTable, groups[i], row, weights[i]);
      }
    }
  }

  void change(GroupTable groupTable, int group, int row, long weight) {
    RowTable table = rows.table();
    long old = table.get(row, word);
    if (old == 0) {
      groupTable.addSideRows(group, 1);
    }
    if ((old & DIRTY) == 0) {
      dirty.add(row);
    }
    table.set(row, word, (old | DIRTY) + (weight << WEIGHT_SHIFT));
  }

  /** From now on the row is not found any more. */
  void hide(int row) {
    rows.hide(row);
    rows.table().set(row, word, rows.table().get(row, word) | HIDDEN);
  }

  boolean isHidden(int row) {
    return (rows.table().get(row, word) & HIDDEN) != 0;
  }

  /** Whether the row is no member and weighs nothing. */
  boolean isNothing(int row) {
    return (rows.table().get(row, word) & ~HIDDEN) == 0;
  }

  /**
   * Makes those rows members that weigh something.
   *
   * @param weightless takes those that weigh nothing any more
   */
  void settle(GroupTable groupTable, RowNumbers weightless) {
    leave(groupTable, weightless);
    enter(groupTable);
    flush(groupTable);
    dirty.clear();
  }

  private void leave(GroupTable groupTable, RowNumbers weightless) {
    RowTable table = rows.table();
    for (int i = 0; i < dirty.size(); i++) {
      int row = dirty.get(i);
      long settled = table.get(row, word) & ~DIRTY;
      long weight = settled >> WEIGHT_SHIFT;
      if ((settled & MEMBER) != 0 && weight <= 0) {
        settled &= ~MEMBER;
        int group = rows.group(row);
        for (SortedView view : views) {
          view.remove(group, row);
        }
        transition(groupTable, group, row, -1);
      }
      table.set(row, word, settled);
      if (weight == 0) {
        groupTable.addSideRows(rows.group(row), -1);
        weightless.add(row);
      } else if (weight > 0 && (settled & MEMBER) == 0) {
        entering.add(row);
      }
    }
  }

  private void enter(GroupTable groupTable) {
    RowTable table = rows.table();
    for (int i = 0; i < entering.size(); i++) {
      int row = entering.get(i);
      int group = rows.group(row);
      table.set(row, word, table.get(row, word) | MEMBER);
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

  /** Takes a row whose group is gone out of the views. */
  void forget(int row) {
    if ((rows.table().get(row, word) & MEMBER) != 0) {
      for (SortedView view : views) {
        view.remove(rows.group(row), row);
      }
    }
  }

  /** Forgets all members. */
  void clear() {
    views.forEach(SortedView::clear);
    dirty.clear();
  }

  /** Takes a row that was frozen. */
  void restored(int row) {
    long frozen = rows.table().get(row, word);
    if ((frozen & MEMBER) != 0) {
      for (SortedView view : views) {
        view.add(rows.group(row), row);
      }
    }
    if ((frozen & DIRTY) != 0) {
      dirty.add(row);
    }
    if ((frozen & HIDDEN) != 0) {
      rows.hide(row);
    }
  }

  /** Bytes of memory that the views hold. */
  long viewBytes() {
    return views.stream().mapToLong(SortedView::memoryBytes).sum();
  }
}
