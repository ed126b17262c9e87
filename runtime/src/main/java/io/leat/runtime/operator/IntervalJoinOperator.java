package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.PrefixRange;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins rows that are near each other in time. Pairs are given at once: a batch of one input meets
 * the rows of the other as they are now, then becomes part of its own, so that each pair is met
 * once, with the product of the weights. SEMI gives a left row with its first match, and takes it
 * back with its last one. A row without match is given by outer joins and ANTI when the bound of
 * event time says that none will come; what comes after that is late, so it is never taken back. A
 * pair on which the condition fails is no match, but its rows are not given as without one.
 */
public final class IntervalJoinOperator implements Operator {
  private static final int STATE_VERSION = 1;

  /** Of rows whose sums of matches count pairs on which the condition failed. */
  private static final int FAILED_STATE_VERSION = 2;

  private final JoinType type;
  private final long lower;
  private final long upper;
  private final boolean[] nullsMatch;
  private final TimedInput[] arrivals;
  private final IntervalSide[] sides;
  private final @Nullable PairFilter condition;
  private final JoinOutput result;
  private final Flips flips = new Flips();
  private final PrefixRange range = new PrefixRange();
  private OperatorContext context = OperatorContext.NOT_OPEN;

  // By position in the batch.
  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  private final int[] found = new int[ChangeBatch.MAX_ROWS];
  private final long[] matches = new long[ChangeBatch.MAX_ROWS];
  private final int[] selected = new int[ChangeBatch.MAX_ROWS];
  private final int[] rest = new int[ChangeBatch.MAX_ROWS];

  // Pairs, or rows given alone, on their way to the output.
  private final int[] batchRows = new int[ChangeBatch.MAX_ROWS];
  private final int[] storedRows = new int[ChangeBatch.MAX_ROWS];
  private final long[] signs = new long[ChangeBatch.MAX_ROWS];
  private int pending;

