package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;

/** Holds rows until event time has passed them, and gives those of an epoch in order. */
public final class ReleaseOperator implements Operator {
  private static final int STATE_VERSION = 1;

  private final TimedInput arrivals;
  private final WaitingRows waiting;
  private final TableWriter writer;
  private OperatorContext context = OperatorContext.NOT_OPEN;

  public ReleaseOperator(Node.Release node, RowSchema input) {
    arrivals = new TimedInput(input, node.time());
    waiting = new WaitingRows(input, node.time(), node.keys(), node.order(), node.appendOnly());
    writer = new TableWriter(waiting.table(), node.schema());
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    ChangeBatch batch = arrivals.onTime(delta, context, true);
    arrivals.failUntimed(delta, context);
    if (batch.size() > 0) {
      waiting.add(batch);
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    throw new IllegalStateException("called without a bound");
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output output) {
    int count = waiting.pass(bound);
    for (int i = 0; i < count; i++) {
      int row = waiting.passed(i);
      writer.add(row, waiting.weight(row), output);
    }
    writer.flush(output);
    waiting.removePassed();
    return bound;
  }

  @Override
  public FrozenState freeze() {
    return FrozenRows.state(STATE_VERSION, waiting.freeze());
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    waiting.restore(reader);
  }

  @Override
  public void close() {}

  @Override
  public long stateRows() {
    return waiting.size();
  }

  @Override
  public long memoryBytes() {
    return waiting.memoryBytes();
  }
}
