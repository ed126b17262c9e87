package io.leat.runtime.operator;

import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import org.jspecify.annotations.Nullable;

/** Gives rows to one shard's writer of a sink, and owns it. */
public final class SinkOperator extends StatelessOperator {
  private final SinkWriter writer;
  private @Nullable OperatorContext context;

  public SinkOperator(SinkWriter writer) {
    this.writer = writer;
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
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
  public long endEpoch(Epoch epoch, long bound, Output output) {
    writer.endEpoch(epoch, bound);
    long next = writer.nextEpochMicros();
    if (next != Long.MAX_VALUE && context != null) {
      context.wakeAt(next);
    }
    return bound;
  }

  @Override
  public void close() {
    writer.close();
  }
}