  public IntervalJoinOperator(
      Node.IntervalJoin node, RowSchema left, RowSchema right, ZoneId zone) {
    type = node.type();
    lower = node.lowerMicros();
    upper = node.upperMicros();
    nullsMatch = new boolean[node.keys().size()];
    for (int i = 0; i < nullsMatch.length; i++) {
      nullsMatch[i] = node.keys().get(i).nullsMatch();
    }
    arrivals =
        new TimedInput[] {
          new TimedInput(left, node.leftTime()), new TimedInput(right, node.rightTime())
        };
    List<Integer> leftKeys = node.keys().stream().map(JoinKey::left).toList();
    List<Integer> rightKeys = node.keys().stream().map(JoinKey::right).toList();
    sides =
        new IntervalSide[] {
          new IntervalSide(left, leftKeys, node.leftTime(), upper),
          new IntervalSide(right, rightKeys, node.rightTime(), -lower)
        };
    condition =
        node.condition()
            .map(given -> new PairFilter(given, left, right, sides[0].table(), zone))
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

  /** Whether it matters if a row of this input has a match. */
  private boolean tracks(int input) {
    return input == 0 ? type.keepsLeft() || type.leftOnly() : type.keepsRight();
  }

  /** Whether rows of this input without match are given, once that is certain. */
  private boolean givesUnmatched(int input) {
    return tracks(input) && type != JoinType.SEMI;
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    ChangeBatch timed = arrivals[input].onTime(delta, context, true);
    if (givesUnmatched(input)) {
      result.alone(input, delta, arrivals[input].untimed(), arrivals[input].untimedCount(), output);
    }
    ChangeBatch batch = withoutNullKeys(input, timed, output);
    int count = batch.size();
    if (count == 0) {
      return;
    }
    IntervalSide own = sides[input];
    StableHash.hash(batch, own.keyColumns(), hashes);
    sides[1 - input].find(Selection.columns(batch, own.keyColumns()), count, hashes, found);
    Arrays.fill(matches, 0, count, 0);
    meet(input, batch, output);
    keep(input, batch, output);
    if (flips.count() > 0) {
      emitFlips(output);
    }
  }

  /** The rows whose key may match; the others are given alone at once, or dropped. */
  private ChangeBatch withoutNullKeys(int input, ChangeBatch delta, Output output) {
    int[] columns = sides[input].keyColumns();
    int kept = 0;
    int alone = 0;
    for (int row = 0; row < delta.size(); row++) {
      boolean never = false;
      for (int i = 0; i < columns.length; i++) {
        never |= !nullsMatch[i] && delta.column(columns[i]).isNull(row);
      }
      if (never) {
        rest[alone++] = row;
      } else {
        selected[kept++] = row;
      }
    }
    if (alone == 0) {
      return delta;
    }
    if (givesUnmatched(input)) {
      result.alone(input, delta, rest, alone, output);
    }
    return Selection.of(delta, selected, kept);
  }

  // Pairs.

  private void meet(int input, ChangeBatch batch, Output output) {
    LongColumn times = (LongColumn) batch.column(sides[input].time());
    for (int i = 0; i < batch.size(); i++) {
      if (found[i] < 0) {
        continue;
      }
      long time = times.get(i);
      long from = input == 0 ? plus(time, lower) : IntervalSide.minus(time, upper);
      long to = input == 0 ? plus(time, upper) : IntervalSide.minus(time, lower);
      sides[1 - input].range(found[i], from, to, range);
      int part = range.next(storedRows, pending, storedRows.length - pending);
      while (part > 0) {
        Arrays.fill(batchRows, pending, pending + part, i);
        pending += part;
        if (pending == storedRows.length) {
          flushPairs(input, batch, output);
        }
        part = range.next(storedRows, pending, storedRows.length - pending);
      }
    }
    flushPairs(input, batch, output);
  }

  private static long plus(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  private void flushPairs(int input, ChangeBatch batch, Output output) {
    IntervalSide other = sides[1 - input];
    int count = pending;
    int counted = pending;
    pending = 0;
    if (count > 0 && condition != null) {
      count = condition.filter(input, batch, other.table(), batchRows, storedRows, count);
      counted = type == JoinType.SEMI ? count : count + condition.failed();
    }
    if (tracks(input)) {
      for (int i = 0; i < counted; i++) {
        matches[batchRows[i]] += other.weight(storedRows[i]);
      }
    }
    if (tracks(1 - input)) {
      for (int i = 0; i < counted; i++) {
        long weight = batch.weight(batchRows[i]);
        if (type == JoinType.SEMI) {
          other.addMatches(storedRows[i], weight, flips);
        } else {
          other.addMatches(storedRows[i], weight);
        }
      }
    }
    if (count > 0 && !type.leftOnly()) {
      result.pairs(input, batch, other.table(), batchRows, storedRows, count, output);
    }
  }

  // Rows of the batch.

  /** Gives those alone that are, and keeps those that may meet others. */
  private void keep(int input, ChangeBatch batch, Output output) {
    IntervalSide own = sides[input];
    LongColumn times = (LongColumn) batch.column(own.time());
    long bound = context.bound();
    int alone = 0;
    int kept = 0;
    for (int i = 0; i < batch.size(); i++) {
      boolean settled = own.isSettled(times.get(i), bound);
      boolean given =
          type == JoinType.SEMI
              ? input == 0 && matches[i] != 0
              : settled && tracks(input) && matches[i] == 0;
      if (given) {
        rest[alone++] = i;
      }
      if (!settled) {
        selected[kept++] = i;
      }
    }
    result.alone(input, batch, rest, alone, output);
    if (kept == batch.size()) {
      own.add(batch, hashes, matches);
    } else if (kept > 0) {
      for (int i = 0; i < kept; i++) {
        hashes[i] = hashes[selected[i]];
        matches[i] = matches[selected[i]];
      }
      own.add(Selection.of(batch, selected, kept), hashes, matches);
    }
  }

  /** Gives, or takes back, the left rows whose being matched the batch has changed. */
  private void emitFlips(Output output) {
    int count = 0;
    for (int i = 0; i < flips.count(); i++) {
      boolean now = sides[0].matched(flips.row(i));
      if (now == flips.wasMatched(i)) {
        continue;
      }
      storedRows[count] = flips.row(i);
      signs[count++] = now ? 1 : -1;
      if (count == storedRows.length) {
        result.alone(0, sides[0].table(), storedRows, signs, count, output);
        count = 0;
      }
    }
    flips.clear();
    result.alone(0, sides[0].table(), storedRows, signs, count, output);
  }

  // Time.

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    throw new IllegalStateException("called without a bound");
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output output) {
    for (int input = 0; input < 2; input++) {
      int side = input;
      sides[input].settle(bound, (rows, count) -> emitUnmatched(side, rows, count, output));
    }
    return bound == EventTime.NONE || bound == EventTime.END
        ? bound
        : IntervalSide.minus(bound, delay());
  }

  /** How far behind the bound a time attribute of a row of the result can be. */
  private long delay() {
    long left = Math.max(0, upper);
    return type.leftOnly() ? left : Math.max(left, -lower);
  }

  private void emitUnmatched(int input, int[] rows, int count, Output output) {
    if (!givesUnmatched(input)) {
      return;
    }
    int alone = 0;
    for (int i = 0; i < count; i++) {
      if (!sides[input].matched(rows[i])) {
        storedRows[alone] = rows[i];
        signs[alone++] = 1;
      }
    }
    result.alone(input, sides[input].table(), storedRows, signs, alone, output);
  }

  private int stateVersion() {
    return condition != null && (givesUnmatched(0) || givesUnmatched(1))
        ? FAILED_STATE_VERSION
        : STATE_VERSION;
  }

  @Override
  public FrozenState freeze() {
    return FrozenRows.state(stateVersion(), sides[0].freeze(), sides[1].freeze());
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, stateVersion());
    sides[0].restore(reader);
    sides[1].restore(reader);
  }

  @Override
  public void close() {
    if (condition != null) {
      condition.close();
    }
  }

  @Override
  public long stateRows() {
    return (long) sides[0].size() + sides[1].size();
  }

  @Override
  public long memoryBytes() {
    return sides[0].memoryBytes() + sides[1].memoryBytes();
  }
}
