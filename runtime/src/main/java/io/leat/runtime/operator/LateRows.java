package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.RowSchema;

/** Reports rows of a table as late. */
final class LateRows {
  private final RowSchema input;
  private final int time;
  private final TableWriter writer;
  private OperatorContext context = OperatorContext.NOT_OPEN;

  /**
   * @param input the first columns of the table, which are reported
   * @param time which of them is the time attribute
   */
  LateRows(RowTable table, RowSchema input, int time) {
    this.input = input;
    this.time = time;
    this.writer = new TableWriter(table, input, input.size());
  }

  void open(OperatorContext newContext) {
    context = newContext;
  }

  /** Reports a row, unless nothing is left of it. */
  void report(int row, long weight) {
    if (weight != 0) {
      writer.add(row, weight, this::report);
      writer.flush(this::report);
    }
  }

  private void report(ChangeBatch batch) {
    LongColumn times = (LongColumn) batch.column(time);
    for (int row = 0; row < batch.size(); row++) {
      context.rowLate(input, batch, row, input.type(time), times.get(row));
    }
  }
}
