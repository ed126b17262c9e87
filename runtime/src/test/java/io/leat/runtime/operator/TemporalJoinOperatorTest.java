package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.TimedRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Left rows beside the version of their key, against a search through all versions there were. */
class TemporalJoinOperatorTest {
  private static final Expression LESS =
      new Expression.Call(
          "<",
          List.of(
              new Expression.InputRef(2, TimedRows.INT), new Expression.InputRef(5, TimedRows.INT)),
          ScalarType.BOOLEAN);

  private static Node.TemporalJoin node(
      JoinType type, boolean byTime, boolean leftAppendOnly, boolean appendOnly, boolean filtered) {
    return node(
        type, byTime, leftAppendOnly, appendOnly, filtered ? Optional.of(LESS) : Optional.empty());
  }

  private static Node.TemporalJoin node(
      JoinType type,
      boolean byTime,
      boolean leftAppendOnly,
      boolean appendOnly,
      Optional<Expression> condition) {
    List<DataType> types = new ArrayList<>(TimedRows.SCHEMA.types());
    types.addAll(TimedRows.SCHEMA.types());
    return new Node.TemporalJoin(
        "join",
        0,
        1,
        type,
        List.of(new JoinKey(0, 0, false)),
        byTime ? 1 : -1,
        byTime ? 1 : -1,
        leftAppendOnly,
        appendOnly,
        condition,
        Batches.schema(types.toArray(new DataType[0])));
  }

  private static OperatorHarness harness(Node.TemporalJoin node) {
    RowSchema rows = TimedRows.SCHEMA;
    return new OperatorHarness(
        () -> new TemporalJoinOperator(node, rows, rows, ZoneOffset.UTC),
        List.of(rows, rows),
        node.schema(),
        KeyGroups.ofShard(0, 1));
  }

  private record Version(long from, List<@Nullable Object> row, boolean isEnd) {}

  /** All versions of each key that there have been. */
  private static final class Versions {
    final Map<Object, List<Version>> all = new HashMap<>();

    void add(Version version) {
      Object key = version.row().get(0);
      if (key != null) {
        List<Version> held = all.computeIfAbsent(key, unused -> new ArrayList<>());
        // What has ended when it began has never held.
        held.removeIf(other -> other.from() == version.from() && other.row().equals(version.row()));
        held.add(version);
      }
    }

    /** The same where a key has one row at a time: of one time the one that came last holds. */
    void replace(Version version) {
      List<Version> held =
          all.computeIfAbsent(
              Objects.requireNonNull(version.row().get(0)), unused -> new ArrayList<>());
      held.removeIf(other -> other.from() == version.from() && (other.isEnd() || !version.isEnd()));
      add(version);
    }

    @Nullable List<@Nullable Object> at(@Nullable Object key, long time) {
      List<Version> held =
          key == null
              ? List.of()
              : all.getOrDefault(key, List.of()).stream().filter(v -> v.from() <= time).toList();
      return held.stream()
          .max(
              Comparator.comparing(Version::from)
                  .thenComparing(version -> !version.isEnd())
                  .thenComparing(version -> (Integer) Objects.requireNonNull(version.row().get(2))))
          .filter(version -> !version.isEnd())
          .map(Version::row)
          .orElse(null);
    }
  }

  private static List<Change> expected(
      Node.TemporalJoin node, List<Change> lefts, Versions versions, long bound) {
    List<Change> result = new ArrayList<>();
    for (Change left : lefts) {
      if (left.row().get(1) == null || TimedRows.time(left.row()) >= bound) {
        continue;
      }
      List<@Nullable Object> right = versions.at(left.row().get(0), TimedRows.time(left.row()));
      result.addAll(pair(node, left, right));
    }
    return result;
  }

