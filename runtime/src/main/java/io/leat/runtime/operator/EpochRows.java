package io.leat.runtime.operator;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.ColumnOrder;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of an epoch, kept in columns, and at its end in order with the weights of equal rows
 * added up. Order: the given keys, then all columns ascending with NULLs first, so that it depends
 * on the rows alone.
 */
final class EpochRows {
  private static final int CHUNK_SHIFT = 12;
  private static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;
  private static final int CHUNK_MASK = CHUNK_ROWS - 1;

  private final RowSchema schema;
  private final List<SortKey> order;
  private List<Column[]> chunks = new ArrayList<>();
  private long[] weights = new long[64];
  private int size;

  EpochRows(RowSchema schema, List<SortKey> order) {
    this.schema = schema;
    this.order = completed(schema, order);
  }

  private static List<SortKey> completed(RowSchema schema, List<SortKey> order) {
    List<SortKey> all = new ArrayList<>(order);
    for (int i = 0; i < schema.size(); i++) {
      int column = i;
      if (order.stream().noneMatch(key -> key.column() == column)) {
        all.add(new SortKey(column, false, true));
      }
    }
    return all;
  }

  /** Takes copies of a batch's rows. */
  void add(ChangeBatch batch) {
    if (size + batch.size() > weights.length) {
      weights = Arrays.copyOf(weights, Math.max(size + batch.size(), weights.length * 2));
    }
    for (int from = 0; from < batch.size(); ) {
      int used = size & CHUNK_MASK;
      if (used == 0) {
        chunks.add(schema.types().stream().map(Column::of).toArray(Column[]::new));
      }
      Column[] chunk = chunks.get(chunks.size() - 1);
      int count = Math.min(batch.size() - from, CHUNK_ROWS - used);
      for (int i = 0; i < chunk.length; i++) {
        chunk[i].append(batch.column(i), from, count);
      }
      for (int i = 0; i < count; i++) {
        weights[size + i] = batch.weight(from + i);
      }
      size += count;
      from += count;
    }
  }

  /** The distinct rows whose weights do not cancel out, in order; forgets all rows. */
  Sorted take() {
    int[] rows = new int[size];
    Arrays.setAll(rows, i -> i);
    if (size > 1) {
      sort(rows);
    }
    int count = 0;
    for (int i = 0; i < rows.length; ) {
      int first = rows[i];
      long sum = 0;
      do {
        sum = Math.addExact(sum, weights[rows[i++]]);
      } while (i < rows.length && compare(first, rows[i]) == 0);
      if (sum != 0) {
        weights[first] = sum;
        rows[count++] = first;
      }
    }
    Sorted sorted = new Sorted(chunks, rows, weights, count);
    chunks = new ArrayList<>();
    weights = new long[64];
    size = 0;
    return sorted;
  }

  /** Merges runs, from those that are in order already upwards. */
  private void sort(int[] rows) {
    long[] prefixes = prefixes();
    int[] from = rows;
    int[] to = new int[rows.length];
    for (int width = 1; width < rows.length; width *= 2) {
      for (int low = 0; low < rows.length; low += 2 * width) {
        int middle = Math.min(low + width, rows.length);
        int high = Math.min(middle + width, rows.length);
        if (middle == high || isOrdered(prefixes, from[middle - 1], from[middle])) {
          System.arraycopy(from, low, to, low, high - low);
        } else {
          merge(prefixes, from, to, low, middle, high);
        }
      }
      int[] merged = to;
      to = from;
      from = merged;
    }
    if (from != rows) {
      System.arraycopy(from, 0, rows, 0, rows.length);
    }
  }

  private void merge(long[] prefixes, int[] from, int[] to, int low, int middle, int high) {
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      if (right == high || (left < middle && isOrdered(prefixes, from[left], from[right]))) {
        to[i] = from[left++];
      } else {
        to[i] = from[right++];
      }
    }
  }

  private boolean isOrdered(long[] prefixes, int a, int b) {
    long left = prefixes[a];
    long right = prefixes[b];
    return left < right || (left == right && compare(a, b) <= 0);
  }

  /** For each row a number that is no larger than that of any row behind it. */
  private long[] prefixes() {
    long[] prefixes = new long[size];
    if (order.isEmpty()) {
      return prefixes;
    }
    SortKey key = order.get(0);
    for (int row = 0; row < size; row++) {
      Column column = chunks.get(row >> CHUNK_SHIFT)[key.column()];
      int at = row & CHUNK_MASK;
      if (column.isNull(at)) {
        prefixes[row] = key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
      } else {
        long prefix = ColumnOrder.prefix(column, at);
        prefixes[row] = key.descending() ? ~prefix : prefix;
      }
    }
    return prefixes;
  }

  private int compare(int a, int b) {
    Column[] left = chunks.get(a >> CHUNK_SHIFT);
    Column[] right = chunks.get(b >> CHUNK_SHIFT);
    int rowA = a & CHUNK_MASK;
    int rowB = b & CHUNK_MASK;
    for (int i = 0; i < order.size(); i++) {
      SortKey key = order.get(i);
      Column columnA = left[key.column()];
      Column columnB = right[key.column()];
      boolean nullA = columnA.isNull(rowA);
      boolean nullB = columnB.isNull(rowB);
      int compared;
      if (nullA || nullB) {
        compared = Boolean.compare(nullB, nullA);
        compared = key.nullsFirst() ? compared : -compared;
      } else {
        compared = ColumnOrder.compare(columnA, rowA, columnB, rowB);
        compared = key.descending() ? -compared : compared;
      }
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** Distinct rows in order, each with a weight that is not 0. */
  static final class Sorted {
    private final List<Column[]> chunks;
    private final int[] rows;
    private final long[] weights;
    private final int size;

    private Sorted(List<Column[]> chunks, int[] rows, long[] weights, int size) {
      this.chunks = chunks;
      this.rows = rows;
      this.weights = weights;
      this.size = size;
    }

    int size() {
      return size;
    }

    long weight(int index) {
      return weights[rows[index]];
    }

    /** Appends a row's columns to {@code targets}, from {@code first} on. */
    void appendTo(int index, Column[] targets, int first) {
      int row = rows[index];
      Column[] chunk = chunks.get(row >> CHUNK_SHIFT);
      for (int i = 0; i < chunk.length; i++) {
        targets[first + i].append(chunk[i], row & CHUNK_MASK);
      }
    }

    /** Whether two rows have the same values, or NULL, in these columns. */
    boolean equal(int a, int b, List<Integer> columns) {
      Column[] left = chunks.get(rows[a] >> CHUNK_SHIFT);
      Column[] right = chunks.get(rows[b] >> CHUNK_SHIFT);
      for (int column : columns) {
        if (ColumnOrder.compareNullsFirst(
                left[column], rows[a] & CHUNK_MASK, right[column], rows[b] & CHUNK_MASK)
            != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
