package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;

/** What a running operator may ask of the shard it lives in. */
public interface OperatorContext {

  /** In place of a context before {@code open}. */
  OperatorContext NOT_OPEN =
      new OperatorContext() {
        @Override
        public KeyGroups keyGroups() {
          throw notOpen();
        }

        @Override
        public Epoch epoch() {
          throw notOpen();
        }

        @Override
        public void rowFailed(ChangeBatch input, int row, RowException error) {
          throw notOpen();
        }

        @Override
        public void rowFailed(RowSchema schema, ChangeBatch batch, int row, RowException error) {
          throw notOpen();
        }

        @Override
        public long bound() {
          throw notOpen();
        }

        @Override
        public void rowLate(
            RowSchema schema, ChangeBatch batch, int row, DataType type, long time) {
          throw notOpen();
        }

        @Override
        public void wakeAt(long epochMicros) {
          throw notOpen();
        }

        @Override
        public void finish() {
          throw notOpen();
        }

        private IllegalStateException notOpen() {
          return new IllegalStateException("the operator has not been opened");
        }
      };

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

  /** The least of the inputs' bounds of event time at the end of the epoch before this one. */
  long bound();

  /**
   * A row came after its time: event time had already come to {@link #bound}. It is counted and
   * recorded as an error of the job, which never stops it, and the operator goes on without it.
   *
   * @param schema what the batch's columns are
   * @param type of the time attribute
   * @param time the row's time attribute, or the end of its window, in microseconds
   */
  void rowLate(RowSchema schema, ChangeBatch batch, int row, DataType type, long time);

  /**
   * Asks for an epoch at a time of the wall clock, even if no rows come; in microseconds since
   * 1970. Holds until the next epoch.
   */
  void wakeAt(long epochMicros);

  /**
   * The result is complete: no further input is needed. The circuit's sources stop and its last
   * epoch ends.
   */
  void finish();
}
