package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.List;

/** Collects rows into batches of the usual size and emits each when it is full. */
final class BatchWriter {
  private final Output output;
  private final Column[] columns;
  private final ChangeBatch batch;
  private long[] weights = {};
  private int size;
  private boolean weighted;

  BatchWriter(RowSchema schema, Output output) {
    this.output = output;
    this.columns = Column.of(schema.types());
    this.batch = new ChangeBatch(List.of(columns), 0, null);
  }

  /** The columns to append a row to, before {@link #closeRow}. */
  Column[] columns() {
    return columns;
  }

  /** Ends a row. */
  void closeRow(long weight) {
    if (size == weights.length) {
      weights = Arrays.copyOf(weights, Room.size(size + 1));
    }
    weights[size++] = weight;
    weighted |= weight != 1;
    if (size == ChangeBatch.MAX_ROWS) {
      flush();
    }
  }

  /** Emits the rows collected so far. */
  void flush() {
    if (size == 0) {
      return;
    }
    batch.reset(size, weighted ? weights : null);
    output.emit(batch);
    for (Column column : columns) {
      column.clear();
    }
    size = 0;
    weighted = false;
  }
}
