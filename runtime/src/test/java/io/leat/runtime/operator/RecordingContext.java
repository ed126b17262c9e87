package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;

/** A shard of its own that keeps what operators report. */
public final class RecordingContext implements OperatorContext {
  private final List<Integer> failedRows = new ArrayList<>();
  private final List<RowException> errors = new ArrayList<>();
  private Epoch epoch = new Epoch(1, 1_700_000_000_123_456L);
  private boolean finished;

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
