package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.types.RowSchema;

/** What a running operator may ask of the shard it lives in. */
public interface OperatorContext {

  /** This shard's key groups. */
  KeyGroups keyGroups();

  /** The epoch that is open now. */
  Epoch epoch();

  /**
   * An expression failed on a row of the operator's first input: the row is recorded as an error of
   * the job with its values, and the operator goes on without it, unless the job is set to stop on
   * errors. A row that is taken back (its weight is negative) is not reported again.
   *
   * @throws io.leat.runtime.error.LeatException if the job stops on errors
   */
  void rowFailed(ChangeBatch input, int row, RowException error);

  /**
   * The same of a row that is none of the first input's.
   *
   * @param schema what the batch's columns are
   */
  void rowFailed(RowSchema schema, ChangeBatch batch, int row, RowException error);

  /**
   * The result is complete: no further input is needed. The circuit's sources stop and its last
   * epoch ends.
   */
  void finish();
}
