package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.RowSchema;
import java.util.List;

/**
 * Emits rows of a table, column by column: they are only noted by their numbers until a batch is
 * full. A row must not be removed from the table before {@link #flush}.
 */
final class TableWriter {
  private final RowTable table;
  private final int tableColumns;
  private final Column[] columns;
  private final ChangeBatch batch;
  private final int[] rows = new int[ChangeBatch.MAX_ROWS];
  private final long[] weights = new long[ChangeBatch.MAX_ROWS];
  private int size;
  private boolean weighted;

  /**
   * @param schema begins with the table's columns
   */
  TableWriter(RowTable table, RowSchema schema) {
    this(table, schema, table.types().size());
  }

  /**
   * @param schema begins with so many of the table's columns, the first
   */
  TableWriter(RowTable table, RowSchema schema, int tableColumns) {
    this.table = table;
    this.tableColumns = tableColumns;
    this.columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
    this.batch = new ChangeBatch(List.of(columns), 0, null);
  }

  /** A column behind the table's: whoever has some appends a value for each row that is added. */
  Column column(int index) {
    return columns[index];
  }

  void add(int row, long weight, Output output) {
    rows[size] = row;
    weights[size++] = weight;
    weighted |= weight != 1;
    if (size == rows.length) {
      flush(output);
    }
  }

  /** Emits what has been added. */
  void flush(Output output) {
    if (size == 0) {
      return;
    }
    for (int i = 0; i < tableColumns; i++) {
      table.append(i, rows, size, columns[i]);
    }
    batch.reset(size, weighted ? weights : null);
    size = 0;
    weighted = false;
    output.emit(batch);
    for (Column column : columns) {
      column.clear();
    }
  }
}
