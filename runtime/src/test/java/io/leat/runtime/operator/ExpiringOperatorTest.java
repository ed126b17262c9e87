package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.Seeds;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Operators that forget give what plain maps with the time of the last use give, for random rows,
 * cuts into batches, times and restarts; {@code -Dexpiring.seed=…} repeats a run.
 */
class ExpiringOperatorTest {
  private static final long START = 1_700_000_000_123_456L;
  private static final long SECOND = 1_000_000;
  private static final DataType INT = ScalarType.INTEGER.withNullable(false);
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);
  private static final RowSchema ROW = Batches.schema(INT, INT);
  private static final int EPOCHS = 40;

  private static final class Scene {
    final Node.Expiring node;
    final List<RowSchema> inputs;
    final ExpiringModel model;

    Scene(Node body, List<Long> lifetimes, List<Boolean> appendOnly, ExpiringModel model) {
      this.inputs = Collections.nCopies(lifetimes.size(), ROW);
      this.node =
          new Node.Expiring("expiring", body.inputs(), body, lifetimes, appendOnly, body.schema());
      this.model = model;
    }

    ExpiringOperator operator() {
      return new ExpiringOperator(node, inputs, ZoneOffset.UTC);
    }
  }

  private static void check(Supplier<Scene> scenes, int runs) {
    long seed = Seeds.of("expiring.seed");
    for (int i = 0; i < runs; i++) {
      check(scenes.get(), seed + i);
    }
  }

  private static void check(Scene scene, long seed) {
    Random random = new Random(seed);
    AtomicReference<@Nullable Operator> operator = new AtomicReference<>();
    Supplier<Operator> factory =
        () -> {
          operator.set(scene.operator());
          return operator.get();
        };
    List<Map<List<@Nullable Object>, Long>> held = List.of(new HashMap<>(), new HashMap<>());
    Map<String, Long> given = new TreeMap<>();
    long time = START;
    try (OperatorHarness harness =
        new OperatorHarness(factory, scene.inputs, scene.node.schema(), KeyGroups.ofShard(0, 1))) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        time += List.of(0L, 10_000L, 60_000L, 400_000L, SECOND, 3 * SECOND).get(random.nextInt(6));
        harness.time(time);
        List<List<Change>> changes = new ArrayList<>();
        for (int input = 0; input < scene.inputs.size(); input++) {
          boolean quiet = random.nextInt(4) == 0;
          changes.add(
              quiet
                  ? List.of()
                  : changes(held.get(input), scene.node.appendOnly().get(input), random));
        }
        for (int input = 0; input < changes.size(); input++) {
          List<Change> rest = changes.get(input);
          while (!rest.isEmpty()) {
            int size = Math.min(rest.size(), 1 + random.nextInt(6));
            harness.process(input, rest.subList(0, size));
            rest = rest.subList(size, rest.size());
          }
        }
        harness.endEpoch();
        scene.model.epoch(time, changes);
        String where = scene.node.body() + ", epoch " + epoch + ", seed " + seed;
        take(harness, given);
        assertEquals(scene.model.given(), given, where);
        assertTrue(given.values().stream().allMatch(weight -> weight > 0), where);
        assertEquals(scene.model.size() == 0, operator.get().stateRows() == 0, where);
        assertEquals(scene.model.size() == 0, harness.wakeAt() == Long.MAX_VALUE, where);
        if (random.nextInt(4) == 0) {
          harness.restart();
        }
      }
      if (scene.node.lifetimes().contains(0L)) {
        return;
      }
      // The clock alone frees what is left.
      while (harness.wakeAt() != Long.MAX_VALUE) {
        assertTrue(harness.wakeAt() > time, "asked for a time that has been");
        time = harness.wakeAt();
        harness.time(time);
        harness.endEpoch();
        scene.model.epoch(time, Collections.nCopies(scene.inputs.size(), List.of()));
        take(harness, given);
        assertEquals(scene.model.given(), given);
      }
      assertEquals(0, operator.get().stateRows());
    }
  }

  /** Adds what the operator has emitted to what it gave before. */
  private static void take(OperatorHarness harness, Map<String, Long> given) {
    Batches.accumulate(harness.output())
        .forEach(
            (row, weight) ->
                given.merge(row, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b)));
    harness.output().clear();
  }

  /** Changes of rows of few keys; what is taken back has been there, maybe long ago. */
  private static List<Change> changes(
      Map<List<@Nullable Object>, Long> held, boolean appendOnly, Random random) {
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      List<List<@Nullable Object>> there =
          held.keySet().stream().sorted(ExpiringModel::compare).toList();
      boolean back = !appendOnly && !there.isEmpty() && random.nextInt(5) < 2;
      List<@Nullable Object> row =
          back
              ? there.get(random.nextInt(there.size()))
              : List.of(random.nextInt(6), random.nextInt(5));
      long weight = back ? -1 - random.nextInt((int) (long) held.get(row)) : 1 + random.nextInt(2);
      changes.add(new Change(row, weight));
      held.merge(row, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
      if (!appendOnly && random.nextInt(6) == 0) {
        List<@Nullable Object> passing = List.of(random.nextInt(6), random.nextInt(5));
        changes.add(new Change(passing, 1));
        changes.add(new Change(passing, -1));
      }
    }
    if (!appendOnly) {
      Collections.shuffle(changes, random);
    }
    return changes;
  }

  private static AggregateCall call(String function, boolean distinct, DataType type) {
    List<Expression> arguments =
        function.equals("COUNT") && !distinct
            ? List.of()
            : List.of(new Expression.InputRef(1, INT));
    return new AggregateCall(function, arguments, distinct, OptionalInt.empty(), List.of(), type);
  }

  private static Scene groups(long lifetime, boolean members, boolean appendOnly) {
    List<AggregateCall> calls = new ArrayList<>();
    calls.add(call("COUNT", false, COUNT));
    calls.add(call("SUM", false, ScalarType.BIGINT));
    if (members) {
      calls.add(call("MIN", false, ScalarType.INTEGER));
      calls.add(call("COUNT", true, COUNT));
    }
    List<DataType> types = new ArrayList<>(List.of(INT));
    calls.forEach(call -> types.add(call.type()));
    RowSchema schema = Batches.schema(types.toArray(new DataType[0]));
    return new Scene(
        new Node.Aggregate("aggregate", 0, List.of(0), calls, appendOnly, schema),
        List.of(lifetime),
        List.of(appendOnly),
        new ExpiringModel.Groups(lifetime, members));
  }

  @Test
  void groups() {
    for (boolean appendOnly : new boolean[] {true, false}) {
      check(() -> groups(SECOND, false, appendOnly), 3);
      check(() -> groups(SECOND, true, appendOnly), 3);
      check(() -> groups(300_000, true, appendOnly), 3);
    }
  }

  @ParameterizedTest
  @EnumSource(Node.SetOperation.Kind.class)
  void setOperations(Node.SetOperation.Kind kind) {
    int inputs = kind == Node.SetOperation.Kind.DISTINCT ? 1 : 2;
    List<Integer> numbers = inputs == 1 ? List.of(0) : List.of(0, 1);
    for (boolean appendOnly : new boolean[] {true, false}) {
      check(
          () ->
              new Scene(
                  new Node.SetOperation("set", kind, numbers, ROW),
                  Collections.nCopies(inputs, SECOND),
                  Collections.nCopies(inputs, appendOnly),
                  new ExpiringModel.Rows(SECOND, kind, inputs)),
          2);
    }
  }

  @Test
  void firstRows() {
    for (int fetch : new int[] {1, 3}) {
      for (boolean numbered : new boolean[] {true, false}) {
        for (boolean appendOnly : new boolean[] {true, false}) {
          RowSchema schema = numbered ? Batches.schema(INT, INT, COUNT) : ROW;
          check(
              () ->
                  new Scene(
                      new Node.TopN(
                          "top",
                          0,
                          List.of(0),
                          List.of(new SortKey(1, false, true)),
                          0,
                          fetch,
                          numbered,
                          appendOnly,
                          schema),
                      List.of(SECOND),
                      List.of(appendOnly),
                      new ExpiringModel.Top(SECOND, fetch, numbered)),
              2);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void joins(JoinType type) {
    DataType shown = ScalarType.INTEGER;
    RowSchema schema = type.leftOnly() ? ROW : Batches.schema(shown, shown, shown, shown);
    for (boolean filtered : new boolean[] {true, false}) {
      for (int kinds = 0; kinds < 4; kinds++) {
        List<Boolean> appendOnly = List.of((kinds & 1) == 0, (kinds & 2) == 0);
        for (List<Long> lifetimes :
            List.of(List.of(SECOND, SECOND), List.of(200_000L, 2 * SECOND), List.of(0L, SECOND))) {
          Optional<Expression> condition =
              filtered
                  ? Optional.of(
                      new Expression.Call(
                          "<",
                          List.of(new Expression.InputRef(1, INT), new Expression.InputRef(3, INT)),
                          ScalarType.BOOLEAN.withNullable(false)))
                  : Optional.empty();
          check(
              () ->
                  new Scene(
                      new Node.Join(
                          "join",
                          0,
                          1,
                          type,
                          List.of(new JoinKey(0, 0, false)),
                          condition,
                          appendOnly.get(0),
                          appendOnly.get(1),
                          schema),
                      lifetimes,
                      appendOnly,
                      new ExpiringModel.Pairs(lifetimes, type, filtered, appendOnly)),
              1);
        }
      }
    }
  }

  /** What is forgotten takes no memory any more. */
  @Test
  void forgottenRowsGiveTheirMemoryBack() {
    RowSchema schema = Batches.schema(INT, INT, INT, INT);
    Node join =
        new Node.Join(
            "join",
            0,
            1,
            JoinType.INNER,
            List.of(new JoinKey(0, 0, false)),
            Optional.empty(),
            true,
            true,
            schema);
    Node distinct = new Node.SetOperation("set", Node.SetOperation.Kind.DISTINCT, List.of(0), ROW);
    for (Node body : List.of(join, distinct)) {
      int inputs = body.inputs().size();
      ExpiringOperator operator =
          new ExpiringOperator(
              new Node.Expiring(
                  "expiring",
                  body.inputs(),
                  body,
                  Collections.nCopies(inputs, SECOND),
                  Collections.nCopies(inputs, true),
                  body.schema()),
              Collections.nCopies(inputs, ROW),
              ZoneOffset.UTC);
      try (OperatorHarness harness =
          new OperatorHarness(
              () -> operator,
              Collections.nCopies(inputs, ROW),
              body.schema(),
              KeyGroups.ofShard(0, 1))) {
        harness.time(START);
        for (int from = 0; from < 20_000; from += 1_000) {
          List<Change> rows = new ArrayList<>();
          for (int i = from; i < from + 1_000; i++) {
            rows.add(new Change(List.of(i / 2, i), 1));
          }
          harness.process(0, rows);
        }
        harness.endEpoch();
        assertEquals(20_000, operator.stateRows());
        long full = operator.memoryBytes();
        harness.time(START + 5 * SECOND);
        harness.endEpoch();
        assertEquals(0, operator.stateRows());
        long kept = operator.memoryBytes();
        assertTrue(kept < full / 4, body.id() + ": " + kept + " of " + full);
      }
    }
  }
}
