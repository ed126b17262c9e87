package io.leat.runtime.connector;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;

/** One shard's part of a sink. Called by one thread at a time. */
public interface SinkWriter extends AutoCloseable {

  void write(ChangeBatch batch);

  void endEpoch(Epoch epoch);

  /**
   * The same in event time, which is what is called.
   *
   * @param bound how far event time has come, see {@link io.leat.runtime.data.EventTime}; the same
   *     for all shards
   */
  default void endEpoch(Epoch epoch, long bound) {
    endEpoch(epoch);
  }

  /**
   * When the writer wants the next epoch to end even if no rows come, in wall-clock microseconds;
   * asked at the end of each epoch. {@link Long#MAX_VALUE} if it does not matter.
   */
  default long nextEpochMicros() {
    return Long.MAX_VALUE;
  }

  /** A durable token for everything since the last one; empty if there is nothing to commit. */
  byte[] prepare();

  /**
   * Called in place of {@link #prepare} at the end of each epoch of a run without checkpoints: a
   * token if the sink wants everything since the last one to become visible now, else nothing. All
   * writers of a sink decide alike, or an epoch would become visible in part.
   */
  default byte[] prepareIfDue(Epoch epoch) {
    return prepare();
  }

  /** As {@link #prepare}, when all input has ended and nothing more will be written. */
  default byte[] finish() {
    return prepare();
  }

  @Override
  void close();
}
