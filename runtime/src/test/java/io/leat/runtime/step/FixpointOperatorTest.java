package io.leat.runtime.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.operator.CalcOperator;
import io.leat.runtime.operator.ExchangeOperator;
import io.leat.runtime.operator.SourceSplits;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.CheckedOperator;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recursion over changing inputs against recomputation after every epoch. */
class FixpointOperatorTest {
  private static final DataType BIGINT = ScalarType.BIGINT;
  private static final DataType STEP = ScalarType.INTEGER.withNullable(false);
  private static final RowSchema NUMBER = Batches.schema(BIGINT);
  private static final RowSchema EDGE = Batches.schema(BIGINT, BIGINT);
  private static final RowSchema PATH = Batches.schema(BIGINT, BIGINT, STEP);

  private static Expression ref(int index, DataType type) {
    return new Expression.InputRef(index, type);
  }

  private static Expression call(String function, DataType type, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), type);
  }

  private static Expression number(long value) {
    return new Expression.Literal(value, BIGINT);
  }

  /** path(a, b), edge(b, c) → path(a, c). */
  private static Node.Fixpoint closure(JoinType type, boolean distinct, int maxSteps) {
    RowSchema joined = Batches.schema(BIGINT, BIGINT, STEP, BIGINT, BIGINT);
    Circuit body =
        new Circuit(
            List.of(
                new Node.Input("path", 0, PATH),
                new Node.Input("edge", 1, EDGE),
                new Node.Join(
                    "join",
                    0,
                    1,
                    type,
                    List.of(new JoinKey(1, 0, false)),
                    Optional.empty(),
                    false,
                    false,
                    joined),
                new Node.Calc(
                    "project",
                    2,
                    Optional.empty(),
                    List.of(ref(0, BIGINT), ref(4, BIGINT), ref(2, STEP)),
                    PATH)));
    return new Node.Fixpoint("closure", List.of(0, 1), body, distinct, maxSteps, EDGE);
  }

  /** n → n + 1, where the condition holds. */
  private static Node.Fixpoint count(Optional<Expression> condition, int maxSteps) {
    RowSchema stepped = Batches.schema(BIGINT, STEP);
    Circuit body =
        new Circuit(
            List.of(
                new Node.Input("n", 0, stepped),
                new Node.Calc(
                    "next",
                    0,
                    condition,
                    List.of(call("+", BIGINT, ref(0, BIGINT), number(1)), ref(1, STEP)),
                    stepped)));
    return new Node.Fixpoint("count", List.of(0), body, true, maxSteps, NUMBER);
  }

  private static OperatorHarness harness(Node.Fixpoint node, RowSchema... inputs) {
    OperatorFactory factory = new OperatorFactory(CalcOperator::new, CheckedOperator::wrap);
    return new OperatorHarness(
        () -> factory.create(node, List.of(inputs), 0, 0, 4, new NoPorts()),
        List.of(inputs),
        node.schema(),
        KeyGroups.ofShard(0, 4));
  }

  // The reference: (row → number of derivations), a step at a time.

  private static Map<List<@Nullable Object>, Long> sum(List<Change> changes) {
    Map<List<@Nullable Object>, Long> rows = new HashMap<>();
    for (Change change : changes) {
      rows.merge(change.row(), change.weight(), (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }
    return rows;
  }

  private static Map<String, Long> recompute(
      List<Change> first, List<Change> edges, boolean distinct, boolean outer) {
    Map<List<@Nullable Object>, Long> relation = new HashMap<>();
    Map<List<@Nullable Object>, Long> current = sum(first);
    while (!current.isEmpty()) {
      Map<List<@Nullable Object>, Long> fresh = new HashMap<>();
      current.forEach(
          (row, weight) -> {
            if (!distinct) {
              fresh.put(row, weight);
            } else if (!relation.containsKey(row)) {
              fresh.put(row, 1L);
            }
          });
      fresh.forEach((row, weight) -> relation.merge(row, weight, Long::sum));
      Map<List<@Nullable Object>, Long> next = new HashMap<>();
      fresh.forEach(
          (path, weight) -> {
            boolean[] matched = {false};
            sum(edges)
                .forEach(
                    (edge, count) -> {
                      if (path.get(1) != null && path.get(1).equals(edge.get(0))) {
                        matched[0] = true;
                        next.merge(
                            Arrays.asList(path.get(0), edge.get(1)), weight * count, Long::sum);
                      }
                    });
            if (outer && !matched[0]) {
              next.merge(Arrays.asList(path.get(0), null), weight, Long::sum);
            }
          });
      current = next;
    }
    Map<String, Long> result = new TreeMap<>();
    relation.forEach(
        (row, weight) ->
            result.put(row.stream().map(Batches::text).collect(Collectors.joining(" | ")), weight));
    return result;
  }

  /** Random edges come and go; both inputs get the same ones, or, of {@code apart}, others. */
  private static void check(
      JoinType type, boolean distinct, boolean cycles, boolean apart, int nodes, long seed) {
    Random random = new Random(seed);
    List<List<Change>> given = List.of(new ArrayList<>(), new ArrayList<>());
    try (OperatorHarness harness = harness(closure(type, distinct, 1000), EDGE, EDGE)) {
      for (int epoch = 0; epoch < 25; epoch++) {
        List<List<Change>> changes = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = random.nextInt(8); i >= 0; i--) {
          int input = random.nextInt(2);
          Change change = change(given.get(input), changes.get(input), cycles, nodes, random);
          changes.get(input).add(change);
          if (!apart) {
            changes.get(1 - input).add(change);
          }
        }
        for (int input : random.nextBoolean() ? new int[] {0, 1} : new int[] {1, 0}) {
          List<Change> batch = changes.get(input);
          int cut = random.nextInt(batch.size() + 1);
          harness.process(input, batch.subList(0, cut));
          harness.process(input, batch.subList(cut, batch.size()));
          given.get(input).addAll(batch);
        }
        harness.endEpoch();
        assertEquals(
            recompute(given.get(0), given.get(1), distinct, type == JoinType.LEFT),
            Batches.accumulate(harness.output()),
            "seed " + seed + ", epoch " + epoch);
        if (random.nextInt(4) == 0) {
          harness.restart();
        }
      }
    }
  }

  private static Change change(
      List<Change> given, List<Change> open, boolean cycles, int nodes, Random random) {
    List<Change> all = new ArrayList<>(given);
    all.addAll(open);
    Map<List<@Nullable Object>, Long> there = sum(all);
    if (!there.isEmpty() && random.nextInt(5) < 2) {
      List<List<@Nullable Object>> rows = new ArrayList<>(there.keySet());
      rows.sort((a, b) -> a.toString().compareTo(b.toString()));
      List<@Nullable Object> row = rows.get(random.nextInt(rows.size()));
      return new Change(row, random.nextBoolean() ? -1 : -there.getOrDefault(row, 0L));
    }
    long from = random.nextInt(nodes);
    long to = cycles ? random.nextInt(nodes) : from + 1 + random.nextInt(3);
    return new Change(List.of(from, to), random.nextInt(4) == 0 ? 2 : 1);
  }

  @Test
  void closureOfGraphsWithCyclesUnderInsertsAndDeletes() {
    for (long seed = 0; seed < 60; seed++) {
      check(JoinType.INNER, true, true, false, 3 + (int) (seed % 7), seed);
    }
  }

  @Test
  void closureFromOtherRowsThanTheEdges() {
    for (long seed = 100; seed < 140; seed++) {
      check(JoinType.INNER, true, true, true, 3 + (int) (seed % 6), seed);
    }
  }

  @Test
  void outerJoinsInTheBody() {
    for (long seed = 200; seed < 230; seed++) {
      check(JoinType.LEFT, true, true, true, 5, seed);
    }
  }

  @Test
  void unionAllCountsEveryPath() {
    for (long seed = 300; seed < 340; seed++) {
      check(JoinType.INNER, false, false, seed % 2 == 0, 8, seed);
    }
  }

  @Test
  void aCycleDoesNotSupportItself() {
    try (OperatorHarness harness = harness(closure(JoinType.INNER, true, 100), EDGE, EDGE)) {
      harness.process(1, List.of(Change.insert(1L, 2L), Change.insert(2L, 1L)));
      harness.process(0, List.of(Change.insert(0L, 1L)));
      harness.endEpoch();
      assertEquals(2, Batches.accumulate(harness.output()).size());
      harness.process(0, List.of(Change.delete(0L, 1L)));
      harness.endEpoch();
      assertEquals(Map.of(), Batches.accumulate(harness.output()));
    }
  }

  @Test
  void aLongChainIsTakenDownInOneEpoch() {
    try (OperatorHarness harness = harness(closure(JoinType.INNER, true, 10_000), EDGE, EDGE)) {
      harness.process(
          1, IntStream.range(1, 3000).mapToObj(i -> Change.insert((long) i, i + 1L)).toList());
      harness.process(0, List.of(Change.insert(0L, 1L)));
      harness.endEpoch();
      assertEquals(3000, harness.output().size());
      harness.restart();
      harness.process(1, List.of(Change.delete(10L, 11L)));
      harness.endEpoch();
      assertEquals(10, Batches.accumulate(harness.output()).size());
    }
  }

  @Test
  void moreRowsThanABatch() {
    Expression small = call("<", ScalarType.BOOLEAN, ref(0, BIGINT), number(29_999));
    try (OperatorHarness harness = harness(count(Optional.of(small), 100), NUMBER)) {
      for (int from = 0; from < 10_000; from += 2500) {
        harness.process(
            0, IntStream.range(from, from + 2500).mapToObj(i -> Change.insert(i * 3L)).toList());
      }
      harness.endEpoch();
      assertEquals(30_000, harness.output().size());
    }
  }

  @Test
  void tableFunctionsInTheBody() {
    RowSchema stepped = Batches.schema(BIGINT, STEP);
    RowSchema expanded = Batches.schema(BIGINT, STEP, BIGINT);
    Circuit body =
        new Circuit(
            List.of(
                new Node.Input("n", 0, stepped),
                new Node.TableFunction(
                    "series",
                    0,
                    "GENERATE_SERIES",
                    List.of(
                        call("*", BIGINT, ref(0, BIGINT), number(2)),
                        call("-", BIGINT, number(30), ref(0, BIGINT)),
                        number(7)),
                    false,
                    expanded),
                new Node.Calc(
                    "project",
                    1,
                    Optional.empty(),
                    List.of(ref(2, BIGINT), ref(1, STEP)),
                    stepped)));
    Node.Fixpoint node = new Node.Fixpoint("series", List.of(0), body, true, 100, NUMBER);
    try (OperatorHarness harness = harness(node, NUMBER)) {
      harness.process(0, List.of(Change.insert(1L), Change.insert(3L)));
      harness.endEpoch();
      harness.process(0, List.of(Change.delete(1L)));
      harness.endEpoch();
      // 3 gives 6, 13, 20, 27; 6 gives 12, 19; none of the others has room.
      assertEquals(
          List.of("12", "13", "19", "20", "27", "3", "6"),
          List.copyOf(Batches.accumulate(harness.output()).keySet()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void moreStepsThanAllowedFailWithAdvice(boolean cycle) {
    Node.Fixpoint node = cycle ? closure(JoinType.INNER, false, 50) : count(Optional.empty(), 50);
    try (OperatorHarness harness = cycle ? harness(node, EDGE, EDGE) : harness(node, NUMBER)) {
      if (cycle) {
        harness.process(0, List.of(Change.insert(1L, 1L)));
        harness.process(1, List.of(Change.insert(1L, 1L)));
      } else {
        harness.process(0, List.of(Change.insert(1L)));
      }
      LeatException error = assertThrows(LeatException.class, harness::endEpoch);
      assertEquals(SqlState.STATEMENT_TOO_COMPLEX, error.sqlState());
      assertTrue(error.message().contains("more than 50 steps"), error.message());
    }
  }

  @Test
  void exactlyAsManyStepsAsAllowed() {
    Expression small = call("<", ScalarType.BOOLEAN, ref(0, BIGINT), number(51));
    try (OperatorHarness harness = harness(count(Optional.of(small), 50), NUMBER)) {
      harness.process(0, List.of(Change.insert(1L)));
      harness.endEpoch();
      assertEquals(51, harness.output().size());
    }
  }

  private static final class NoPorts implements ShardPorts {
    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }

    @Override
    public ExchangeOperator.Channel channel(int exchange) {
      throw new AssertionError();
    }

    @Override
    public void endOfEpoch(int exchange, long bound) {
      throw new AssertionError();
    }

    @Override
    public SourceSplits splits(int source) {
      throw new AssertionError();
    }

    @Override
    public void rowLate(
        Node node,
        RowSchema schema,
        ChangeBatch batch,
        int row,
        DataType type,
        long time,
        long bound) {
      throw new AssertionError();
    }

    @Override
    public void wakeAt(long epochMicros) {
      throw new AssertionError();
    }

    @Override
    public SinkWriter writer(int sink) {
      throw new AssertionError();
    }

    @Override
    public void result(ChangeBatch batch) {
      throw new AssertionError();
    }

    @Override
    public void rowFailed(
        Node node, RowSchema schema, ChangeBatch batch, int row, RowException error) {
      throw new AssertionError(error);
    }

    @Override
    public void finish(Node node) {
      throw new AssertionError();
    }
  }
}
