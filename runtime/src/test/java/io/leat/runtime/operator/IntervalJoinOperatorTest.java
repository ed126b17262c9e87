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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type of interval join against two nested loops over the rows that were not late. */
class IntervalJoinOperatorTest {
  private static final int NUMERATOR = 100;

  private static final Expression LESS =
      new Expression.Call(
          "<",
          List.of(
              new Expression.InputRef(2, TimedRows.INT), new Expression.InputRef(5, TimedRows.INT)),
          ScalarType.BOOLEAN);

  /** {@code 100 / (left - right) < 0}: it fails if both are equal. */
  private static final Expression QUOTIENT =
      JoinReference.quotient(
          NUMERATOR,
          new Expression.InputRef(2, TimedRows.INT),
          new Expression.InputRef(5, TimedRows.INT));

  private static final List<Optional<Expression>> CONDITIONS =
      List.of(Optional.empty(), Optional.of(LESS), Optional.of(QUOTIENT));

  private static final long[][] RANGES = {{-3, 5}, {0, 0}, {-7, -2}, {2, 9}, {-40, 40}, {5, 1}};

  private static Node.IntervalJoin node(
      JoinType type,
      boolean keyed,
      boolean nullsMatch,
      Optional<Expression> condition,
      long lower,
      long upper) {
    List<DataType> types = new ArrayList<>(TimedRows.SCHEMA.types());
    if (!type.leftOnly()) {
      types.addAll(TimedRows.SCHEMA.types());
    }
    return new Node.IntervalJoin(
        "join",
        0,
        1,
        type,
        keyed ? List.of(new JoinKey(0, 0, nullsMatch)) : List.of(),
        1,
        1,
        lower * 1_000_000,
        upper * 1_000_000,
        condition,
        Batches.schema(types.toArray(new DataType[0])));
  }

