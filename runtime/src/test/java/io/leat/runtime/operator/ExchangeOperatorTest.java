package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeOperatorTest {

  /** All parts that shard {@code from} makes of the changes, by receiving shard. */
  private static List<List<Change>> split(
      RowSchema schema, Distribution distribution, int from, int shards, List<Change> changes) {
    List<List<Change>> parts = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      parts.add(new ArrayList<>());
    }
    ExchangeOperator.Channel channel =
        new ExchangeOperator.Channel() {
          @Override
          public ChangeBatch take(int shard, ChangeBatch like) {
            return ExchangeOperator.emptyLike(like);
          }

          @Override
          public void send(int shard, ChangeBatch batch) {
            parts.get(shard).addAll(Batches.changes(schema, batch));
          }
        };
    try (ExchangeOperator exchange = new ExchangeOperator(distribution, from, shards, channel)) {
      exchange.process(
          0,
          Batches.of(schema, changes),
          batch -> parts.get(from).addAll(Batches.changes(schema, batch)));
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyRowGoesToOneShardAndEqualKeysToTheSame(int shards) {
    RowSchema schema = RandomRows.everyType();
    List<Change> changes = new RandomRows(shards).changes(schema, 200, true);
    for (int key = 0; key < schema.size(); key++) {
      Distribution distribution = new Distribution.Hash(List.of(key));
      Map<String, Integer> shardOfKey = new HashMap<>();
      for (int from = 0; from < shards; from++) {
        List<List<Change>> parts = split(schema, distribution, from, shards, changes);
        List<Change> all = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
          for (Change change : parts.get(shard)) {
            String text = Batches.text(change.row().get(key));
            assertEquals(shard, owner(shardOfKey, text, shard), schema.type(key) + " " + text);
          }
          all.addAll(parts.get(shard));
        }
        assertEquals(Batches.accumulate(changes), Batches.accumulate(all));
      }
    }
  }

  private static int owner(Map<String, Integer> shardOfKey, String key, int shard) {
    Integer known = shardOfKey.putIfAbsent(key, shard);
    return known == null ? shard : known;
  }

  @Test
  void singletonSendsAllToTheOwnerOfThePinnedGroup() {
    RowSchema schema = Batches.schema(ScalarType.BIGINT);
    List<Change> changes = new RandomRows(1).changes(schema, 100, false);
    List<List<Change>> parts = split(schema, new Distribution.Singleton(), 2, 4, changes);
    assertEquals(100, parts.get(0).size());
  }

  @Test
  void keysSpreadOverAllGroups() {
    RowSchema schema = Batches.schema(ScalarType.BIGINT);
    List<Change> changes = new ArrayList<>();
    for (long i = 0; i < 4000; i++) {
      changes.add(Change.insert(i));
    }
    long[] hashes = new long[4000];
    StableHash.hash(Batches.of(schema, changes), new int[] {0}, hashes);
    int[] counts = new int[KeyGroups.COUNT];
    for (long hash : hashes) {
      counts[StableHash.keyGroup(hash)]++;
    }
    for (int count : counts) {
      assertTrue(count > 10 && count < 60, "a group with " + count + " of 4000 keys");
    }
  }

  /** These numbers are a promise: stored state is divided by them. */
  @Test
  void hashesNeverChange() {
    // VARIANT is hashed as the text that it lies in memory as.
    DataType[] types =
        RandomRows.everyType().types().stream()
            .filter(type -> type.kind() != TypeKind.VARIANT)
            .toArray(DataType[]::new);
    RowSchema schema = Batches.schema(types);
    ChangeBatch batch = Batches.of(schema, new RandomRows(42).changes(schema, 50, false));
    int[] keys = java.util.stream.IntStream.range(0, schema.size()).toArray();
    long[] hashes = new long[50];
    StableHash.hash(batch, keys, hashes);
    long sum = 0;
    for (long hash : hashes) {
      sum = sum * 31 + hash;
    }
    assertEquals(-8861632717503445519L, sum);
  }

  @Test
  void zerosAndNansOfAnySignHashAlike() {
    RowSchema schema = Batches.schema(ScalarType.DOUBLE, ScalarType.FLOAT);
    ChangeBatch batch =
        Batches.of(
            schema,
            List.of(
                Change.insert(0.0, 0.0f),
                Change.insert(-0.0, -0.0f),
                Change.insert(Double.NaN, Float.NaN),
                Change.insert(
                    Double.longBitsToDouble(0xFFF8000000000001L),
                    Float.intBitsToFloat(0xFFC00001))));
    long[] hashes = new long[4];
    StableHash.hash(batch, new int[] {0, 1}, hashes);
    assertEquals(hashes[0], hashes[1]);
    assertEquals(hashes[2], hashes[3]);
  }
}
