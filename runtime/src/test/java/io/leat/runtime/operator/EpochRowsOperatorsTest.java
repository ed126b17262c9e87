package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sort, consolidate, show: what they make of an epoch depends on its rows alone, not on the cut.
 */
class EpochRowsOperatorsTest {
  private static final RowSchema EVERY_TYPE = RandomRows.everyType();
  private static final RowSchema SORTED =
      Batches.schema(
          ScalarType.STRING,
          ScalarType.DOUBLE,
          ScalarType.INTEGER,
          ScalarType.decimal(38, 3),
          ScalarType.BIGINT,
          ScalarType.FLOAT,
          ScalarType.BOOLEAN);

  private static OperatorHarness harness(
      Supplier<Operator> factory, RowSchema input, RowSchema output) {
    return new OperatorHarness(factory, List.of(input), output, KeyGroups.ofShard(0, 1));
  }

  @Test
  void oneRowIsGivenAsAmongOthers() {
    RowSchema schema =
        Batches.schema(
            ScalarType.DOUBLE, ScalarType.INTEGER, new ArrayType(ScalarType.FLOAT, true));
    Node.Sort node = new Node.Sort("sort", 0, List.of(), 0, -1, schema);
    List<Object> row = Arrays.asList(-0.0, 1, List.of(-0.0f));
    Change stored = Change.insert(0.0, 1, List.of(0.0f));
    OperatorHarness harness = harness(() -> new SortOperator(node), schema, schema);
    harness.process(0, List.of(new Change(row, 1)));
    harness.endEpoch();
    assertEquals(List.of(stored), harness.output());
    harness.process(0, List.of(new Change(row, 1)));
    harness.process(0, List.of(Change.insert(null, null, null)));
    harness.endEpoch();
    assertEquals(List.of(stored, Change.insert(null, null, null), stored), harness.output());
  }

  @Test
  void oneRowOfAnEpochIsNotKeptForTheNext() {
    RowSchema schema = Batches.schema(ScalarType.BIGINT, ScalarType.STRING);
    Node.Sort node = new Node.Sort("sort", 0, List.of(), 0, -1, schema);
    OperatorHarness harness = harness(() -> new SortOperator(node), schema, schema);
    harness.process(0, List.of(new Change(Arrays.asList(1L, "a"), 2)));
    harness.endEpoch();
    harness.process(0, List.of(Change.insert(2L, null)));
    harness.process(0, List.of(Change.delete(2L, null)));
    harness.endEpoch();
    harness.process(0, List.of(Change.insert(3L, "b")));
    harness.process(0, List.of());
    harness.process(0, List.of(Change.insert(3L, "b"), Change.insert(2L, "c")));
    harness.endEpoch();
    List<Change> expected = new ArrayList<>();
    expected.add(new Change(Arrays.asList(1L, "a"), 2));
    expected.add(Change.insert(2L, "c"));
    expected.add(new Change(Arrays.asList(3L, "b"), 2));
    assertEquals(expected, harness.output());
  }

  /** Gives the changes in random batches as one epoch, and what that has emitted. */
  private static List<Change> epoch(OperatorHarness harness, List<Change> changes, Random random) {
    int before = harness.output().size();
    for (int at = 0; at < changes.size(); ) {
      int to = Math.min(changes.size(), at + random.nextInt(random.nextBoolean() ? 5 : 4000));
      harness.process(0, changes.subList(at, to));
      at = to;
    }
    harness.endEpoch();
    List<Change> output = harness.output();
    return List.copyOf(output.subList(before, output.size()));
  }

