package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets an operator forget. When an epoch begins, before its first row, what is over is dropped; as
 * long as there is state, epochs are asked for so that this happens without rows too.
 *
 * <p>Of inputs that take rows back, the operator sees an epoch's changes added up at its end, those
 * taken back first: so what it passes over depends on the epoch alone, not on batches and shards.
 */
public final class ExpiringOperator implements Operator {
  private final Node.Expiring node;
  private final List<RowSchema> inputs;
  private final Lifetimes lifetimes;
  private final Forgetful body;

  /** By input; null where no row is taken back. */
  private final List<@Nullable EpochRows> changes = new ArrayList<>();

  private OperatorContext context = OperatorContext.NOT_OPEN;
  private long begun = Long.MIN_VALUE;

  /**
   * @param zone of the session
   */
  public ExpiringOperator(Node.Expiring node, List<RowSchema> inputs, ZoneId zone) {
    this.node = node;
    this.inputs = inputs;
    this.lifetimes = new Lifetimes(node.lifetimes());
    this.body = body(node.body(), zone);
    for (int i = 0; i < inputs.size(); i++) {
      changes.add(node.appendOnly().get(i) ? null : new EpochRows(inputs.get(i), List.of()));
    }
  }

  private Forgetful body(Node kept, ZoneId zone) {
    if (kept instanceof Node.Aggregate aggregate) {
      return new AggregateOperator(aggregate, inputs.get(0), lifetimes);
    } else if (kept instanceof Node.SetOperation operation) {
      return new SetOperator(operation, lifetimes);
    } else if (kept instanceof Node.TopN top) {
      return new TopNOperator(top, inputs.get(0), lifetimes);
    } else if (kept instanceof Node.Join join) {
      return new JoinOperator(join, inputs.get(0), inputs.get(1), zone, lifetimes);
    }
    throw new IllegalArgumentException("what does not forget: " + kept.id());
  }

  @Override
  public void open(OperatorContext operatorContext) {
    context = operatorContext;
    body.open(operatorContext);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    begin(context.epoch());
    EpochRows rows = changes.get(input);
    if (rows == null) {
      body.process(input, delta, output);
    } else {
      rows.add(delta);
    }
  }

  private void begin(Epoch epoch) {
    if (epoch.number() != begun) {
      begun = epoch.number();
      if (lifetimes.advance(epoch.timeMicros())) {
        body.forget();
      }
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    endEpoch(epoch, EventTime.NONE, output);
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output output) {
    begin(epoch);
    for (int i = 0; i < changes.size(); i++) {
      EpochRows rows = changes.get(i);
      if (rows != null) {
        give(i, rows, output);
      }
    }
    long result = body.endEpoch(epoch, bound, output);
    if (body.stateRows() > 0) {
      context.wakeAt(lifetimes.nextMicros());
    }
    return result;
  }

  private void give(int input, EpochRows rows, Output output) {
    ConsolidateOperator.emit(
        rows.take(),
        new BatchWriter(inputs.get(input), batch -> body.process(input, batch, output)));
  }

  @Override
  public FrozenState freeze() {
    return body.freeze();
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    body.restore(keyGroup, reader);
  }

  @Override
  public long stateRows() {
    return body.stateRows();
  }

  @Override
  public long memoryBytes() {
    return body.memoryBytes();
  }

  @Override
  public void close() {
    body.close();
  }

  @Override
  public String toString() {
    return "expiring " + node.id();
  }
}
