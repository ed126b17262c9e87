package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;

/** Reports failed rows as those of a schema that is not the node's first input's. */
record ReadContext(OperatorContext context, RowSchema schema) implements OperatorContext {
  @Override
  public KeyGroups keyGroups() {
    return context.keyGroups();
  }

  @Override
  public Epoch epoch() {
    return context.epoch();
  }

  @Override
  public void rowFailed(ChangeBatch input, int row, RowException error) {
    context.rowFailed(schema, input, row, error);
  }

  @Override
  public void rowFailed(RowSchema given, ChangeBatch batch, int row, RowException error) {
    context.rowFailed(given, batch, row, error);
  }

  @Override
  public long bound() {
    return context.bound();
  }

  @Override
  public void rowLate(RowSchema given, ChangeBatch batch, int row, DataType type, long time) {
    context.rowLate(given, batch, row, type, time);
  }

  @Override
  public void wakeAt(long epochMicros) {
    context.wakeAt(epochMicros);
  }

  @Override
  public void finish() {
    context.finish();
  }
}
