package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;

/** What a running operator may ask of the shard it lives in. */
public interface OperatorContext {

  /** This shard's key groups. */
  KeyGroups keyGroups();

  /** The epoch that is open now. */
  Epoch epoch();

  /**
   * An expression failed on a row: the row is recorded as an error of the job with its values, and
   * the operator goes on without it, unless the job is set to stop on errors.
   *
   * @throws io.leat.runtime.error.LeatException if the job stops on errors
   */
  void rowFailed(ChangeBatch input, int row, RowException error);

  /**
   * The result is complete: no further input is needed. The circuit's sources stop and its last
   * epoch ends.
   */
  void finish();
}
