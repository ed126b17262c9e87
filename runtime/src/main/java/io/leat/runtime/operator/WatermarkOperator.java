package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Generates a stream's bound of event time: the least over the splits of the greatest watermark
 * value seen in each. Splits without rows for the idle timeout, and those read to their end, do not
 * count; one that is known and not yet begun holds the bound where it is. Has no state to keep: the
 * bound itself is the circuit's to keep, and a split that is read again counts from its next row.
 */
public final class WatermarkOperator implements Operator {
  private final Node.Watermark node;
  private final SourceSplits splits;
  private OperatorContext context = OperatorContext.NOT_OPEN;

  /** By split, the greatest watermark value and when rows were last seen, in microseconds. */
  private long[] greatest = {};

  private long[] seenMicros = {};
  private int known;

  public WatermarkOperator(Node.Watermark node, SourceSplits splits) {
    this.node = node;
    this.splits = splits;
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    int columns = node.schema().size();
    if (!node.byProcessingTime()) {
      int split = splits.current();
      // A stored relation has no splits, but rows.
      knowSplits(Math.max(splits.count(), split + 1));
      LongColumn values = (LongColumn) delta.column(columns);
      long most = greatest[split];
      for (int row = 0; row < delta.size(); row++) {
        if (values.get(row) > most && !values.isNull(row) && delta.weight(row) > 0) {
          most = values.get(row);
        }
      }
      greatest[split] = most;
      seenMicros[split] = context.epoch().timeMicros();
    }
    output.emit(delta.columnCount() == columns ? delta : firstColumns(delta, columns));
  }

  private static ChangeBatch firstColumns(ChangeBatch delta, int count) {
    List<Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(delta.column(i));
    }
    return new ChangeBatch(columns, delta.size(), delta.weights());
  }

  private void knowSplits(int count) {
    if (count > known) {
      greatest = Arrays.copyOf(greatest, count);
      seenMicros = Arrays.copyOf(seenMicros, count);
      Arrays.fill(greatest, known, count, EventTime.NONE);
      Arrays.fill(seenMicros, known, count, context.epoch().timeMicros());
      known = count;
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    throw new IllegalStateException("called without a bound");
  }

  @Override
  public long endEpoch(Epoch epoch, long inputBound, Output output) {
    if (splits.ended()) {
      return EventTime.END;
    }
    if (node.byProcessingTime()) {
      return epoch.timeMicros();
    }
    knowSplits(splits.count());
    long least = splits.pending() ? EventTime.NONE : EventTime.IDLE;
    long wanted = Long.MAX_VALUE;
    for (int split = 0; split < known; split++) {
      long idleAt = seenMicros[split] + node.idleMicros();
      if (splits.finished(split) || (node.idleMicros() > 0 && idleAt <= epoch.timeMicros())) {
        continue;
      }
      wanted = Math.min(wanted, idleAt);
      long bound =
          greatest[split] == EventTime.NONE ? EventTime.NONE : greatest[split] + node.unitMicros();
      least = EventTime.least(least, bound);
    }
    if (node.idleMicros() > 0 && wanted != Long.MAX_VALUE) {
      context.wakeAt(wanted);
    }
    return least;
  }

  @Override
  public FrozenState freeze() {
    return FrozenState.EMPTY;
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    throw new IllegalStateException("a watermark has no state");
  }

  @Override
  public void close() {}
}