  private static List<Change> pair(
      Node.TemporalJoin node, Change left, @Nullable List<@Nullable Object> right) {
    List<@Nullable Object> row = new ArrayList<>(left.row());
    if (right != null && node.condition().isPresent()) {
      int l = (Integer) Objects.requireNonNull(left.row().get(2));
      int r = (Integer) Objects.requireNonNull(right.get(2));
      if (l >= r) {
        return pair(node, left, null);
      }
    }
    if (right == null && node.type() == JoinType.INNER) {
      return List.of();
    }
    row.addAll(right == null ? TimedRows.row(null, null, null) : right);
    return List.of(new Change(row, left.weight()));
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinType.class,
      names = {"INNER", "LEFT"})
  void eachLeftRowSeesTheVersionOfItsTime(JoinType type) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed * 7L + type.ordinal());
      boolean leftAppendOnly = seed % 3 != 0;
      Node.TemporalJoin node = node(type, true, leftAppendOnly, true, seed % 2 == 0);
      TimedRows lefts = new TimedRows(random, 4, !leftAppendOnly);
      TimedRows rights = new TimedRows(random, 4, false);
      long bound = EventTime.NONE;
      try (OperatorHarness harness = harness(node)) {
        for (int epoch = 0; epoch < 30; epoch++) {
          for (int part = random.nextInt(5); part > 0; part--) {
            boolean left = random.nextBoolean();
            harness.process(
                left ? 0 : 1,
                (left ? lefts : rights).changes(1 + random.nextInt(6), epoch * 5L, 9, bound));
          }
          bound = Math.max(bound, epoch == 29 ? EventTime.END : TimedRows.micros(epoch * 5L - 4));
          assertEquals(bound, harness.endEpoch(bound));
          Versions versions = new Versions();
          for (Change right : rights.onTime()) {
            if (right.row().get(1) != null) {
              versions.add(new Version(TimedRows.time(right.row()), right.row(), false));
            }
          }
          assertEquals(
              Batches.accumulate(expected(node, lefts.onTime(), versions, bound)),
              Batches.accumulate(harness.output()),
              type + ", seed " + seed + ", epoch " + epoch);
          assertTrue(
              harness.output().stream().allMatch(change -> change.weight() > 0), "taken back");
          if (random.nextInt(4) == 0) {
            harness.restart();
          }
        }
      }
    }
  }

  /** One row for each key, replaced by another one, which need not be later, or taken away. */
  @Test
  void aTableOfOneRowForEachKey() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      Node.TemporalJoin node = node(JoinType.LEFT, true, true, false, seed % 2 == 0);
      TimedRows lefts = new TimedRows(random, 4, false);
      Map<Integer, List<@Nullable Object>> table = new HashMap<>();
      Versions versions = new Versions();
      long bound = EventTime.NONE;
      long boundSecond = -1000;
      List<Change> expected = new ArrayList<>();
      try (OperatorHarness harness = harness(node)) {
        for (int epoch = 0; epoch < 30; epoch++) {
          List<Change> changes = new ArrayList<>();
          for (int key = 0; key < 4; key++) {
            List<@Nullable Object> old = table.get(key);
            int choice = random.nextInt(5);
            if (choice == 0 && old != null) {
              changes.add(new Change(old, -1));
              table.remove(key);
              versions.replace(new Version(Math.max(bound, TimedRows.time(old)), old, true));
            } else if (choice <= 2) {
              long second = Math.max(boundSecond, epoch * 5L - 4) + random.nextInt(18);
              List<@Nullable Object> row =
                  TimedRows.row(key, TimedRows.at(second), random.nextInt(4));
              if (old != null) {
                changes.add(new Change(old, -1));
              }
              changes.add(new Change(row, 1));
              table.put(key, row);
              versions.replace(new Version(TimedRows.time(row), row, false));
            }
          }
          Collections.shuffle(changes, random);
          List<Change> own = lefts.changes(random.nextInt(8), epoch * 5L, 9, bound);
          boolean leftFirst = random.nextBoolean();
          if (leftFirst) {
            harness.process(0, own);
          }
          for (Change change : changes) {
            harness.process(1, List.of(change));
          }
          if (!leftFirst) {
            harness.process(0, own);
          }
          boundSecond = epoch * 5L - 4;
          long from = bound;
          bound = epoch == 29 ? EventTime.END : TimedRows.micros(boundSecond);
          harness.endEpoch(bound);
          List<Change> due =
              lefts.onTime().stream()
                  .filter(left -> left.row().get(1) != null && TimedRows.time(left.row()) >= from)
                  .toList();
          expected.addAll(expected(node, due, versions, bound));
          assertEquals(
              Batches.accumulate(expected),
              Batches.accumulate(harness.output()),
              "seed " + seed + ", epoch " + epoch);
          if (random.nextInt(4) == 0) {
            harness.restart();
          }
        }
      }
    }
  }

  @Test
  void byProcessingTimeARowSeesTheEndOfItsEpoch() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      JoinType type = seed % 2 == 0 ? JoinType.INNER : JoinType.LEFT;
      Node.TemporalJoin node = node(type, false, true, false, seed % 3 == 0);
      TimedRows lefts = new TimedRows(random, 4, false);
      TimedRows rights = new TimedRows(random, 4, true);
      List<Change> expected = new ArrayList<>();
      try (OperatorHarness harness = harness(node)) {
        for (int epoch = 0; epoch < 20; epoch++) {
          List<Change> own = lefts.changes(random.nextInt(8), 5, 4, EventTime.NONE);
          List<Change> other = rights.changes(random.nextInt(8), 5, 4, EventTime.NONE);
          harness.process(0, own);
          harness.process(1, other);
          harness.endEpoch();
          for (Change left : own) {
            int before = expected.size();
            for (Change right : rights.onTime()) {
              Object key = right.row().get(0);
              if (key != null && key.equals(left.row().get(0))) {
                for (Change pair : pair(node, left, right.row())) {
                  if (pair.row().get(5) != null) {
                    expected.add(new Change(pair.row(), pair.weight() * right.weight()));
                  }
                }
              }
            }
            List<Change> pairs = expected.subList(before, expected.size());
            if (Batches.accumulate(pairs).isEmpty() && type == JoinType.LEFT) {
              expected.addAll(pair(node, left, null));
            }
          }
          assertEquals(
              Batches.accumulate(expected), Batches.accumulate(harness.output()), "seed " + seed);
          if (random.nextInt(4) == 0) {
            harness.restart();
          }
        }
      }
    }
  }

  @Test
  void aRowWithAPairOnWhichTheConditionFailsIsNotGivenWithoutMatch() {
    Expression quotient =
        new Expression.Call(
            "/",
            List.of(
                new Expression.InputRef(2, TimedRows.INT),
                new Expression.InputRef(5, TimedRows.INT)),
            TimedRows.INT);
    Expression one =
        new Expression.Call(
            "=", List.of(quotient, new Expression.Literal(1, TimedRows.INT)), ScalarType.BOOLEAN);
    Node.TemporalJoin node = node(JoinType.LEFT, true, true, true, Optional.of(one));
    LocalDateTime time = TimedRows.at(1);
    try (OperatorHarness harness = harness(node)) {
      harness.process(1, List.of(Change.insert(1, time, 0), Change.insert(2, time, 7)));
      harness.process(
          0,
          List.of(Change.insert(1, time, 4), Change.insert(2, time, 5), Change.insert(3, time, 6)));
      harness.endEpoch(EventTime.END);
      assertEquals(
          Batches.accumulate(
              List.of(
                  Change.insert(2, time, 5, null, null, null),
                  Change.insert(3, time, 6, null, null, null))),
          Batches.accumulate(harness.output()));
      assertEquals(1, harness.rowErrors().size());
    }
  }

  @Test
  void keepsOnlyVersionsThatCanBeAskedFor() {
    Node.TemporalJoin node = node(JoinType.INNER, true, true, true, false);
    TemporalJoinOperator[] operator = new TemporalJoinOperator[1];
    RowSchema rows = TimedRows.SCHEMA;
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> {
              operator[0] = new TemporalJoinOperator(node, rows, rows, ZoneOffset.UTC);
              return operator[0];
            },
            List.of(rows, rows),
            node.schema(),
            KeyGroups.ofShard(0, 1))) {
      long most = 0;
      for (int second = 0; second < 3000; second++) {
        LocalDateTime time = TimedRows.at(second);
        harness.process(0, List.of(Change.insert(second % 10, time, 1)));
        harness.process(1, List.of(Change.insert(second % 10, time, second)));
        harness.endEpoch(TimedRows.micros(second - 5));
        most = Math.max(most, operator[0].stateRows());
      }
      assertTrue(most <= 10 + 6 + 7, most + " rows kept");
    }
  }
}
