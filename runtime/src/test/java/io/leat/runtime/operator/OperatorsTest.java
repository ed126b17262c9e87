package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random batches, epochs and restarts: the output is that of one uninterrupted epoch. */
class OperatorsTest {
  private static final RowSchema LONGS = Batches.schema(ScalarType.BIGINT);
  private static final KeyGroups ALL = KeyGroups.ofShard(0, 1);

  private static OperatorHarness harness(Supplier<Operator> factory, RowSchema schema) {
    return new OperatorHarness(factory, List.of(schema, schema), schema, ALL);
  }

  /** Cuts the changes into random batches and epochs, with restarts between some epochs. */
  private static void drive(
      OperatorHarness harness, List<Change> changes, int inputs, Random random) {
    int at = 0;
    while (at < changes.size()) {
      int to = Math.min(changes.size(), at + random.nextInt(random.nextBoolean() ? 4 : 300));
      harness.process(random.nextInt(inputs), changes.subList(at, to));
      at = to;
      if (random.nextInt(3) == 0) {
        harness.endEpoch();
        if (random.nextBoolean()) {
          harness.restart();
        }
      }
    }
    harness.endEpoch();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void unionAddsItsInputs(long seed) {
    RowSchema schema = RandomRows.everyType();
    List<Change> changes = new RandomRows(seed).changes(schema, 700, true);
    try (OperatorHarness harness = harness(UnionOperator::new, schema)) {
      drive(harness, changes, 2, new Random(seed));
      assertEquals(Batches.accumulate(changes), Batches.accumulate(harness.output()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void limitPassesTheSameRowsForAnyCut(long seed) {
    Random random = new Random(seed);
    List<Change> changes = new ArrayList<>();
    List<Long> each = new ArrayList<>();
    for (long i = 0; i < 900; i++) {
      long weight = seed % 2 == 0 ? 1 : 1 + random.nextInt(3);
      changes.add(new Change(List.of(i), weight));
      each.addAll(java.util.Collections.nCopies((int) weight, i));
    }
    int offset = random.nextInt(400);
    int fetch = seed % 3 == 0 ? -1 : random.nextInt(600);
    Node.Limit node = new Node.Limit("limit", 0, LONGS, offset, fetch);
    try (OperatorHarness harness = harness(() -> new LimitOperator(node), LONGS)) {
      drive(harness, changes, 1, random);
      List<Long> expected =
          each.subList(offset, fetch < 0 ? each.size() : Math.min(each.size(), offset + fetch));
      List<Long> actual = new ArrayList<>();
      for (Change change : harness.output()) {
        actual.addAll(
            java.util.Collections.nCopies((int) change.weight(), (Long) change.row().get(0)));
      }
      assertEquals(expected, actual);
      assertEquals(fetch >= 0 && each.size() >= offset + fetch, harness.finished());
    }
  }

  @Test
  void limitOfNoRowsFinishesInTheFirstEpoch() {
    Node.Limit node = new Node.Limit("limit", 0, LONGS, 3, 0);
    try (OperatorHarness harness = harness(() -> new LimitOperator(node), LONGS)) {
      harness.endEpoch();
      assertTrue(harness.finished());
    }
  }

  @Test
  void limitRefusesRowsTakenBack() {
    Node.Limit node = new Node.Limit("limit", 0, LONGS, 0, 3);
    try (OperatorHarness harness = harness(() -> new LimitOperator(node), LONGS)) {
      LeatException error =
          assertThrows(LeatException.class, () -> harness.process(0, List.of(Change.delete(1L))));
      assertEquals(SqlState.FEATURE_NOT_SUPPORTED, error.sqlState());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEpochAtWhoseEndThereAreEnoughRowsIsTheLast(boolean restarted) {
    Node.UntilFull node = new Node.UntilFull("full", 0, LONGS, 2);
    try (OperatorHarness harness = harness(() -> new UntilFullOperator(node), LONGS)) {
      harness.process(0, List.of(Change.insert(1L), Change.insert(2L)));
      harness.process(0, List.of(Change.delete(1L)));
      harness.endEpoch();
      assertFalse(harness.finished(), "one row is left");
      if (restarted) {
        harness.restart();
      }
      harness.process(0, List.of(Change.insert(3L), Change.insert(4L), Change.insert(5L)));
      harness.process(0, List.of(Change.delete(2L)));
      assertFalse(harness.finished(), "the epoch is not over");
      harness.endEpoch();
      assertTrue(harness.finished());
      Set<Change> result = sum(harness.output());
      assertEquals(2, result.size());
      assertTrue(
          Set.of(Change.insert(3L), Change.insert(4L), Change.insert(5L)).containsAll(result));
      if (restarted) {
        harness.restart();
      }
      harness.process(0, List.of(Change.delete(3L), Change.delete(4L), Change.delete(5L)));
      harness.endEpoch();
      assertEquals(result, sum(harness.output()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRowThatIsTakenBackBeforeItComesCountsForNothing(boolean restarted) {
    Node.UntilFull node = new Node.UntilFull("full", 0, LONGS, 2);
    try (OperatorHarness harness = harness(() -> new UntilFullOperator(node), LONGS)) {
      harness.process(0, List.of(new Change(List.of(1L), -2), Change.insert(2L)));
      harness.endEpoch();
      assertEquals(Set.of(Change.insert(2L)), sum(harness.output()));
      if (restarted) {
        harness.restart();
      }
      harness.process(0, List.of(new Change(List.of(1L), 2)));
      harness.endEpoch();
      assertEquals(Set.of(Change.insert(2L)), sum(harness.output()));
      assertFalse(harness.finished(), "one row is there");
      harness.process(0, List.of(Change.insert(1L)));
      harness.endEpoch();
      assertEquals(Set.of(Change.insert(1L), Change.insert(2L)), sum(harness.output()));
      assertTrue(harness.finished());
    }
  }

  @Test
  void noRowsAreThereFromTheFirstEpochOn() {
    Node.UntilFull node = new Node.UntilFull("full", 0, LONGS, 0);
    try (OperatorHarness harness = harness(() -> new UntilFullOperator(node), LONGS)) {
      harness.process(0, List.of(Change.insert(1L)));
      harness.endEpoch();
      assertTrue(harness.finished());
      assertEquals(List.of(), harness.output());
    }
  }

  private static Set<Change> sum(List<Change> changes) {
    return changes.stream()
        .collect(Collectors.groupingBy(Change::row, Collectors.summingLong(Change::weight)))
        .entrySet()
        .stream()
        .filter(row -> row.getValue() != 0)
        .map(row -> new Change(row.getKey(), row.getValue()))
        .collect(Collectors.toSet());
  }

  @Test
  void valuesComeOnceOnTheShardOfThePinnedGroup() {
    List<List<Expression.Constant>> rows =
        LongStream.range(0, ChangeBatch.MAX_ROWS + 1)
            .mapToObj(
                i -> List.<Expression.Constant>of(new Expression.Literal(i, ScalarType.BIGINT)))
            .toList();
    Node.Values node = new Node.Values("values", LONGS, rows);
    for (int shard = 0; shard < 4; shard++) {
      try (OperatorHarness harness =
          new OperatorHarness(
              () -> new ValuesOperator(node), List.of(), LONGS, KeyGroups.ofShard(shard, 4))) {
        harness.endEpoch();
        harness.restart();
        harness.endEpoch();
        assertEquals(shard == 0 ? rows.size() : 0, harness.output().size());
      }
    }
  }
}
