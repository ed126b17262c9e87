package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type of join against two nested loops, for random cuts, weights and restarts. */
class JoinOperatorTest {
  private static final DataType INT = ScalarType.INTEGER;
  private static final int NUMERATOR = 1_000_000_000;

  /**
   * A condition beyond equal keys, of rows whose last column is INT: l of the left, r of the right.
   */
  private enum Filter {
    NONE,
    /** {@code l < r}. */
    LESS,
    /** {@code 1000000000 / (l - r) < 0}: it fails if both are equal. */
    QUOTIENT;

    Optional<Expression> expression(RowSchema left, RowSchema right) {
      Expression l = new Expression.InputRef(left.size() - 1, INT);
      Expression r = new Expression.InputRef(left.size() + right.size() - 1, INT);
      return switch (this) {
        case NONE -> Optional.empty();
        case LESS -> Optional.of(new Expression.Call("<", List.of(l, r), ScalarType.BOOLEAN));
        case QUOTIENT -> Optional.of(JoinReference.quotient(NUMERATOR, l, r));
      };
    }

    /** What it gives; NULL if it fails. */
    @Nullable Boolean test(List<@Nullable Object> left, List<@Nullable Object> right) {
      Object l = left.get(left.size() - 1);
      Object r = right.get(right.size() - 1);
      if (this == NONE) {
        return true;
      } else if (l == null || r == null) {
        return false;
      }
      int ofLeft = (Integer) l;
      int ofRight = (Integer) r;
      return this == LESS
          ? Boolean.valueOf(ofLeft < ofRight)
          : JoinReference.quotient(NUMERATOR, ofLeft, ofRight);
    }
  }

  private record Case(
      JoinType type,
      RowSchema left,
      RowSchema right,
      List<JoinKey> keys,
      Filter filter,
      boolean leftAppendOnly,
      boolean rightAppendOnly) {

    Node.Join node() {
      List<DataType> types = new ArrayList<>(left.types());
      if (!type.leftOnly()) {
        types.addAll(right.types());
      }
      return new Node.Join(
          "join",
          0,
          1,
          type,
          keys,
          filter.expression(left, right),
          leftAppendOnly,
          rightAppendOnly,
          Batches.schema(types.toArray(new DataType[0])));
    }
  }

  /** Rows that come, and of updating inputs, rows that go again, or are there twice. */
  private static List<Change> changes(
      RowSchema schema, int count, boolean appendOnly, RandomRows rows, Random random) {
    List<Change> changes = new ArrayList<>();
    for (Change fresh : rows.changes(schema, count, false)) {
      if (appendOnly || changes.isEmpty() || random.nextInt(10) < 6) {
        changes.add(random.nextInt(8) == 0 ? new Change(fresh.row(), 2) : fresh);
      } else {
        Change earlier = changes.get(random.nextInt(changes.size()));
        changes.add(new Change(earlier.row(), random.nextInt(9) == 0 ? 1 : -earlier.weight()));
      }
    }
    return changes;
  }

