package io.leat.runtime.operator;

import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StableHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits batches by the shard that owns each row's key group. This shard's rows go on at once, the
 * others' to {@link Channel}; rows that come from other shards do not pass through here.
 */
public final class ExchangeOperator extends StatelessOperator {
  private final int @Nullable [] keys;
  private final int shard;
  private final int shards;
  private final Channel channel;
  private final int[] shardOfGroup;
  private final long[] hashes;
  private final int[][] rows;
  private final int[] counts;
  private @Nullable ChangeBatch own;

  /** The way to the other shards. */
  public interface Channel {

    /** An empty batch to fill for a shard: one that it has done with, or a new one. */
    ChangeBatch take(int shard, ChangeBatch like);

    /** Hands over a batch, which is the receiver's from now on. */
    void send(int shard, ChangeBatch batch);
  }

  public ExchangeOperator(Distribution distribution, int shard, int shards, Channel channel) {
    this.keys =
        distribution instanceof Distribution.Hash hash
            ? hash.keys().stream().mapToInt(Integer::intValue).toArray()
            : null;
    this.shard = shard;
    this.shards = shards;
    this.channel = channel;
    // Most circuits of one statement have one shard, and all rows stay.
    int splitRows = shards == 1 || keys == null ? 0 : ChangeBatch.MAX_ROWS;
    this.hashes = new long[splitRows];
    this.rows = new int[shards][splitRows];
    this.counts = new int[shards];
    this.shardOfGroup = new int[shards == 1 ? 0 : KeyGroups.COUNT];
    for (int group = 0; group < shardOfGroup.length; group++) {
      shardOfGroup[group] = KeyGroups.shardOf(group, shards);
    }
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (shards == 1) {
      output.emit(delta);
      return;
    }
    if (keys == null) {
      passAll(delta, output);
      return;
    }
    split(delta, keys);
    for (int target = 0; target < shards; target++) {
      int count = counts[target];
      if (count == 0) {
        continue;
      }
      if (target != shard) {
        ChangeBatch part = channel.take(target, delta);
        fill(part, delta, rows[target], count);
        channel.send(target, part);
      } else if (count == delta.size()) {
        output.emit(delta);
      } else {
        if (own == null) {
          own = emptyLike(delta);
        }
        fill(own, delta, rows[target], count);
        output.emit(own);
      }
    }
  }

  private void passAll(ChangeBatch delta, Output output) {
    int target = shardOfGroup[KeyGroups.PINNED];
    if (target == shard) {
      output.emit(delta);
    } else if (delta.size() > 0) {
      ChangeBatch whole = channel.take(target, delta);
      whole.copyOf(delta);
      channel.send(target, whole);
    }
  }

  /** An empty batch of the same column classes. */
  public static ChangeBatch emptyLike(ChangeBatch batch) {
    List<Column> columns = new ArrayList<>(batch.columnCount());
    for (int i = 0; i < batch.columnCount(); i++) {
      columns.add(batch.column(i).emptyLike());
    }
    return new ChangeBatch(columns, 0, null);
  }

  private void split(ChangeBatch delta, int[] keyColumns) {
    Arrays.fill(counts, 0);
    StableHash.hash(delta, keyColumns, hashes);
    for (int row = 0; row < delta.size(); row++) {
      int target = shardOfGroup[StableHash.keyGroup(hashes[row])];
      rows[target][counts[target]++] = row;
    }
  }

  private static void fill(ChangeBatch part, ChangeBatch delta, int[] rows, int count) {
    for (int i = 0; i < delta.columnCount(); i++) {
      Column column = part.column(i);
      column.clear();
      column.append(delta.column(i), rows, count);
    }
    long[] weights = null;
    if (delta.weights() != null) {
      weights = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = delta.weight(rows[i]);
      }
    }
    part.reset(count, weights);
  }
}
