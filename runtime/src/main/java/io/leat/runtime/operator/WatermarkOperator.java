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
import org.jspecify.annotations.Nullable;

/**
 * Generates a stream's bound of event time: the least over the splits of the greatest watermark
 * value seen in each. Splits without rows for the idle timeout, and those read to their end, do not
 * count; one that is known and not yet begun holds the bound where it is. Has no state to keep: the
 * bound itself is the circuit's to keep, and a split that is read again counts from its next row.
 */
public final class WatermarkOperator implements Operator {
  private final Node.Watermark node;
  private final SourceSplits splits;
  private final ClosingTimes closings;
  private OperatorContext context = OperatorContext.NOT_OPEN;

  /** By split, the greatest watermark value and when rows were last seen, in microseconds. */
  private long[] greatest = {};

  private long[] seenMicros = {};
  private int known;

  /** Whether something may have been left open by a run before this one. */
  private boolean begun;

  private boolean rowsCame;
  private TimeProgress progress = TimeProgress.NONE;

  /** By event time. */
  public WatermarkOperator(Node.Watermark node, SourceSplits splits) {
    this(node, splits, ClosingTimes.none());
  }

  /**
   * Over a source.
   *
   * @param closings by processing time, when epochs are wanted
   */
  public WatermarkOperator(Node.Watermark node, SourceSplits splits, ClosingTimes closings) {
    this.node = node;
    this.splits = splits;
    this.closings = closings;
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
    rowsCame = true;
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
      wakeAtClosings(epoch.timeMicros());
      return epoch.timeMicros();
    }
    knowSplits(splits.count());
    long least = splits.pending() ? EventTime.NONE : EventTime.IDLE;
    long wanted = Long.MAX_VALUE;
    int holding = -1;
    List<String> idle = new ArrayList<>();
    for (int split = 0; split < known; split++) {
      long idleAt = seenMicros[split] + node.idleMicros();
      if (splits.finished(split)) {
        continue;
      }
      if (node.idleMicros() > 0 && idleAt <= epoch.timeMicros()) {
        idle.add(splits.name(split));
        continue;
      }
      wanted = Math.min(wanted, idleAt);
      long bound =
          greatest[split] == EventTime.NONE ? EventTime.NONE : greatest[split] + node.unitMicros();
      if (holding < 0 || bound < least) {
        holding = split;
      }
      least = EventTime.least(least, bound);
    }
    progress = new TimeProgress(holder(holding), idle);
    if (node.idleMicros() > 0 && wanted != Long.MAX_VALUE) {
      context.wakeAt(wanted);
    }
    return least;
  }

  private void wakeAtClosings(long now) {
    if (rowsCame || !begun) {
      closings.add(now);
      begun = true;
      rowsCame = false;
    }
    long next = closings.next(now);
    if (next < Long.MAX_VALUE / 2) {
      context.wakeAt(next);
    }
  }

  private @Nullable String holder(int split) {
    return splits.pending() ? "one not begun" : split < 0 ? null : splits.name(split);
  }

  @Override
  public TimeProgress timeProgress() {
    return progress;
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
