package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts left rows beside right rows as of a moment. Left rows wait: by event time until the bound
 * has passed them, by processing time until the end of their epoch. So each is answered once.
 */
public final class TemporalJoinOperator implements Operator {
  private static final int STATE_VERSION = 1;

  private final RightRows right;
  private final RightMatches matches;
  private OperatorContext context = OperatorContext.NOT_OPEN;

  // Left rows that wait: by event time, or those of the epoch.
  private final TimedInput arrivals;
  private final @Nullable WaitingRows waiting;
  private final @Nullable TableWriter passed;
  private final List<ChangeBatch> arrived = new ArrayList<>();

  public TemporalJoinOperator(
      Node.TemporalJoin node, RowSchema left, RowSchema rightSchema, ZoneId zone) {
    List<Integer> keys = node.keys().stream().map(JoinKey::left).toList();
    List<Integer> rightKeys = node.keys().stream().map(JoinKey::right).toList();
    arrivals = new TimedInput(left, Math.max(0, node.leftTime()));
    if (node.byEventTime()) {
      waiting = new WaitingRows(left, node.leftTime(), keys, List.of(), node.leftAppendOnly());
      passed = new TableWriter(waiting.table(), left);
      right = new RightVersions(rightSchema, rightKeys, node.rightTime(), node.rightAppendOnly());
    } else {
      waiting = null;
      passed = null;
      right = new RightNow(rightSchema, rightKeys);
    }
    matches =
        new RightMatches(
            node.type(),
            node.keys(),
            node.condition(),
            node.byEventTime() ? node.leftTime() : -1,
            right,
            left,
            rightSchema,
            node.schema(),
            zone);
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
    matches.open(newContext);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (input == 1) {
      right.take(delta, context);
    } else if (waiting == null) {
      arrived.add(Selection.copy(delta));
    } else {
      ChangeBatch batch = arrivals.onTime(delta, context, true);
      arrivals.failUntimed(delta, context);
      if (batch.size() > 0) {
        waiting.add(batch);
      }
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    throw new IllegalStateException("called without a bound");
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output output) {
    right.endChanges(epoch, context);
    if (waiting != null && passed != null) {
      Output met = batch -> matches.meet(batch, output);
      int count = waiting.pass(bound);
      for (int i = 0; i < count; i++) {
        int row = waiting.passed(i);
        passed.add(row, waiting.weight(row), met);
      }
      passed.flush(met);
      waiting.removePassed();
    }
    for (ChangeBatch batch : arrived) {
      matches.meet(batch, output);
    }
    arrived.clear();
    right.settle(bound);
    return bound;
  }

  @Override
  public FrozenState freeze() {
    return waiting == null
        ? FrozenRows.state(STATE_VERSION, right.freeze())
        : FrozenRows.state(STATE_VERSION, waiting.freeze(), right.freeze());
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    if (waiting != null) {
      waiting.restore(reader);
    }
    right.restore(reader);
  }

  @Override
  public void close() {
    matches.close();
  }

  @Override
  public long stateRows() {
    return (long) right.table().size() + (waiting == null ? 0 : waiting.size());
  }

  @Override
  public long memoryBytes() {
    return right.memoryBytes() + (waiting == null ? 0 : waiting.memoryBytes());
  }
}
