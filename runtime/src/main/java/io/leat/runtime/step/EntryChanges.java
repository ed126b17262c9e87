package io.leat.runtime.step;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.operator.Output;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.List;

/** Rows of derivation entries with weights, gathered into batches; the step may come behind. */
final class EntryChanges {
  private final Derivations derivations;
  private final Output output;
  private final List<Column> columns = new ArrayList<>();
  private final IntColumn steps = new IntColumn();
  private final int rowColumns;
  private final ChangeBatch batch;
  private final int[] entries = new int[ChangeBatch.MAX_ROWS];
  private final long[] weights = new long[ChangeBatch.MAX_ROWS];
  private int count;

  EntryChanges(Derivations derivations, List<DataType> types, boolean withStep, Output output) {
    this.derivations = derivations;
    this.output = output;
    this.rowColumns = types.size();
    for (DataType type : types) {
      columns.add(Column.of(type));
    }
    if (withStep) {
      columns.add(steps);
    }
    batch = new ChangeBatch(columns, 0, null);
  }

  void add(int entry, long weight) {
    entries[count] = entry;
    weights[count++] = weight;
    if (count == ChangeBatch.MAX_ROWS) {
      flush();
    }
  }

  /** Emits what has been added; the entries may be removed after this. */
  void flush() {
    if (count == 0) {
      return;
    }
    RowTable table = derivations.entries();
    for (Column column : columns) {
      column.clear();
    }
    for (int i = 0; i < rowColumns; i++) {
      table.append(i, entries, count, columns.get(i));
    }
    for (int i = 0; i < count; i++) {
      steps.append(derivations.step(entries[i]));
    }
    batch.reset(count, weights);
    count = 0;
    output.emit(batch);
    steps.clear();
  }
}
