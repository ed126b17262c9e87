package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts left rows beside right rows as of a moment. Left rows wait: by event time until the bound
 * has passed them, by processing time until the end of their epoch. So each is answered once.
 */
public final class TemporalJoinOperator implements Operator {
  private static final int STATE_VERSION = 1;

  private final Node.TemporalJoin node;
  private final int[] leftKeys;
  private final RightRows right;
  private final @Nullable PairFilter condition;
  private final JoinOutput result;
  private OperatorContext context = OperatorContext.NOT_OPEN;

  // Left rows that wait: by event time, or those of the epoch.
  private final TimedInput arrivals;
  private final @Nullable WaitingRows waiting;
  private final @Nullable TableWriter passed;
  private final List<ChangeBatch> arrived = new ArrayList<>();

  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  private final int[] found = new int[ChangeBatch.MAX_ROWS];
  private final boolean[] matched = new boolean[ChangeBatch.MAX_ROWS];
  private final int[] leftRows = new int[ChangeBatch.MAX_ROWS];
  private final int[] rightRows = new int[ChangeBatch.MAX_ROWS];
  private int pending;

  public TemporalJoinOperator(
      Node.TemporalJoin node, RowSchema left, RowSchema rightSchema, ZoneId zone) {
    this.node = node;
    List<Integer> keys = node.keys().stream().map(JoinKey::left).toList();
    List<Integer> rightKeys = node.keys().stream().map(JoinKey::right).toList();
    leftKeys = keys.stream().mapToInt(Integer::intValue).toArray();
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
    condition =
        node.condition()
            .map(given -> new PairFilter(given, left, rightSchema, right.table(), zone))
            .orElse(null);
    result = new JoinOutput(node.schema(), left.size());
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
    if (condition != null) {
      condition.open(newContext);
    }
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
      Output met = batch -> meet(batch, output);
      int count = waiting.pass(bound);
      for (int i = 0; i < count; i++) {
        int row = waiting.passed(i);
        passed.add(row, waiting.weight(row), met);
      }
      passed.flush(met);
      waiting.removePassed();
    }
    for (ChangeBatch batch : arrived) {
      meet(batch, output);
    }
    arrived.clear();
    right.settle(bound);
    return bound;
  }

  private void meet(ChangeBatch batch, Output output) {
    int count = batch.size();
    StableHash.hash(batch, leftKeys, hashes);
    right.find(Selection.columns(batch, leftKeys), count, hashes, found);
    Arrays.fill(matched, 0, count, false);
    for (int i = 0; i < count; i++) {
      if (found[i] < 0 || hasNullKey(batch, i)) {
        continue;
      }
      right.open(
          found[i], node.byEventTime() ? ((LongColumn) batch.column(node.leftTime())).get(i) : 0);
      int part = right.next(rightRows, pending, rightRows.length - pending);
      while (part > 0) {
        Arrays.fill(leftRows, pending, pending + part, i);
        pending += part;
        if (pending == rightRows.length) {
          flushPairs(batch, output);
        }
        part = right.next(rightRows, pending, rightRows.length - pending);
      }
    }
    flushPairs(batch, output);
    if (node.type() == JoinType.LEFT) {
      int alone = 0;
      for (int i = 0; i < count; i++) {
        if (!matched[i]) {
          leftRows[alone++] = i;
        }
      }
      result.alone(0, batch, leftRows, alone, output);
    }
  }

  private boolean hasNullKey(ChangeBatch batch, int row) {
    for (int i = 0; i < leftKeys.length; i++) {
      if (!node.keys().get(i).nullsMatch() && batch.column(leftKeys[i]).isNull(row)) {
        return true;
      }
    }
    return false;
  }

  private void flushPairs(ChangeBatch batch, Output output) {
    int count = pending;
    pending = 0;
    if (count > 0 && condition != null) {
      count = condition.filter(0, batch, right.table(), leftRows, rightRows, count);
    }
    for (int i = 0; i < count; i++) {
      matched[leftRows[i]] = true;
    }
    if (count > 0) {
      result.pairs(0, batch, right.table(), leftRows, rightRows, count, output);
    }
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
    if (condition != null) {
      condition.close();
    }
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
