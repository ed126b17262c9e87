package io.leat.runtime.connector;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;

/** One shard's part of a sink. Called by one thread at a time. */
public interface SinkWriter extends AutoCloseable {

  void write(ChangeBatch batch);

  void endEpoch(Epoch epoch);

  /** A durable token for everything since the last one; empty if there is nothing to commit. */
  byte[] prepare();

  @Override
  void close();
}
