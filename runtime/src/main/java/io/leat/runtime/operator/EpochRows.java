package io.leat.runtime.operator;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The distinct rows of an epoch with the sums of their weights, and at its end in order: by the
 * given keys, then by all columns ascending with NULLs first, so that it depends on the rows alone.
 */
final class EpochRows {
  private final RowSchema schema;
  private final List<SortKey> order;
  private final int[] allColumns;
  private final boolean oneForm;
  private long[] hashes = {};
  private int[] numbers = {};
  private final Column[] columns;

  /** What the epoch has so far if that is one row: then there is nothing to find or to sort. */
  private @Nullable ChangeBatch only;

  /** Null until the epoch has more. */
  private @Nullable KeyedRows rows;

  EpochRows(RowSchema schema, List<SortKey> order) {
    this.schema = schema;
    this.order = order;
    this.allColumns = new int[schema.size()];
    for (int i = 0; i < allColumns.length; i++) {
      allColumns[i] = i;
    }
    this.columns = new Column[schema.size()];
    boolean same = true;
    for (DataType type : schema.types()) {
      same &= hasOneForm(type);
    }
    this.oneForm = same;
  }

  /**
   * Whether a table gives values back just as it has got them: of a floating-point zero and of maps
   * there are several forms.
   */
  private static boolean hasOneForm(DataType type) {
    return switch (type.physical()) {
      case BOOLEAN, INT, LONG, WIDE, BYTES -> true;
      case FLOAT, DOUBLE, ARRAY, MAP, ROW -> false;
    };
  }

  /** Takes a batch's rows. */
  void add(ChangeBatch batch) {
    ChangeBatch first = only;
    if (oneForm && first == null && rows == null && batch.size() <= 1) {
      only = batch.size() == 0 ? null : batch.copy();
      return;
    }
    only = null;
    if (first != null) {
      addToTable(first);
    }
    addToTable(batch);
  }

  private void addToTable(ChangeBatch batch) {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
    hashes = Room.of(hashes, batch.size());
    numbers = Room.of(numbers, batch.size());
    StableHash.hash(batch, allColumns, hashes);
    KeyedRows known = rows;
    if (known == null) {
      known = new KeyedRows(schema.types(), 1);
      rows = known;
    }
    known.findOrAdd(columns, batch.size(), hashes, numbers);
    RowTable table = known.table();
    for (int i = 0; i < batch.size(); i++) {
      table.add(numbers[i], 0, batch.weight(i));
    }
  }

  /** The rows whose weights do not cancel out, in order; forgets all rows. */
  Sorted take() {
    ChangeBatch sole = only;
    KeyedRows taken = rows;
    only = null;
    rows = null;
    if (taken == null) {
      return sole == null || sole.weight(0) == 0 ? Sorted.NOTHING : new SoleRow(sole);
    }
    RowTable table = taken.table();
    int[] sorted = new int[table.size()];
    int count = 0;
    for (int row = 0; row < table.end(); row++) {
      if (table.get(row, 0) != 0) {
        sorted[count++] = row;
      }
    }
    if (count > 1) {
      new RowOrder(table, order, true).sort(sorted, 0, count);
    }
    return new SortedRows(table, sorted, count);
  }

  /** Distinct rows in order, each with a weight that is not 0. */
  interface Sorted {
    /** Of an epoch without rows. */
    Sorted NOTHING = new SoleRow(new ChangeBatch(List.of(), 0, null));

    int size();

    long weight(int index);

    /** Appends a row's columns to {@code targets}, from {@code first} on. */
    void appendTo(int index, Column[] targets, int first);

    /** Whether two rows have the same values, or NULL, in these columns. */
    boolean equal(int a, int b, List<Integer> columns);
  }

  /** One row at most. */
  private record SoleRow(ChangeBatch batch) implements Sorted {
    @Override
    public int size() {
      return batch.size();
    }

    @Override
    public long weight(int index) {
      return batch.weight(index);
    }

    @Override
    public void appendTo(int index, Column[] targets, int first) {
      for (int i = first; i < targets.length; i++) {
        targets[i].append(batch.column(i - first), index);
      }
    }

    @Override
    public boolean equal(int a, int b, List<Integer> columns) {
      return a == b;
    }
  }

  private static final class SortedRows implements Sorted {
    private final RowTable table;
    private final int[] rows;
    private final int size;

    SortedRows(RowTable table, int[] rows, int size) {
      this.table = table;
      this.rows = rows;
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public long weight(int index) {
      return table.get(rows[index], 0);
    }

    @Override
    public void appendTo(int index, Column[] targets, int first) {
      for (int i = first; i < targets.length; i++) {
        table.append(i - first, rows[index], targets[i]);
      }
    }

    @Override
    public boolean equal(int a, int b, List<Integer> columns) {
      for (int column : columns) {
        if (!table.equal(column, rows[a], rows[b])) {
          return false;
        }
      }
      return true;
    }
  }
}
