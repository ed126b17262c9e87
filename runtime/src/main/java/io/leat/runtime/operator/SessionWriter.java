package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;

/** Emits rows beside their sessions. */
final class SessionWriter {
  private final TableWriter writer;
  private final LocalTimes clock;
  private final long unitMicros;
  private final int columns;

  SessionWriter(Node.Sessions node, RowSchema input, RowTable table, ZoneId zone) {
    DataType type = input.type(node.time());
    this.writer = new TableWriter(table, node.schema());
    this.clock = LocalTimes.of(type, zone);
    this.unitMicros = EventTime.unitMicros(type);
    this.columns = input.size();
  }

  /** The last moment of a session that is still open is at least this. */
  static long boundOfResult(long bound, long unitMicros) {
    boolean special = bound == EventTime.NONE || bound == EventTime.END;
    return special ? bound : (Math.floorDiv(bound, unitMicros) - 1) * unitMicros;
  }

  long boundOfResult(long bound) {
    return boundOfResult(bound, unitMicros);
  }

  /** Emits a row of the session from {@code start} to before {@code end}, which are instants. */
  void add(int row, long weight, long start, long end, Output output) {
    ((LongColumn) writer.column(columns)).append(clock.local(start));
    ((LongColumn) writer.column(columns + 1)).append(clock.local(end));
    ((LongColumn) writer.column(columns + 2)).append(end - unitMicros);
    writer.add(row, weight, output);
  }

  void flush(Output output) {
    writer.flush(output);
  }
}
