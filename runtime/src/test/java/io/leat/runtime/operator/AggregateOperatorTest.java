package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
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
}
