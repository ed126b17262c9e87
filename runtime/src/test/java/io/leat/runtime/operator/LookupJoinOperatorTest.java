package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.lookup.LookupAnswer;
import io.leat.runtime.connector.lookup.LookupFigures;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Left rows beside rows of a table that is another one in each epoch, with answers in any order,
 * against what each left row saw when it came.
 */
class LookupJoinOperatorTest {
  private static final RowSchema LEFT = Batches.schema(ScalarType.INTEGER, ScalarType.STRING);
  private static final RowSchema TABLE = Batches.schema(ScalarType.INTEGER, ScalarType.INTEGER);
  private static final RowSchema BOTH =
      Batches.schema(ScalarType.INTEGER, ScalarType.STRING, ScalarType.INTEGER, ScalarType.INTEGER);
  private static final int FAILING = 5;

  /** Only rows of an even value match. */
  private static final Expression EVEN =
      new Expression.Call(
          "=",
          List.of(
              new Expression.Call(
                  "MOD",
                  List.of(
                      new Expression.InputRef(3, ScalarType.INTEGER),
                      new Expression.Literal(2, ScalarType.INTEGER.withNullable(false))),
                  ScalarType.INTEGER),
              new Expression.Literal(0, ScalarType.INTEGER.withNullable(false))),
          ScalarType.BOOLEAN);

  /** Answers when it is told to. */
  private static final class Outside implements Lookups {
    final List<Runnable> answers = new ArrayList<>();
    long version;

    @Override
    public LookupAnswer ask(Epoch epoch, List<List<Object>> keys) {
      LookupAnswer answer = new LookupAnswer(keys.size(), () -> {});
      long now = version;
      for (int i = 0; i < keys.size(); i++) {
        int place = i;
        int key = (int) keys.get(i).get(0);
        answers.add(
            () -> {
              if (key == FAILING) {
                answer.fail(place, new RowException("58030", "no answer"));
              } else {
                answer.give(place, rows(key, now));
              }
            });
      }
      return answer;
    }

    @Override
    public LookupFigures figures() {
      return new LookupFigures(0, 0, 0, 0, 0);
    }
  }

  /** What the table has of a key in a version: none to three rows. */
  private static List<List<@Nullable Object>> rows(int key, long version) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < (key + version) % 4; i++) {
      rows.add(java.util.Arrays.asList(key, i == 2 ? null : (int) (10 * version) + i));
    }
    return rows;
  }

  private static Node.Lookup node(JoinType type, boolean appendOnly, boolean filtered) {
    return new Node.Lookup(
        "lookup",
        0,
        new TableDefinition("t", TABLE, Map.of("connector", "outside"), List.of()),
        List.of(0, 1),
        List.of(new JoinKey(0, 0, false)),
        Optional.empty(),
        type,
        List.of(new JoinKey(0, 0, false)),
        filtered ? Optional.of(EVEN) : Optional.empty(),
        appendOnly,
        BOTH);
  }

  @ParameterizedTest
  @CsvSource({
    "INNER, true, false, 1",
    "LEFT, true, true, 2",
    "INNER, false, false, 3",
    "LEFT, false, false, 4",
    "INNER, false, true, 5",
    "LEFT, false, true, 6",
    "LEFT, false, true, 7"
  })
  void eachRowSeesTheTableAsOfItsEpoch(
      JoinType type, boolean appendOnly, boolean filtered, long seed) {
    Random random = new Random(seed);
    Outside outside = new Outside();
    Node.Lookup node = node(type, appendOnly, filtered);
    Map<List<Object>, Long> left = new LinkedHashMap<>();
    Map<List<Object>, Long> seen = new HashMap<>();
    Map<String, Long> expected = new HashMap<>();
    long failures = 0;
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> new LookupJoinOperator(node, LEFT, null, outside, ZoneOffset.UTC),
            List.of(LEFT),
            BOTH,
            KeyGroups.ofShard(0, 1))) {
      for (int epoch = 1; epoch <= 60; epoch++) {
        outside.version = epoch;
        List<Change> changes = new ArrayList<>();
        for (List<Object> row : rows(random)) {
          long had = left.getOrDefault(row, 0L);
          long change = appendOnly ? 1 + random.nextInt(2) : random.nextInt(4) - 1;
          change = Math.max(-had, change);
          if (change == 0) {
            continue;
          }
          changes.add(new Change(row, change));
          if (appendOnly || had == 0) {
            seen.put(row, (long) epoch);
            failures += Integer.valueOf(FAILING).equals(row.get(0)) ? 1 : 0;
          }
          left.merge(row, change, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
          add(expected, row, seen.get(row), change, type, filtered);
        }
        int cut = changes.isEmpty() ? 0 : random.nextInt(changes.size());
        harness.process(0, changes.subList(0, cut));
        harness.process(0, changes.subList(cut, changes.size()));
        harness.endEpoch();
        java.util.Collections.shuffle(outside.answers, random);
        while (!outside.answers.isEmpty()) {
          assertTrue(harness.awaits());
          harness.resume();
          outside.answers.remove(0).run();
        }
        if (harness.awaits()) {
          harness.resume();
        }
        assertFalse(harness.awaits());
        assertEquals(expected, Batches.accumulate(harness.output()), "epoch " + epoch);
        if (random.nextInt(5) == 0) {
          harness.restart();
        }
      }
      assertEquals(failures, harness.rowErrors().size());
      assertTrue(failures > 0);
    }
  }

  /** Different rows. */
  private static List<List<Object>> rows(Random random) {
    Map<List<Object>, Boolean> rows = new LinkedHashMap<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      int key = random.nextInt(8);
      rows.put(java.util.Arrays.asList(key == 7 ? null : key, "r" + random.nextInt(3)), true);
    }
    return new ArrayList<>(rows.keySet());
  }

  private static void add(
      Map<String, Long> expected,
      List<Object> row,
      long version,
      long weight,
      JoinType type,
      boolean filtered) {
    Integer key = (Integer) row.get(0);
    if (key != null && key == FAILING) {
      return;
    }
    List<Change> pairs = new ArrayList<>();
    for (List<@Nullable Object> right :
        key == null ? List.<List<@Nullable Object>>of() : rows(key, version)) {
      Integer value = (Integer) right.get(1);
      if (!filtered || (value != null && value % 2 == 0)) {
        List<@Nullable Object> pair = new ArrayList<>(row);
        pair.addAll(right);
        pairs.add(new Change(pair, weight));
      }
    }
    if (pairs.isEmpty() && type == JoinType.LEFT) {
      List<@Nullable Object> alone = new ArrayList<>(row);
      alone.add(null);
      alone.add(null);
      pairs.add(new Change(alone, weight));
    }
    Batches.accumulate(pairs)
        .forEach(
            (text, count) ->
                expected.merge(text, count, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b)));
  }
}
