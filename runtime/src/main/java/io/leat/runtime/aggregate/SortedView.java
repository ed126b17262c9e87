package io.leat.runtime.aggregate;

import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.SortedRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of each group in an order. A group with one row costs no object. */
final class SortedView {
  private final RowOrder order;

  /** By group, while it has one row: that row plus one. */
  private int[] single = new int[16];

  private @Nullable SortedRows[] many = new SortedRows[16];
  private int[] scratch = new int[16];

  SortedView(RowOrder order) {
    this.order = order;
  }

  void add(int group, int row) {
    if (group >= single.length) {
      int capacity = Math.max(group + 1, single.length * 2);
      single = Arrays.copyOf(single, capacity);
      many = Arrays.copyOf(many, capacity);
    }
    SortedRows sorted = many[group];
    if (sorted != null) {
      sorted.add(row, order);
    } else if (single[group] == 0) {
      single[group] = row + 1;
    } else {
      SortedRows both = new SortedRows();
      both.add(single[group] - 1, order);
      both.add(row, order);
      many[group] = both;
      single[group] = 0;
    }
  }

  /** Forgets all rows. */
  void clear() {
    Arrays.fill(single, 0);
    Arrays.fill(many, null);
  }

  void remove(int group, int row) {
    SortedRows sorted = many[group];
    if (sorted == null) {
      single[group] = 0;
      return;
    }
    sorted.remove(row, order);
    if (sorted.size() == 1) {
      single[group] = sorted.get(0) + 1;
      many[group] = null;
    }
  }

  /** How many rows a group has. */
  int size(int group) {
    if (group >= single.length) {
      return 0;
    }
    SortedRows sorted = many[group];
    return sorted != null ? sorted.size() : single[group] == 0 ? 0 : 1;
  }

  /** The row at a place of a group's order, from 0. */
  int get(int group, int place) {
    SortedRows sorted = many[group];
    return sorted != null ? sorted.get(place) : single[group] - 1;
  }

  /** All rows of a group in order: valid until the next call, {@link #size} of them. */
  int[] rows(int group) {
    int size = size(group);
    if (size > scratch.length) {
      scratch = new int[Math.max(size, scratch.length * 2)];
    }
    if (size > 0) {
      SortedRows sorted = many[group];
      if (sorted != null) {
        sorted.copy(0, size, scratch);
      } else {
        scratch[0] = single[group] - 1;
      }
    }
    return scratch;
  }

  /** Bytes of memory held. */
  long memoryBytes() {
    long sum = 12L * single.length;
    for (SortedRows sorted : many) {
      sum += sorted == null ? 0 : sorted.memoryBytes();
    }
    return sum;
  }
}
