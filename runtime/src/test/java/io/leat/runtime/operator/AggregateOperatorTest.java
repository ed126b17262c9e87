package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Single cases of aggregation, by example. */
class AggregateOperatorTest {
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);
  private static final KeyGroups ALL = KeyGroups.ofShard(0, 1);

  /** Rows of a key, a value and a condition. */
  private static RowSchema input(DataType value) {
    return Batches.schema(ScalarType.STRING, value, ScalarType.BOOLEAN);
  }

  private static AggregateCall call(String function, DataType argument, DataType type) {
    return new AggregateCall(
        function,
        List.of(new Expression.InputRef(1, argument)),
        false,
        OptionalInt.empty(),
        List.of(),
        type);
  }

  private static AggregateCall countRows() {
    return new AggregateCall("COUNT", List.of(), false, OptionalInt.empty(), List.of(), COUNT);
  }

  private static OperatorHarness harness(
      RowSchema input, List<Integer> keys, KeyGroups groups, AggregateCall... calls) {
    List<DataType> types = new ArrayList<>(input.select(keys).types());
    for (AggregateCall call : calls) {
      types.add(call.type());
    }
    RowSchema schema = Batches.schema(types.toArray(new DataType[0]));
    Node.Aggregate node = new Node.Aggregate("aggregate", 0, keys, List.of(calls), false, schema);
    return new OperatorHarness(
        () -> new AggregateOperator(node, input), List.of(input), schema, groups);
  }

  private static Change row(String key, @Nullable Object value) {
    return Change.insert(key, value, true);
  }

  private static Change gone(String key, @Nullable Object value) {
    return Change.delete(key, value, true);
  }

  @Test
  void emitsOldAndNewRowsOfTouchedGroupsOncePerEpoch() {
    RowSchema input = input(ScalarType.INTEGER);
    AggregateCall sum = call("SUM", ScalarType.INTEGER, ScalarType.BIGINT);
    try (OperatorHarness harness = harness(input, List.of(0), ALL, countRows(), sum)) {
      harness.process(0, List.of(row("a", 1), row("b", 10)));
      harness.process(0, List.of(row("a", 2)));
      assertEquals(List.of(), harness.output());
      harness.endEpoch();
      assertEquals(
          List.of(Change.insert("a", 2L, 3L), Change.insert("b", 1L, 10L)), harness.output());
      harness.output().clear();
      harness.process(0, List.of(gone("a", 1), row("a", 3), gone("b", 10), row("b", 10)));
      harness.endEpoch();
      assertEquals(
          List.of(Change.delete("a", 2L, 3L), Change.insert("a", 2L, 5L)), harness.output());
      harness.output().clear();
      harness.process(0, List.of(gone("a", 2), gone("a", 3)));
      harness.endEpoch();
      assertEquals(List.of(Change.delete("a", 2L, 5L)), harness.output());
    }
  }

  @Test
  void globalAggregateHasARowWithoutInputOnTheShardOfThePinnedGroup() {
    RowSchema input = input(ScalarType.INTEGER);
    AggregateCall max = call("MAX", ScalarType.INTEGER, ScalarType.INTEGER);
    for (int shard = 0; shard < 3; shard++) {
      KeyGroups groups = KeyGroups.ofShard(shard, 3);
      try (OperatorHarness harness = harness(input, List.of(), groups, countRows(), max)) {
        harness.endEpoch();
        harness.restart();
        harness.endEpoch();
        assertEquals(shard == 0 ? List.of(Change.insert(0L, null)) : List.of(), harness.output());
        if (shard == 0) {
          harness.process(0, List.of(row("a", 5)));
          harness.endEpoch();
          harness.process(0, List.of(gone("a", 5)));
          harness.endEpoch();
          assertEquals(Map.of("0 | null", 1L), Batches.accumulate(harness.output()));
          assertEquals(5, harness.output().size());
        }
      }
    }
  }

  @Test
  void maximumFallsBackWhenItsRowIsDeleted() {
    RowSchema input = input(ScalarType.STRING);
    AggregateCall max = call("MAX", ScalarType.STRING, ScalarType.STRING);
    try (OperatorHarness harness = harness(input, List.of(0), ALL, max)) {
      harness.process(0, List.of(row("a", "p"), row("a", "q"), row("a", "a longer text")));
      harness.endEpoch();
      harness.restart();
      harness.process(0, List.of(gone("a", "q")));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 'p'", 1L), Batches.accumulate(harness.output()));
      harness.process(0, List.of(gone("a", "p")));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 'a longer text'", 1L), Batches.accumulate(harness.output()));
    }
  }

  @Test
  void groupWhoseSumOverflowsHasNoRowUntilItFits() {
    RowSchema input = input(ScalarType.BIGINT);
    AggregateCall sum = call("SUM", ScalarType.BIGINT, ScalarType.BIGINT);
    try (OperatorHarness harness = harness(input, List.of(0), ALL, sum)) {
      harness.process(0, List.of(row("a", Long.MAX_VALUE), row("b", 1L)));
      harness.endEpoch();
      harness.process(0, List.of(row("a", 1L)));
      harness.endEpoch();
      assertEquals(Map.of("'b' | 1", 1L), Batches.accumulate(harness.output()));
      harness.process(0, List.of(row("a", 1L)));
      harness.endEpoch();
      assertEquals(
          List.of("BIGINT out of range: 9223372036854775808"),
          harness.rowErrors().stream().map(RowException::message).toList());
      harness.restart();
      harness.process(0, List.of(gone("a", Long.MAX_VALUE)));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 2", 1L, "'b' | 1", 1L), Batches.accumulate(harness.output()));
    }
  }

  @Test
  void infinitiesAndNotANumberCanBeTakenBack() {
    RowSchema input = input(ScalarType.DOUBLE);
    AggregateCall sum = call("SUM", ScalarType.DOUBLE, ScalarType.DOUBLE);
    try (OperatorHarness harness = harness(input, List.of(0), ALL, sum)) {
      harness.process(0, List.of(row("a", 0.5), row("a", Double.POSITIVE_INFINITY)));
      harness.endEpoch();
      assertEquals(Map.of("'a' | Infinity", 1L), Batches.accumulate(harness.output()));
      harness.process(0, List.of(row("a", Double.NEGATIVE_INFINITY), row("a", 1e308)));
      harness.endEpoch();
      assertEquals(Map.of("'a' | NaN", 1L), Batches.accumulate(harness.output()));
      harness.process(
          0, List.of(gone("a", Double.POSITIVE_INFINITY), row("a", Double.NaN), row("a", 1e308)));
      harness.endEpoch();
      harness.process(0, List.of(gone("a", Double.NaN), gone("a", Double.NEGATIVE_INFINITY)));
      harness.endEpoch();
      assertEquals(Map.of("'a' | Infinity", 1L), Batches.accumulate(harness.output()));
      harness.process(0, List.of(gone("a", 1e308), gone("a", 1e308)));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 0.5", 1L), Batches.accumulate(harness.output()));
    }
  }

  @Test
  void rowsEqualInTheOrderAreTakenInTheOrderOfTheArgument() {
    RowSchema input = Batches.schema(ScalarType.STRING, ScalarType.STRING, ScalarType.INTEGER);
    AggregateCall first =
        new AggregateCall(
            "FIRST_VALUE",
            List.of(new Expression.InputRef(1, ScalarType.STRING)),
            false,
            OptionalInt.empty(),
            List.of(new SortKey(2, true, false)),
            ScalarType.STRING);
    try (OperatorHarness harness = harness(input, List.of(0), ALL, first)) {
      harness.process(
          0,
          List.of(
              Change.insert("a", "y", 2), Change.insert("a", "x", 2), Change.insert("a", "w", 1)));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 'x'", 1L), Batches.accumulate(harness.output()));
      assertTrue(harness.rowErrors().isEmpty());
    }
  }

  @Test
  void arrivalOrderIsThatOfTheRowsThatAreLeft() {
    RowSchema input = input(ScalarType.STRING);
    AggregateCall first = call("FIRST_VALUE", ScalarType.STRING, ScalarType.STRING);
    AggregateCall last = call("LAST_VALUE", ScalarType.STRING, ScalarType.STRING);
    try (OperatorHarness harness = harness(input, List.of(0), ALL, first, last)) {
      harness.process(0, List.of(row("a", null), row("a", "z"), row("a", "y"), row("a", "x")));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 'z' | 'x'", 1L), Batches.accumulate(harness.output()));
      harness.restart();
      // The first comes again: it is still first, and now it is last too.
      harness.process(0, List.of(row("a", "z")));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 'z' | 'z'", 1L), Batches.accumulate(harness.output()));
      harness.process(0, List.of(gone("a", "z"), gone("a", "z")));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 'y' | 'x'", 1L), Batches.accumulate(harness.output()));
      // Away and back again within an epoch: it has come anew.
      harness.process(0, List.of(gone("a", "y"), row("a", "y")));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 'x' | 'y'", 1L), Batches.accumulate(harness.output()));
      harness.restart();
      // Taken back before it comes: it was never there.
      harness.process(0, List.of(gone("a", "w"), row("a", "w"), gone("a", "y"), gone("a", "x")));
      harness.endEpoch();
      assertEquals(Map.of("'a' | null | null", 1L), Batches.accumulate(harness.output()));
    }
  }

  @Test
  void groupsOfMoreThanABatchKeepTheirOldRows() {
    RowSchema input = input(ScalarType.INTEGER);
    AggregateCall sum = call("SUM", ScalarType.INTEGER, ScalarType.BIGINT);
    int groups = 10_000;
    try (OperatorHarness harness = harness(input, List.of(0), ALL, sum)) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        harness.output().clear();
        for (int from = 0; from < groups; from += 1000) {
          List<Change> rows = new ArrayList<>();
          for (int i = from; i < from + 1000; i++) {
            // Every third group is new in each epoch, every seventh does not change.
            if (i % 3 < epoch) {
              rows.add(row("k" + i, i % 7 == 0 ? 0 : 1));
            }
          }
          harness.process(0, rows);
        }
        harness.endEpoch();
        int emitted = 0;
        for (int i = 0; i < groups; i++) {
          boolean isNew = i % 3 == epoch - 1;
          emitted += isNew ? 1 : i % 3 < epoch && i % 7 != 0 ? 2 : 0;
        }
        assertEquals(emitted, harness.output().size());
        for (Change change : harness.output()) {
          int key = Integer.parseInt(((String) change.row().get(0)).substring(1));
          long times = epoch - key % 3 - (change.weight() < 0 ? 1 : 0);
          assertEquals(key % 7 == 0 ? 0L : times, change.row().get(1));
        }
        harness.restart();
      }
    }
  }

  @Test
  void sumOfWideDecimalsIsExactBeyondTheirRange() {
    DataType type = ScalarType.decimal(38, 0);
    RowSchema input = input(type);
    BigDecimal most = new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE));
    try (OperatorHarness harness =
        harness(input, List.of(0), ALL, call("SUM", type, type), call("AVG", type, type))) {
      harness.process(0, List.of(new Change(List.of("a", most, true), 1_000_000)));
      harness.endEpoch();
      assertEquals(Map.of(), Batches.accumulate(harness.output()));
      harness.process(0, List.of(new Change(List.of("a", most, true), -999_998)));
      harness.process(0, List.of(gone("a", most), row("a", most.negate()), row("a", most)));
      harness.endEpoch();
      assertEquals(1, harness.rowErrors().size());
      harness.process(0, List.of(row("a", most.negate()), row("a", BigDecimal.TEN)));
      harness.endEpoch();
      assertEquals(Map.of("'a' | 10 | 2", 1L), Batches.accumulate(harness.output()));
    }
  }

  @Test
  void severalRowsHaveNoSingleValue() {
    RowSchema input = input(ScalarType.STRING);
    AggregateCall single = call("SINGLE_VALUE", ScalarType.STRING, ScalarType.STRING);
    try (OperatorHarness harness = harness(input, List.of(), ALL, single)) {
      harness.endEpoch();
      assertEquals(Map.of("null", 1L), Batches.accumulate(harness.output()));
      harness.process(0, List.of(row("a", "x")));
      harness.endEpoch();
      assertEquals(Map.of("'x'", 1L), Batches.accumulate(harness.output()));
      harness.process(0, List.of(row("a", "x")));
      harness.endEpoch();
      assertEquals(Map.of("null", 1L), Batches.accumulate(harness.output()));
      harness.process(0, List.of(gone("a", "x")));
      harness.endEpoch();
      assertEquals(Map.of("'x'", 1L), Batches.accumulate(harness.output()));
      assertEquals(List.of(), harness.rowErrors());
    }
  }

  @Test
  void jsonEscapesText() {
    DataType nested = new MapType(ScalarType.STRING, new ArrayType(ScalarType.DOUBLE, true), true);
    RowSchema input = Batches.schema(ScalarType.STRING, ScalarType.STRING, nested);
    AggregateCall object =
        new AggregateCall(
            "JSON_OBJECTAGG",
            List.of(
                new Expression.InputRef(1, ScalarType.STRING), new Expression.InputRef(2, nested)),
            false,
            OptionalInt.empty(),
            List.of(),
            ScalarType.STRING);
    try (OperatorHarness harness = harness(input, List.of(0), ALL, object)) {
      harness.process(
          0,
          List.of(
              Change.insert(
                  "a", "\"q\\\n\u0001é𝄞", Map.of("k\t", Arrays.asList(1.5, null, Double.NaN))),
              Change.insert("a", "~", null)));
      harness.endEpoch();
      assertEquals(
          "{\"\\\"q\\\\\\n\\u0001é𝄞\":{\"k\\t\":[1.5,null,\"NaN\"]},\"~\":null}",
          harness.output().get(0).row().get(1));
    }
  }

  @Test
  void functionsThatDoNotExistAreRefused() {
    AggregateCall call = call("MEDIANISH", ScalarType.INTEGER, ScalarType.INTEGER);
    LeatException error =
        assertThrows(
            LeatException.class, () -> harness(input(ScalarType.INTEGER), List.of(0), ALL, call));
    assertEquals(SqlState.FEATURE_NOT_SUPPORTED, error.sqlState());
  }

  @Test
  void memoryIsGivenBack() {
    RowSchema input = input(ScalarType.STRING);
    AggregateCall max = call("MAX", ScalarType.STRING, ScalarType.STRING);
    RowSchema schema = Batches.schema(ScalarType.STRING, ScalarType.STRING);
    Node.Aggregate node =
        new Node.Aggregate("aggregate", 0, List.of(0), List.of(max), false, schema);
    AggregateOperator operator = new AggregateOperator(node, input);
    try (OperatorHarness harness =
        new OperatorHarness(() -> operator, List.of(input), schema, ALL)) {
      List<Change> rows = new ArrayList<>();
      List<Change> deletes = new ArrayList<>();
      for (int i = 0; i < 4000; i++) {
        rows.add(row("key of group " + i, "a value that is not short " + i));
        deletes.add(gone("key of group " + i, "a value that is not short " + i));
      }
      harness.process(0, rows);
      harness.endEpoch();
      long full = operator.memoryBytes();
      for (int times = 0; times < 20; times++) {
        harness.process(0, deletes);
        harness.endEpoch();
        assertEquals(0, operator.groupCount());
        harness.process(0, rows);
        harness.endEpoch();
      }
      assertTrue(operator.memoryBytes() < 3 * full, operator.memoryBytes() + " of " + full);
    }
  }

  @Test
  void constantsAreAggregatedToo() {
    RowSchema input = input(ScalarType.INTEGER);
    List<AggregateCall> calls = new ArrayList<>();
    for (boolean distinct : new boolean[] {false, true}) {
      calls.add(constant("SUM", 2, ScalarType.INTEGER, distinct, ScalarType.BIGINT));
      calls.add(constant("MIN", "x", ScalarType.STRING, distinct, ScalarType.STRING));
      calls.add(constant("SUM", null, ScalarType.NULL, distinct, ScalarType.BIGINT));
      calls.add(constant("COUNT", 7, ScalarType.INTEGER, distinct, COUNT));
      calls.add(constant("COUNT", null, ScalarType.NULL, distinct, COUNT));
    }
    try (OperatorHarness harness =
        harness(input, List.of(0), ALL, calls.toArray(new AggregateCall[0]))) {
      harness.process(0, List.of(row("a", 1), row("a", 2), row("a", null)));
      harness.endEpoch();
      harness.restart();
      harness.process(0, List.of(gone("a", 2)));
      harness.endEpoch();
      assertEquals(
          Map.of("'a' | 4 | 'x' | null | 2 | 0 | 2 | 'x' | null | 1 | 0", 1L),
          Batches.accumulate(harness.output()));
    }
  }

  private static AggregateCall constant(
      String function, @Nullable Object value, DataType of, boolean distinct, DataType type) {
    return new AggregateCall(
        function,
        List.of(new Expression.Literal(value, of)),
        distinct,
        OptionalInt.empty(),
        List.of(),
        type);
  }
}