  private static OperatorHarness harness(Node.IntervalJoin node) {
    RowSchema rows = TimedRows.SCHEMA;
    return new OperatorHarness(
        () -> new IntervalJoinOperator(node, rows, rows, ZoneOffset.UTC),
        List.of(rows, rows),
        node.schema(),
        KeyGroups.ofShard(0, 1));
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void equalsTwoNestedLoops(JoinType type) {
    for (int seed = 0; seed < 36; seed++) {
      Random random = new Random(seed * 31L + type.ordinal());
      long[] range = RANGES[seed % RANGES.length];
      boolean takesBack = seed % 4 == 3;
      Node.IntervalJoin node =
          node(
              type, seed % 5 != 4, seed % 7 == 0, CONDITIONS.get(seed / 2 % 3), range[0], range[1]);
      check(node, random, takesBack, type + ", seed " + seed);
    }
  }

  private static void check(
      Node.IntervalJoin node, Random random, boolean takesBack, String where) {
    TimedRows[] inputs = {new TimedRows(random, 3, takesBack), new TimedRows(random, 3, takesBack)};
    long bound = EventTime.NONE;
    long madeBound = EventTime.NONE;
    int late = 0;
    try (OperatorHarness harness = harness(node)) {
      for (int epoch = 0; epoch < 25; epoch++) {
        long second = epoch * 4L;
        int before = harness.output().size();
        for (int part = random.nextInt(4); part > 0; part--) {
          int input = random.nextInt(2);
          List<Change> changes = inputs[input].changes(1 + random.nextInt(10), second, 6, bound);
          harness.process(input, changes);
          for (Change change : changes) {
            late += change.row().get(1) != null && TimedRows.time(change.row()) < bound ? 1 : 0;
          }
        }
        long next = epoch == 24 ? EventTime.END : TimedRows.micros(second - 3);
        long newBound = random.nextInt(3) == 0 ? bound : Math.max(bound, next);
        newBound = epoch == 24 ? EventTime.END : newBound;
        long made = harness.endEpoch(newBound);
        bound = newBound;
        assertEquals(
            lines(expected(node, inputs, bound)),
            lines(harness.output()),
            where + ", epoch " + epoch);
        List<Change> emitted = harness.output().subList(before, harness.output().size());
        for (Change change : emitted) {
          assertTrue(takesBack || change.weight() > 0, where + " takes back " + change);
          for (int at = 1; at < change.row().size(); at += 3) {
            boolean inTime =
                change.row().get(at) == null
                    || TimedRows.time(change.row().subList(at - 1, at + 2)) >= madeBound;
            assertTrue(inTime, where + " gives a late row: " + change);
          }
        }
        assertTrue(made >= madeBound, where);
        madeBound = made;
        if (random.nextInt(4) == 0) {
          harness.restart();
        }
      }
      assertEquals(late, harness.lateRows().size(), where);
    }
  }

  private static String lines(List<Change> changes) {
    return String.join(
        "\n", Batches.accumulate(changes).entrySet().stream().map(Object::toString).toList());
  }

  /** Whether two rows match; NULL if the condition fails. */
  private static @Nullable Boolean matches(
      Node.IntervalJoin node, List<@Nullable Object> left, List<@Nullable Object> right) {
    if (left.get(1) == null || right.get(1) == null) {
      return false;
    }
    for (JoinKey key : node.keys()) {
      Object a = left.get(key.left());
      Object b = right.get(key.right());
      if (a == null || b == null ? a != b || !key.nullsMatch() : !a.equals(b)) {
        return false;
      }
    }
    long distance = TimedRows.time(right) - TimedRows.time(left);
    if (distance < node.lowerMicros() || distance > node.upperMicros()) {
      return false;
    }
    Object l = left.get(2);
    Object r = right.get(2);
    if (node.condition().isEmpty()) {
      return true;
    } else if (l == null || r == null) {
      return false;
    }
    int ofLeft = (Integer) l;
    int ofRight = (Integer) r;
    return node.condition().get() == LESS
        ? Boolean.valueOf(ofLeft < ofRight)
        : JoinReference.quotient(NUMERATOR, ofLeft, ofRight);
  }

  private static List<Change> expected(Node.IntervalJoin node, TimedRows[] inputs, long bound) {
    List<Change> result = new ArrayList<>();
    JoinType type = node.type();
    List<Change> lefts = inputs[0].onTime();
    List<Change> rights = inputs[1].onTime();
    for (Change left : lefts) {
      long matches = 0;
      long unknown = 0;
      for (Change right : rights) {
        Boolean match = matches(node, left.row(), right.row());
        if (match == null) {
          unknown += right.weight();
        } else if (match) {
          matches += right.weight();
          if (!type.leftOnly()) {
            List<@Nullable Object> pair = new ArrayList<>(left.row());
            pair.addAll(right.row());
            result.add(new Change(pair, left.weight() * right.weight()));
          }
        }
      }
      if (type == JoinType.SEMI && matches != 0) {
        result.add(left);
      } else if (type == JoinType.ANTI
          && matches + unknown == 0
          && settled(node, left, node.upperMicros(), bound)) {
        result.add(left);
      } else if (type.keepsLeft()
          && matches + unknown == 0
          && settled(node, left, node.upperMicros(), bound)) {
        List<@Nullable Object> alone = new ArrayList<>(left.row());
        alone.addAll(TimedRows.row(null, null, null));
        result.add(new Change(alone, left.weight()));
      }
    }
    for (Change right : rights) {
      long matches = 0;
      for (Change left : lefts) {
        boolean none = Boolean.FALSE.equals(matches(node, left.row(), right.row()));
        matches += none ? 0 : left.weight();
      }
      if (type.keepsRight() && matches == 0 && settled(node, right, -node.lowerMicros(), bound)) {
        List<@Nullable Object> alone = new ArrayList<>(TimedRows.row(null, null, null));
        alone.addAll(right.row());
        result.add(new Change(alone, right.weight()));
      }
    }
    return result;
  }

  /** Whether it is certain that a row, if it has no match, gets none. */
  private static boolean settled(Node.IntervalJoin node, Change row, long reach, long bound) {
    if (row.row().get(1) == null || bound == EventTime.END) {
      return true;
    }
    boolean never =
        node.keys().stream().anyMatch(key -> !key.nullsMatch() && row.row().get(0) == null);
    return never || (bound != EventTime.NONE && TimedRows.time(row.row()) + reach < bound);
  }

  @Test
  void keepsOnlyWhatCanStillMatch() {
    Node.IntervalJoin node = node(JoinType.FULL, true, false, Optional.empty(), -10, 10);
    IntervalJoinOperator[] operator = new IntervalJoinOperator[1];
    RowSchema rows = TimedRows.SCHEMA;
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> {
              operator[0] = new IntervalJoinOperator(node, rows, rows, ZoneOffset.UTC);
              return operator[0];
            },
            List.of(rows, rows),
            node.schema(),
            KeyGroups.ofShard(0, 1))) {
      long most = 0;
      for (int second = 0; second < 2000; second++) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          changes.add(Change.insert(second * 20 + i, TimedRows.at(second), i));
        }
        harness.process(second % 2, changes);
        harness.endEpoch(TimedRows.micros(second));
        most = Math.max(most, operator[0].stateRows());
      }
      assertTrue(most <= 12 * 20, most + " rows kept");
      assertTrue(operator[0].memoryBytes() < 500_000, operator[0].memoryBytes() + " bytes");
    }
  }
}