  private static void check(Case test, int rows, long seed) {
    Random random = new Random(seed);
    RandomRows values = new RandomRows(seed);
    Node.Join node = test.node();
    List<List<Change>> inputs =
        List.of(
            changes(test.left, rows, test.leftAppendOnly, values, random),
            changes(test.right, rows, test.rightAppendOnly, values, random));
    JoinReference reference =
        new JoinReference(node, test.left.size(), test.right.size(), test.filter::test);
    int[] at = {0, 0};
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> new JoinOperator(node, test.left, test.right, ZoneOffset.UTC),
            List.of(test.left, test.right),
            node.schema(),
            KeyGroups.ofShard(0, 1))) {
      while (at[0] < rows || at[1] < rows) {
        int input = random.nextInt(2);
        int to = Math.min(rows, at[input] + random.nextInt(random.nextBoolean() ? 4 : 40));
        harness.process(input, inputs.get(input).subList(at[input], to));
        at[input] = to;
        if (random.nextInt(8) == 0) {
          compare(test, seed, reference, inputs, at, harness);
          if (random.nextInt(3) == 0) {
            harness.restart();
          }
        }
      }
      compare(test, seed, reference, inputs, at, harness);
      if (test.filter != Filter.QUOTIENT) {
        assertEquals(List.of(), harness.rowErrors());
      }
    }
  }

  private static void compare(
      Case test,
      long seed,
      JoinReference reference,
      List<List<Change>> inputs,
      int[] at,
      OperatorHarness harness) {
    harness.endEpoch();
    assertEquals(
        Batches.accumulate(
            reference.join(inputs.get(0).subList(0, at[0]), inputs.get(1).subList(0, at[1]))),
        Batches.accumulate(harness.output()),
        () -> "seed " + seed + ", " + test);
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void keysOfEveryType(JoinType type) {
    long seed = 0;
    for (DataType key : RandomRows.everyType().types()) {
      RowSchema schema = Batches.schema(key, ScalarType.STRING, INT);
      for (int variant = 0; variant < 12; variant++) {
        boolean nullsMatch = (variant & 1) != 0;
        boolean appendOnly = (variant & 2) != 0;
        Filter filter = Filter.values()[variant / 4];
        check(
            new Case(
                type,
                schema,
                schema,
                List.of(new JoinKey(0, 0, nullsMatch)),
                filter,
                appendOnly,
                appendOnly && nullsMatch),
            60,
            ++seed);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void severalKeysInAnyPlaceAndOtherColumnsOfEveryType(JoinType type) {
    List<DataType> types = new ArrayList<>(RandomRows.everyType().types());
    types.add(INT);
    RowSchema left = Batches.schema(types.toArray(new DataType[0]));
    RowSchema right = Batches.schema(INT, ScalarType.STRING, ScalarType.BOOLEAN, INT);
    for (long seed = 100; seed < 112; seed++) {
      check(
          new Case(
              type,
              left,
              right,
              List.of(new JoinKey(0, 2, seed % 2 == 0), new JoinKey(3, 0, seed % 3 == 0)),
              Filter.values()[(int) seed % 3],
              seed % 5 == 0,
              seed % 5 == 1),
          120,
          seed);
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void withoutKeysEveryPairIsTried(JoinType type) {
    RowSchema schema = Batches.schema(ScalarType.BIGINT, INT);
    for (long seed = 200; seed < 212; seed++) {
      Filter filter = Filter.values()[(int) seed % 3];
      check(
          new Case(type, schema, schema, List.of(), filter, seed % 4 == 0, seed % 4 == 1),
          60,
          seed);
    }
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void onlyKeysAsColumnsAndManyEqualRows(JoinType type) {
    RowSchema schema = Batches.schema(ScalarType.BOOLEAN, INT);
    for (long seed = 300; seed < 316; seed++) {
      check(
          new Case(
              type,
              schema,
              schema,
              List.of(new JoinKey(0, 0, seed % 2 == 0), new JoinKey(1, 1, true)),
              seed % 4 == 0 ? Filter.LESS : seed % 4 == 1 ? Filter.QUOTIENT : Filter.NONE,
              false,
              false),
          300,
          seed);
    }
  }

  @Test
  void aKeyWithManyRowsOnBothSidesStreamsInBatches() {
    RowSchema schema = Batches.schema(ScalarType.BIGINT, INT);
    Case test =
        new Case(
            JoinType.FULL,
            schema,
            schema,
            List.of(new JoinKey(0, 0, false)),
            Filter.NONE,
            false,
            false);
    List<Change> rows = IntStream.range(0, 300).mapToObj(i -> Change.insert(7L, i)).toList();
    List<Change> gone = rows.stream().map(c -> new Change(c.row(), -1)).toList();
    Node.Join node = test.node();
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> new JoinOperator(node, schema, schema, ZoneOffset.UTC),
            List.of(schema, schema),
            node.schema(),
            KeyGroups.ofShard(0, 1))) {
      harness.process(0, rows);
      harness.process(1, rows);
      harness.endEpoch();
      assertEquals(90_000, Batches.accumulate(harness.output()).size());
      harness.restart();
      harness.process(1, gone);
      harness.endEpoch();
      assertEquals(300, Batches.accumulate(harness.output()).size());
      harness.process(0, gone);
      harness.endEpoch();
      assertEquals(0, Batches.accumulate(harness.output()).size());
    }
  }

  @Test
  void anUpdateOfAMatchDoesNotFlipTheRowsThatItMatches() {
    RowSchema schema = Batches.schema(ScalarType.BIGINT, INT);
    for (Filter filter : List.of(Filter.NONE, Filter.LESS)) {
      Node.Join node =
          new Case(
                  JoinType.ANTI,
                  schema,
                  schema,
                  List.of(new JoinKey(0, 0, false)),
                  filter,
                  false,
                  false)
              .node();
      try (OperatorHarness harness =
          new OperatorHarness(
              () -> new JoinOperator(node, schema, schema, ZoneOffset.UTC),
              List.of(schema, schema),
              schema,
              KeyGroups.ofShard(0, 1))) {
        harness.process(1, List.of(Change.insert(1L, 5)));
        harness.process(0, List.of(Change.insert(1L, 1), Change.insert(1L, 2)));
        harness.process(1, List.of(Change.delete(1L, 5), Change.insert(1L, 6)));
        assertEquals(List.of(), harness.output());
        harness.process(1, List.of(Change.delete(1L, 6)));
        assertEquals(2, harness.output().size());
      }
    }
  }

  @Test
  void aPairOnWhichTheConditionFailsIsReportedAndItsRowsHaveNoNulls() {
    RowSchema schema = Batches.schema(ScalarType.STRING, INT);
    Expression quotient =
        new Expression.Call(
            "/", List.of(new Expression.InputRef(1, INT), new Expression.InputRef(3, INT)), INT);
    Expression one =
        new Expression.Call(
            "=", List.of(quotient, new Expression.Literal(1, INT)), ScalarType.BOOLEAN);
    RowSchema pair = Batches.schema(ScalarType.STRING, INT, ScalarType.STRING, INT);
    Node.Join node =
        new Node.Join("join", 0, 1, JoinType.LEFT, List.of(), Optional.of(one), false, false, pair);
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> new JoinOperator(node, schema, schema, ZoneOffset.UTC),
            List.of(schema, schema),
            pair,
            KeyGroups.ofShard(0, 1))) {
      harness.process(0, List.of(Change.insert("a", 4), Change.insert("b", 2)));
      harness.process(1, List.of(Change.insert("x", 0), Change.insert("y", 4)));
      harness.endEpoch();
      assertEquals(
          Batches.accumulate(List.of(new Change(Arrays.asList("a", 4, "y", 4), 1))),
          Batches.accumulate(harness.output()));
      assertEquals(2, harness.rowErrors().size());
      assertTrue(harness.rowErrors().get(0).message().contains("zero"));
      harness.process(1, List.of(Change.delete("x", 0)));
      harness.endEpoch();
      assertEquals(
          Batches.accumulate(
              List.of(
                  new Change(Arrays.asList("a", 4, "y", 4), 1),
                  new Change(Arrays.asList("b", 2, null, null), 1))),
          Batches.accumulate(harness.output()));
    }
  }

  @Test
  void memoryIsGivenBackWithTheRows() {
    RowSchema schema = Batches.schema(ScalarType.BIGINT, INT);
    Node.Join node =
        new Case(
                JoinType.FULL,
                schema,
                schema,
                List.of(new JoinKey(0, 0, false)),
                Filter.NONE,
                false,
                false)
            .node();
    JoinOperator join = new JoinOperator(node, schema, schema, ZoneOffset.UTC);
    join.open(new RecordingContext());
    List<Change> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      rows.add(Change.insert((long) i, i));
    }
    List<Change> gone = rows.stream().map(c -> new Change(c.row(), -1)).toList();
    long after = 0;
    for (int round = 0; round < 10; round++) {
      for (List<Change> changes : List.of(rows, gone)) {
        join.process(0, Batches.of(schema, changes), batch -> {});
        join.process(1, Batches.of(schema, changes), batch -> {});
      }
      long now = join.memoryBytes();
      assertTrue(round == 0 || now == after, "round " + round + ": " + now + " bytes");
      after = now;
    }
    join.close();
  }
}
