package io.leat.benchmark;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.error.RowException;
import io.leat.runtime.operator.OperatorContext;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;

/** Where an operator runs alone: one shard, whose event time the benchmark sets. */
final class SingleShard implements OperatorContext {
  private long bound = EventTime.NONE;
  private long lateRows;

  /** How far event time has come as of the last epoch. */
  void bound(long newBound) {
    bound = newBound;
  }

  long lateRows() {
    return lateRows;
  }

  @Override
  public KeyGroups keyGroups() {
    return KeyGroups.ofShard(0, 1);
  }

  @Override
  public Epoch epoch() {
    return new Epoch(1, 0);
  }

  @Override
  public void rowFailed(ChangeBatch input, int row, RowException error) {
    throw error;
  }

  @Override
  public void rowFailed(RowSchema schema, ChangeBatch rows, int row, RowException error) {
    throw error;
  }

  @Override
  public long bound() {
    return bound;
  }

  @Override
  public void rowLate(RowSchema schema, ChangeBatch rows, int row, DataType type, long time) {
    lateRows++;
  }

  @Override
  public void wakeAt(long epochMicros) {
    throw new IllegalStateException("nothing here waits for the clock");
  }

  @Override
  public void finish() {
    throw new IllegalStateException("nothing here ends early");
  }
}
