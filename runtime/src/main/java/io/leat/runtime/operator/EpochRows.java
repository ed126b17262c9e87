package io.leat.runtime.operator;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distinct rows of an epoch with the sums of their weights, and at its end in order: by the
 * given keys, then by all columns ascending with NULLs first, so that it depends on the rows alone.
 */
final class EpochRows {
  private final RowSchema schema;
  private final List<SortKey> order;
  private final int[] allColumns;
  private long[] hashes = {};
  private int[] numbers = {};
  private final Column[] columns;
  private KeyedRows rows;

  EpochRows(RowSchema schema, List<SortKey> order) {
    this.schema = schema;
    this.order = order;
    this.allColumns = IntStream.range(0, schema.size()).toArray();
    this.columns = new Column[schema.size()];
    this.rows = new KeyedRows(schema.types(), 1);
  }

  /** Takes a batch's rows. */
  void add(ChangeBatch batch) {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
    hashes = Room.of(hashes, batch.size());
    numbers = Room.of(numbers, batch.size());
    StableHash.hash(batch, allColumns, hashes);
    rows.findOrAdd(columns, batch.size(), hashes, numbers);
    RowTable table = rows.table();
    for (int i = 0; i < batch.size(); i++) {
      table.add(numbers[i], 0, batch.weight(i));
    }
  }

  /** The rows whose weights do not cancel out, in order; forgets all rows. */
  Sorted take() {
    RowTable table = rows.table();
    int[] sorted = new int[table.size()];
    int count = 0;
    for (int row = 0; row < table.end(); row++) {
      if (table.get(row, 0) != 0) {
        sorted[count++] = row;
      }
    }
    new RowOrder(table, order, true).sort(sorted, 0, count);
    if (table.size() > 0) {
      rows = new KeyedRows(schema.types(), 1);
    }
    return new Sorted(table, sorted, count);
  }

  /** Distinct rows in order, each with a weight that is not 0. */
  static final class Sorted {
    private final RowTable table;
    private final int[] rows;
    private final int size;

    private Sorted(RowTable table, int[] rows, int size) {
      this.table = table;
      this.rows = rows;
      this.size = size;
    }

    int size() {
      return size;
    }

    long weight(int index) {
      return table.get(rows[index], 0);
    }

    /** Appends a row's columns to {@code targets}, from {@code first} on. */
    void appendTo(int index, Column[] targets, int first) {
      for (int i = first; i < targets.length; i++) {
        table.append(i - first, rows[index], targets[i]);
      }
    }

    /** Whether two rows have the same values, or NULL, in these columns. */
    boolean equal(int a, int b, List<Integer> columns) {
      for (int column : columns) {
        if (!table.equal(column, rows[a], rows[b])) {
          return false;
        }
      }
      return true;
    }
  }
}