  /** Random changes, at first any, then so many more of the same rows that no sum is negative. */
  private static List<Change> sensible(RowSchema schema, int count, long seed) {
    Random random = new Random(seed);
    List<Change> distinct = new RandomRows(seed).changes(schema, count / 2 + 1, false);
    Map<List<String>, Long> sums = new HashMap<>();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = distinct.get(random.nextInt(distinct.size())).row();
      long weight = random.nextInt(7) - 3;
      sums.merge(key(row), weight, Long::sum);
      changes.add(new Change(row, weight));
    }
    for (Change each : distinct) {
      long sum = sums.getOrDefault(key(each.row()), 0L);
      if (sum < 0) {
        changes.add(new Change(each.row(), -sum));
        sums.put(key(each.row()), 0L);
      }
    }
    Collections.shuffle(changes, random);
    return changes;
  }

  private static List<String> key(List<@Nullable Object> row) {
    return row.stream().map(EpochRowsOperatorsTest::text).toList();
  }

  /** The value as text, a map's entries in order of their text, since maps have no order. */
  private static String text(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? map.entrySet().stream().map(String::valueOf).sorted().toList().toString()
        : Batches.text(value);
  }

  private static Map<String, Long> accumulate(List<Change> changes) {
    Map<String, Long> sums = new TreeMap<>();
    for (Change change : changes) {
      sums.merge(text(change), change.weight(), (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }
    return sums;
  }

  private static List<List<String>> each(List<Change> changes) {
    List<List<String>> rows = new ArrayList<>();
    for (Change change : changes) {
      assertTrue(change.weight() > 0, change::toString);
      rows.addAll(Collections.nCopies((int) change.weight(), key(change.row())));
    }
    return rows;
  }

  /** Compares values as the manual says, without a look at columns. */
  @SuppressWarnings("unchecked")
  private static int compare(@Nullable Object a, @Nullable Object b, SortKey key) {
    if (a == null || b == null) {
      int order = Boolean.compare(b == null, a == null);
      return key.nullsFirst() ? order : -order;
    }
    int order;
    if (a instanceof String text) {
      order =
          Arrays.compareUnsigned(
              text.getBytes(StandardCharsets.UTF_8), ((String) b).getBytes(StandardCharsets.UTF_8));
    } else if (a instanceof Double || a instanceof Float) {
      // Adding 0 makes a negative zero positive.
      order = Double.compare(((Number) a).doubleValue() + 0.0, ((Number) b).doubleValue() + 0.0);
    } else {
      order = ((Comparable<Object>) a).compareTo(b);
    }
    return key.descending() ? -order : order;
  }

  private static Comparator<Change> by(List<SortKey> keys) {
    return (a, b) ->
        keys.stream()
            .mapToInt(key -> compare(a.row().get(key.column()), b.row().get(key.column()), key))
            .filter(order -> order != 0)
            .findFirst()
            .orElse(0);
  }

  private static List<SortKey> randomKeys(Random random) {
    List<Integer> columns = new ArrayList<>(IntStream.range(0, SORTED.size()).boxed().toList());
    Collections.shuffle(columns, random);
    return columns.subList(0, random.nextInt(columns.size() + 1)).stream()
        .map(column -> new SortKey(column, random.nextBoolean(), random.nextBoolean()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void sortGivesTheRowsInOrderForAnyCut(long seed) {
    Random random = new Random(seed);
    List<SortKey> keys = randomKeys(random);
    List<SortKey> complete = new ArrayList<>(keys);
    IntStream.range(0, SORTED.size()).forEach(i -> complete.add(new SortKey(i, false, true)));
    long offset = random.nextInt(3) == 0 ? random.nextInt(100) : 0;
    long fetch = random.nextBoolean() ? -1 : random.nextInt(2000);
    Node.Sort node = new Node.Sort("sort", 0, keys, offset, fetch, SORTED);
    try (OperatorHarness harness = harness(() -> new SortOperator(node), SORTED, SORTED)) {
      for (int i = 0; i < 3; i++) {
        List<Change> changes = sensible(SORTED, random.nextInt(6000), seed * 10 + i);
        Map<String, Long> sums = accumulate(changes);
        List<Change> expected =
            changes.stream()
                .sorted(by(complete))
                .map(change -> new Change(change.row(), sums.getOrDefault(text(change), 0L)))
                .filter(change -> change.weight() > 0)
                .distinct()
                .toList();
        List<List<String>> all = each(expected);
        List<List<String>> wanted =
            all.subList(
                (int) Math.min(all.size(), offset),
                (int) Math.min(all.size(), fetch < 0 ? all.size() : offset + fetch));
        assertEquals(wanted, each(epoch(harness, changes, random)));
        harness.restart();
      }
    }
  }

  private static String text(Change change) {
    return String.join(" | ", key(change.row()));
  }

  @Test
  void zerosAreEqualAndNanIsLargest() {
    RowSchema doubles = Batches.schema(ScalarType.DOUBLE);
    Node.Sort node = new Node.Sort("sort", 0, List.of(new SortKey(0, true, false)), 0, -1, doubles);
    try (OperatorHarness harness = harness(() -> new SortOperator(node), doubles, doubles)) {
      List<Change> rows = new ArrayList<>();
      for (Double each :
          Arrays.asList(
              1.0, -0.0, null, Double.NaN, 0.0, Double.POSITIVE_INFINITY, -1.0, Double.NaN)) {
        rows.add(Change.insert(each));
      }
      assertEquals(
          List.of("NaN 2", "Infinity 1", "1.0 1", "0.0 2", "-1.0 1", "null 1"),
          epoch(harness, rows, new Random(1)).stream()
              .map(change -> change.row().get(0) + " " + change.weight())
              .toList());
    }
  }

  @Test
  void decimalsAreOrderedByTheirValue() {
    RowSchema decimals = Batches.schema(ScalarType.decimal(38, 1));
    Node.Sort node =
        new Node.Sort("sort", 0, List.of(new SortKey(0, false, true)), 0, -1, decimals);
    List<BigDecimal> values =
        List.of(
            new BigDecimal("-9999999999999999999999999999999999999.9"),
            new BigDecimal("-1844674407370955161.7"),
            new BigDecimal("-0.1"),
            new BigDecimal("0.0"),
            new BigDecimal("922337203685477580.8"),
            new BigDecimal("1844674407370955161.6"),
            new BigDecimal("9999999999999999999999999999999999999.9"));
    List<Change> rows = new ArrayList<>(values.stream().map(each -> Change.insert(each)).toList());
    Collections.shuffle(rows, new Random(3));
    try (OperatorHarness harness = harness(() -> new SortOperator(node), decimals, decimals)) {
      assertEquals(
          values,
          epoch(harness, rows, new Random(1)).stream().map(each -> each.row().get(0)).toList());
    }
  }

  @Test
  void aResultThatLacksARowIsABug() {
    RowSchema longs = Batches.schema(ScalarType.BIGINT);
    Node.Sort node = new Node.Sort("sort", 0, List.of(), 0, -1, longs);
    try (OperatorHarness harness = harness(() -> new SortOperator(node), longs, longs)) {
      harness.process(0, List.of(Change.delete(1L)));
      assertThrows(IllegalStateException.class, harness::endEpoch);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void consolidateLeavesOneChangeOfARowForAnyCut(long seed) {
    Random random = new Random(seed);
    Node.Consolidate node = new Node.Consolidate("consolidate", 0, EVERY_TYPE);
    try (OperatorHarness harness =
        harness(() -> new ConsolidateOperator(node), EVERY_TYPE, EVERY_TYPE)) {
      for (int i = 0; i < 3; i++) {
        List<Change> changes = changes(EVERY_TYPE, random.nextInt(5000), seed * 10 + i);
        List<Change> output = epoch(harness, changes, random);
        Map<String, Long> seen = new TreeMap<>();
        boolean inserts = false;
        for (Change change : output) {
          assertTrue(change.weight() != 0 && seen.put(text(change), change.weight()) == null);
          inserts |= change.weight() > 0;
          assertEquals(inserts, change.weight() > 0, "a deletion behind an insertion");
        }
        assertEquals(accumulate(changes), seen);
        Collections.shuffle(changes, random);
        List<Change> again = epoch(harness, changes, random);
        assertEquals(texts(output), texts(again), "the same rows in another order");
        harness.restart();
      }
    }
  }

  private static List<String> texts(List<Change> changes) {
    return changes.stream().map(change -> change.weight() + " " + text(change)).toList();
  }

  /** Changes of few distinct rows, so that many cancel out. */
  private static List<Change> changes(RowSchema schema, int count, long seed) {
    Random random = new Random(seed);
    List<Change> distinct = new RandomRows(seed).changes(schema, count / 3 + 1, false);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(
          new Change(
              distinct.get(random.nextInt(distinct.size())).row(), random.nextBoolean() ? 1 : -1));
    }
    return changes;
  }

  private static final RowSchema KEYED =
      Batches.schema(ScalarType.BIGINT, ScalarType.STRING, ScalarType.STRING);
  private static final RowSchema SHOWN =
      Batches.schema(
          ScalarType.STRING,
          ScalarType.BIGINT,
          ScalarType.BIGINT,
          ScalarType.STRING,
          ScalarType.STRING);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void changesOfAKeyedRelationShowUpdatesInPairs(long seed) {
    Random random = new Random(seed);
    Node.Changes node = new Node.Changes("changes", 0, List.of(1), SHOWN);
    Map<String, List<@Nullable Object>> relation = new HashMap<>();
    try (OperatorHarness harness = harness(() -> new ChangesOperator(node, KEYED), KEYED, SHOWN)) {
      for (long epoch = 1; epoch <= 8; epoch++) {
        List<Change> changes = new ArrayList<>();
        Map<String, List<@Nullable Object>> before = new HashMap<>(relation);
        for (int i = random.nextInt(2000); i > 0; i--) {
          String key = "k" + random.nextInt(300);
          List<@Nullable Object> next =
              random.nextInt(3) == 0
                  ? null
                  : Arrays.asList(
                      (long) random.nextInt(3), key, random.nextInt(4) == 0 ? null : "v");
          List<@Nullable Object> old =
              next == null ? relation.remove(key) : relation.put(key, next);
          if (old != null) {
            changes.add(new Change(old, -1));
          }
          if (next != null) {
            changes.add(new Change(next, 1));
          }
        }
        Collections.shuffle(changes, random);
        List<String> expected = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
          for (String key : keysInOrder(before, relation)) {
            List<@Nullable Object> old = before.get(key);
            List<@Nullable Object> now = relation.get(key);
            if (part == 0 && old != null && now == null) {
              expected.add("-D " + epoch + " " + old);
            } else if (part == 1 && old != null && now != null && !old.equals(now)) {
              expected.add("-U " + epoch + " " + old);
              expected.add("+U " + epoch + " " + now);
            } else if (part == 2 && old == null && now != null) {
              expected.add("+I " + epoch + " " + now);
            }
          }
        }
        assertEquals(expected, shown(epoch(harness, changes, random)));
        harness.restart();
      }
    }
  }

  private static List<String> keysInOrder(Map<String, ?> before, Map<String, ?> after) {
    return java.util.stream.Stream.concat(before.keySet().stream(), after.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> shown(List<Change> output) {
    return output.stream()
        .map(
            change -> {
              assertEquals(1, change.weight());
              List<@Nullable Object> row = change.row();
              return row.get(0) + " " + row.get(1) + " " + row.subList(2, row.size());
            })
        .toList();
  }

  @Test
  void changesWithoutAKeyAreDeletionsThenInsertionsOneRowEach() {
    RowSchema longs = Batches.schema(ScalarType.BIGINT);
    RowSchema schema = Batches.schema(ScalarType.STRING, ScalarType.BIGINT, ScalarType.BIGINT);
    Node.Changes node = new Node.Changes("changes", 0, List.of(), schema);
    try (OperatorHarness harness = harness(() -> new ChangesOperator(node, longs), longs, schema)) {
      harness.process(
          0,
          List.of(
              new Change(List.of(3L), 2),
              new Change(List.of(1L), 1),
              new Change(List.of(7L), -2),
              new Change(List.of(5L), 1),
              new Change(List.of(5L), -1)));
      harness.endEpoch();
      harness.endEpoch();
      harness.process(0, List.of(new Change(List.of(1L), -1)));
      harness.endEpoch();
      assertEquals(
          List.of("-D 1 [7]", "-D 1 [7]", "+I 1 [1]", "+I 1 [3]", "+I 1 [3]", "-D 3 [1]"),
          shown(harness.output()));
    }
  }
}
