package io.leat.runtime.operator;

import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;

/** Gives rows to one shard's writer of a sink, and owns it. */
public final class SinkOperator extends StatelessOperator {
  private final SinkWriter writer;

  public SinkOperator(SinkWriter writer) {
    this.writer = writer;
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    writer.write(delta);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    writer.endEpoch(epoch);
  }

  @Override
  public void close() {
    writer.close();
  }
}
