package io.leat.runtime.operator;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts left rows beside the right rows of their key: INNER or LEFT. A left row with a pair on which
 * the condition fails is not given as one without match.
 */
final class RightMatches implements AutoCloseable {
  private final List<JoinKey> keys;
  private final int[] leftKeys;
  private final int leftTime;
  private final boolean left;
  private final RightRows right;
  private final @Nullable PairFilter condition;
  private final JoinOutput result;
  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  private final int[] found = new int[ChangeBatch.MAX_ROWS];
  private final boolean[] matched = new boolean[ChangeBatch.MAX_ROWS];
  private final int[] leftRows = new int[ChangeBatch.MAX_ROWS];
  private final int[] rightRows = new int[ChangeBatch.MAX_ROWS];
  private int pending;

  /**
   * @param leftTime the left column with the time of which right rows are wanted, or −1
   * @param schema of the result
   */
  RightMatches(
      JoinType type,
      List<JoinKey> keys,
      Optional<Expression> condition,
      int leftTime,
      RightRows right,
      RowSchema leftSchema,
      RowSchema rightSchema,
      RowSchema schema,
      ZoneId zone) {
    this.keys = keys;
    this.leftTime = leftTime;
    this.left = type == JoinType.LEFT;
    this.right = right;
    leftKeys = keys.stream().mapToInt(JoinKey::left).toArray();
    this.condition =
        condition
            .map(given -> new PairFilter(given, leftSchema, rightSchema, right.table(), zone))
            .orElse(null);
    result = new JoinOutput(schema, leftSchema.size());
  }

  void open(OperatorContext context) {
    if (condition != null) {
      condition.open(context);
    }
  }

  /** Gives the pairs of a batch of left rows. */
  void meet(ChangeBatch batch, Output output) {
    int count = batch.size();
    StableHash.hash(batch, leftKeys, hashes);
    right.find(Selection.columns(batch, leftKeys), count, hashes, found);
    Arrays.fill(matched, 0, count, false);
    for (int i = 0; i < count; i++) {
      if (found[i] < 0 || hasNullKey(batch, i)) {
        continue;
      }
      right.open(found[i], leftTime < 0 ? 0 : ((LongColumn) batch.column(leftTime)).get(i));
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
    if (left) {
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
      if (!keys.get(i).nullsMatch() && batch.column(leftKeys[i]).isNull(row)) {
        return true;
      }
    }
    return false;
  }

  private void flushPairs(ChangeBatch batch, Output output) {
    int count = pending;
    int counted = pending;
    pending = 0;
    if (count > 0 && condition != null) {
      count = condition.filter(0, batch, right.table(), leftRows, rightRows, count);
      counted = count + condition.failed();
    }
    for (int i = 0; i < counted; i++) {
      matched[leftRows[i]] = true;
    }
    if (count > 0) {
      result.pairs(0, batch, right.table(), leftRows, rightRows, count, output);
    }
  }

  @Override
  public void close() {
    if (condition != null) {
      condition.close();
    }
  }
}
