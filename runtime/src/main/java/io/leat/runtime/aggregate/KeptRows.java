package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The first or last row of each group, in some order or in that of arrival, of rows that are never
 * taken back. A group's word is the number of its row plus one.
 */
final class KeptRows extends Accumulator {
  private final int filter;
  private final int[] columns;
  private final int[] notNull;
  private final RowTable rows;
  private final boolean last;
  private @Nullable RowOrder order;
  private final Column[] source;

  /**
   * @param columns of the feed that are kept
   * @param types of these
   * @param notNull rows with a NULL in one of these columns of the feed do not count
   */
  KeptRows(int filter, int[] columns, List<DataType> types, int[] notNull, boolean last) {
    this.filter = filter;
    this.columns = columns;
    this.notNull = notNull;
    this.rows = new RowTable(types, 1);
    this.last = last;
    this.source = new Column[columns.length];
  }

  /** Keeps rows by an order instead of by their arrival. */
  void orderBy(RowOrder rowOrder) {
    order = rowOrder;
  }

  RowTable rows() {
    return rows;
  }

  @Override
  int words() {
    return 1;
  }

  @Override
  void add(RowTable table, Feed feed) {
    long[] weights = feed.weights[filter];
    for (int i = 0; i < columns.length; i++) {
      source[i] = feed.columns[columns[i]];
    }
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] != 0 && !anyNull(feed, i)) {
        add(table, feed.groups[i], i);
      }
    }
  }

  @Override
  boolean merges() {
    return false;
  }

  @Override
  void merge(RowTable table, int from, int into) {
    throw new IllegalStateException("rows that are kept are not merged");
  }

  private boolean anyNull(Feed feed, int row) {
    for (int column : notNull) {
      if (feed.columns[column].isNull(row)) {
        return true;
      }
    }
    return false;
  }

  private void add(RowTable table, int group, int sourceRow) {
    int held = row(table, group);
    if (held >= 0 && !better(sourceRow, held)) {
      return;
    }
    int row = rows.add(source, sourceRow, table.hash(group));
    rows.set(row, 0, group);
    table.writablePage(group)[at(table, group)] = row + 1L;
    if (held >= 0) {
      rows.remove(held);
    }
  }

  private boolean better(int sourceRow, int held) {
    if (order == null) {
      return last;
    }
    int compared = order.compare(source, sourceRow, held);
    return last ? compared > 0 : compared < 0;
  }

  /** The row of a group; −1 if it has none. */
  int row(RowTable table, int group) {
    return (int) table.page(group)[at(table, group)] - 1;
  }

  /** Forgets the rows of groups. */
  void forget(RowTable table, RowNumbers groups) {
    for (int i = 0; i < groups.size(); i++) {
      int held = row(table, groups.get(i));
      if (held >= 0) {
        rows.remove(held);
      }
    }
  }

  FrozenRows freeze() {
    return rows.freeze();
  }

  /**
   * Takes rows that were frozen, after the groups.
   *
   * @param groups the number that a group has now, by the one that it had
   */
  void restore(RowTable table, StateReader reader, IntUnaryOperator groups) {
    rows.restore(
        reader,
        row -> {
          int group = groups.applyAsInt((int) rows.get(row, 0));
          rows.set(row, 0, group);
          table.writablePage(group)[at(table, group)] = row + 1L;
        });
  }
}
