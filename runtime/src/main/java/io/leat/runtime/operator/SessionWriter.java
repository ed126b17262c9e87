package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.RowSchema;

/** Emits rows beside their sessions. */
final class SessionWriter {
  private final TableWriter writer;
  private final SessionTimes times;
  private final int columns;

  /**
   * @param input the columns of the table that are given
   */
  SessionWriter(Node.Sessions node, RowSchema input, RowTable table, SessionTimes times) {
    this.writer = new TableWriter(table, node.schema(), input.size());
    this.times = times;
    this.columns = input.size();
  }

  /** Emits a row of the session from {@code start} to {@code end}. */
  void add(int row, long weight, long start, long end, Output output) {
    ((LongColumn) writer.column(columns)).append(times.shown(start));
    ((LongColumn) writer.column(columns + 1)).append(times.shown(end));
    ((LongColumn) writer.column(columns + 2)).append(times.lastMoment(end));
    writer.add(row, weight, output);
  }

  void flush(Output output) {
    writer.flush(output);
  }
}
