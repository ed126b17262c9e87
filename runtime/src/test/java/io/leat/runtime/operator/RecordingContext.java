package io.leat.runtime.operator;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;

/** A shard of its own that keeps what operators report. */
public final class RecordingContext implements OperatorContext {
  private final List<Integer> failedRows = new ArrayList<>();
  private final List<RowException> errors = new ArrayList<>();
  private Epoch epoch = new Epoch(1, 1_700_000_000_123_456L);
  private boolean finished;
  private long bound = EventTime.NONE;
  private long wakeAt = Long.MAX_VALUE;
  private final List<List<Object>> lateRows = new ArrayList<>();

  public List<Integer> failedRows() {
    return failedRows;
  }

  public List<RowException> errors() {
    return errors;
  }

  public boolean finished() {
    return finished;
  }

  public void epoch(Epoch next) {
    epoch = next;
  }

  /** Values of the rows reported as late, text or boxed. */
  public List<List<Object>> lateRows() {
    return lateRows;
  }

  /** The earliest time that an epoch was asked for; {@link Long#MAX_VALUE} for none. */
  public long wakeAt() {
    return wakeAt;
  }

  /** Sets how far event time has come before the epoch. */
  public void bound(long newBound) {
    bound = newBound;
  }

  @Override
  public long bound() {
    return bound;
  }

  @Override
  public void rowLate(RowSchema schema, ChangeBatch batch, int row, DataType type, long time) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      values.add(String.valueOf(BoxedValues.get(batch.column(i), row, schema.type(i))));
    }
    lateRows.add(values);
  }

  @Override
  public void wakeAt(long epochMicros) {
    wakeAt = Math.min(wakeAt, epochMicros);
  }

  @Override
  public KeyGroups keyGroups() {
    return KeyGroups.ofShard(0, 1);
  }

  @Override
  public Epoch epoch() {
    return epoch;
  }

  @Override
  public void rowFailed(ChangeBatch input, int row, RowException error) {
    failedRows.add(row);
    errors.add(error);
  }

  @Override
  public void rowFailed(RowSchema schema, ChangeBatch batch, int row, RowException error) {
    rowFailed(batch, row, error);
  }

  @Override
  public void finish() {
    finished = true;
  }
}
