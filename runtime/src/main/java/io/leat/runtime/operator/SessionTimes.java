package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The times that sessions are made of: what the clock of the session's zone shows, as all windows
 * are. So rows of the hour that comes twice, when a clock is put back, lie among each other, and no
 * two sessions of a key bear the same start and end. Times here are in microseconds of {@link
 * #column}; they differ from what the clock shows by a constant.
 */
final class SessionTimes {
  private final LocalTimes clock;
  private final int time;
  private final long shift;
  private final long unitMicros;
  private final int inputColumns;

  /** What the clock shows; null for a clock that is never changed, of which instants will do. */
  private final @Nullable LongColumn locals;

  /**
   * @param input of which {@code time} is the time attribute
   */
  SessionTimes(RowSchema input, int time, ZoneId zone) {
    this.clock = LocalTimes.of(input.type(time), zone);
    this.time = time;
    this.shift = clock.isNeverChanged() ? clock.local(0) : 0;
    this.unitMicros = EventTime.unitMicros(input.type(time));
    this.inputColumns = input.size();
    this.locals = clock.isNeverChanged() ? null : new LongColumn();
  }

  /** The column of {@link #rows} that has the times. */
  int column() {
    return locals == null ? time : inputColumns;
  }

  /** The types of those columns. */
  List<DataType> types(RowSchema input) {
    List<DataType> types = new ArrayList<>(input.types());
    if (locals != null) {
      types.add(ScalarType.timestamp(6));
    }
    return types;
  }

  /** A batch, with what the clock shows behind its columns if need be: until the next call. */
  ChangeBatch rows(ChangeBatch batch) {
    if (locals == null) {
      return batch;
    }
    LongColumn instants = (LongColumn) batch.column(time);
    locals.clear();
    long[] values = locals.reserve(batch.size());
    for (int row = 0; row < batch.size(); row++) {
      values[row] = instants.isNull(row) ? 0 : clock.local(instants.get(row));
    }
    locals.setSize(batch.size());
    List<Column> columns = new ArrayList<>(inputColumns + 1);
    for (int i = 0; i < inputColumns; i++) {
      columns.add(batch.column(i));
    }
    columns.add(locals);
    return new ChangeBatch(columns, batch.size(), batch.weights());
  }

  /** The bound from which on no row is expected at or before a time. */
  long over(long end) {
    return clock.border(end + shift + unitMicros);
  }

  /** What the clock shows. */
  long shown(long value) {
    return value + shift;
  }

  /** The last moment of a session that ends then, as an instant: as that of other windows. */
  long lastMoment(long end) {
    return Math.max(clock.border(end + shift), over(end) - unitMicros) - unitMicros;
  }

  /** The last moment of a session that is not over is at least this. */
  long boundOfResult(long bound) {
    boolean special = bound == EventTime.NONE || bound == EventTime.END;
    return special ? bound : (Math.floorDiv(bound, unitMicros) - 1) * unitMicros;
  }
}
