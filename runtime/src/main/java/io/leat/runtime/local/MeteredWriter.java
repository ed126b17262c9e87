package io.leat.runtime.local;

import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;

/** A sink's writer that counts the rows it is given, inserted and taken back. */
final class MeteredWriter implements SinkWriter {
  final int sink;
  private final SinkWriter writer;
  private final boolean withCheckpoints;
  private long rows;

  /**
   * @param withCheckpoints whether what it writes becomes visible with checkpoints, so that it has
   *     no say in when epochs end
   */
  MeteredWriter(int sink, SinkWriter writer, boolean withCheckpoints) {
    this.sink = sink;
    this.withCheckpoints = withCheckpoints;
    this.writer = writer;
  }

  /** The rows written since the last call. */
  long takeRows() {
    long taken = rows;
    rows = 0;
    return taken;
  }

  @Override
  public void write(ChangeBatch batch) {
    rows += batch.changeCount();
    writer.write(batch);
  }

  @Override
  public void endEpoch(Epoch epoch) {
    writer.endEpoch(epoch);
  }

  @Override
  public void endEpoch(Epoch epoch, long bound) {
    writer.endEpoch(epoch, bound);
  }

  @Override
  public long nextEpochMicros() {
    return withCheckpoints ? Long.MAX_VALUE : writer.nextEpochMicros();
  }

  @Override
  public byte[] prepareIfDue(Epoch epoch) {
    return writer.prepareIfDue(epoch);
  }

  @Override
  public byte[] finish() {
    return writer.finish();
  }

  @Override
  public byte[] prepare() {
    return writer.prepare();
  }

  @Override
  public void close() {
    writer.close();
  }
}
