package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableFunctionOperatorTest {
  private static final DataType PAIR =
      new RowType(Batches.schema(ScalarType.STRING, ScalarType.INTEGER), true);
  private static final DataType BIGINT = ScalarType.BIGINT;

  private static OperatorHarness harness(Node.TableFunction node, RowSchema input) {
    return new OperatorHarness(
        () -> new TableFunctionOperator(node, input, ZoneOffset.UTC),
        List.of(input),
        node.schema(),
        KeyGroups.ofShard(0, 1));
  }

  /** A node whose arguments are all columns of the input but the first. */
  private static Node.TableFunction node(
      String function, RowSchema input, boolean outer, DataType... functionColumns) {
    List<Expression> arguments = new ArrayList<>();
    for (int i = 1; i < input.size(); i++) {
      arguments.add(new Expression.InputRef(i, input.type(i)));
    }
    List<DataType> types = new ArrayList<>(input.types());
    types.addAll(List.of(functionColumns));
    return new Node.TableFunction(
        "function", 0, function, arguments, outer, Batches.schema(types.toArray(new DataType[0])));
  }

  /** The rows, each a list of values, that a collection stands for. */
  private static List<List<@Nullable Object>> elements(
      @Nullable Object value, DataType type, boolean fields) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    if (value instanceof Map<?, ?> map && type instanceof MapType) {
      map.forEach((key, mapped) -> rows.add(Arrays.asList(key, mapped)));
    } else if (value instanceof Map<?, ?> multiset) {
      multiset.forEach(
          (element, count) ->
              rows.addAll(
                  Collections.nCopies((Integer) count, Collections.singletonList(element))));
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        if (!fields) {
          rows.add(Collections.singletonList(element));
        } else {
          rows.add(
              element == null ? Arrays.asList(null, null) : new ArrayList<>((List<?>) element));
        }
      }
    }
    return rows;
  }

  private static List<Change> unnest(
      List<Change> changes, RowSchema input, boolean fields, boolean ordinality, boolean outer) {
    List<Change> result = new ArrayList<>();
    for (Change change : changes) {
      List<List<List<@Nullable Object>>> sides = new ArrayList<>();
      int length = 0;
      for (int i = 1; i < input.size(); i++) {
        sides.add(elements(change.row().get(i), input.type(i), fields));
        length = Math.max(length, sides.get(i - 1).size());
      }
      int width = input.size() == 2 && !fields ? 1 : -1;
      for (int at = 0; at < Math.max(length, outer ? 1 : 0); at++) {
        List<@Nullable Object> row = new ArrayList<>(change.row());
        for (int i = 0; i < sides.size(); i++) {
          boolean wide = fields || input.type(i + 1) instanceof MapType;
          int columns = width == 1 && !wide ? 1 : wide ? 2 : 1;
          row.addAll(
              at < sides.get(i).size() ? sides.get(i).get(at) : Collections.nCopies(columns, null));
        }
        if (ordinality) {
          row.add(at < length ? (Object) (at + 1) : null);
        }
        result.add(new Change(row, change.weight()));
      }
    }
    return result;
  }

  private static void check(RowSchema input, boolean fields, DataType... functionColumns) {
    for (int seed = 0; seed < 8; seed++) {
      boolean ordinality = seed % 2 == 0;
      boolean outer = seed % 4 < 2;
      List<DataType> columns = new ArrayList<>(List.of(functionColumns));
      if (ordinality) {
        columns.add(ScalarType.INTEGER);
      }
      Node.TableFunction node =
          node(
              ordinality ? "UNNEST WITH ORDINALITY" : "UNNEST",
              input,
              outer,
              columns.toArray(new DataType[0]));
      List<Change> changes = new RandomRows(seed).changes(input, 200, seed > 3);
      try (OperatorHarness harness = harness(node, input)) {
        harness.process(0, changes.subList(0, 3));
        harness.process(0, changes.subList(3, 200));
        harness.endEpoch();
        assertEquals(
            Batches.accumulate(unnest(changes, input, fields, ordinality, outer)),
            Batches.accumulate(harness.output()));
      }
    }
  }

  @Test
  void elementsOfAnArray() {
    check(Batches.schema(BIGINT, new ArrayType(ScalarType.STRING, true)), false, ScalarType.STRING);
  }

  @Test
  void keysAndValuesOfAMap() {
    check(
        Batches.schema(BIGINT, new MapType(ScalarType.STRING, BIGINT, true)),
        false,
        ScalarType.STRING,
        BIGINT);
  }

  @Test
  void elementsOfAMultisetAsOftenAsTheyOccur() {
    check(Batches.schema(BIGINT, new MultisetType(BIGINT, true)), false, BIGINT);
  }

  @Test
  void rowsInAnArrayAsColumnsOrAsTheyAre() {
    RowSchema input = Batches.schema(BIGINT, new ArrayType(PAIR, true));
    check(input, true, ScalarType.STRING, ScalarType.INTEGER);
    check(input, false, PAIR);
  }

  @Test
  void severalCollectionsSideBySide() {
    check(
        Batches.schema(
            BIGINT,
            new ArrayType(ScalarType.STRING, true),
            new MapType(ScalarType.STRING, BIGINT, true),
            new MultisetType(BIGINT, true)),
        false,
        ScalarType.STRING,
        ScalarType.STRING,
        BIGINT,
        BIGINT);
  }

  @Test
  void rowsOfOneFieldAreTakenApartIfTheColumnIsNoRow() {
    DataType single = new RowType(Batches.schema(BIGINT), true);
    RowSchema input = Batches.schema(BIGINT, new ArrayType(single, true));
    List<Change> changes =
        List.of(Change.insert(1L, Arrays.asList(List.of(7L), null, Arrays.asList((Object) null))));
    try (OperatorHarness apart = harness(node("UNNEST", input, false, BIGINT), input);
        OperatorHarness whole = harness(node("UNNEST", input, false, single), input)) {
      apart.process(0, changes);
      whole.process(0, changes);
      assertEquals(
          Arrays.asList(7L, null, null),
          apart.output().stream().map(change -> change.row().get(2)).toList());
      assertEquals(
          Arrays.asList(List.of(7L), null, Arrays.asList((Object) null)),
          whole.output().stream().map(change -> change.row().get(2)).toList());
    }
  }

  @Test
  void longSeriesStreamInBatches() {
    RowSchema input = Batches.schema(ScalarType.STRING, BIGINT, BIGINT, BIGINT);
    try (OperatorHarness harness = harness(node("GENERATE_SERIES", input, false, BIGINT), input)) {
      harness.process(
          0,
          List.of(
              Change.insert("up", 1L, 20_000L, 2L),
              new Change(Arrays.asList("down", 3L, -4095L, -1L), -2),
              Change.insert("none", 3L, 2L, 1L),
              Change.insert("unknown", 3L, null, 1L),
              Change.insert("ends", Long.MAX_VALUE - 1, Long.MAX_VALUE, 1L),
              Change.insert("far", Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
              Change.insert("one", 5L, 5L, -1L)));
      assertEquals(List.of(), harness.rowErrors());
      assertEquals(
          LongStream.range(0, 10_000).mapToObj(i -> i * 2 + 1).toList(), series(harness, "up"));
      assertEquals(
          LongStream.range(0, 4099).mapToObj(i -> 3 - i).toList(), series(harness, "down"));
      assertEquals(List.of(), series(harness, "none"));
      assertEquals(List.of(), series(harness, "unknown"));
      assertEquals(List.of(Long.MAX_VALUE - 1, Long.MAX_VALUE), series(harness, "ends"));
      assertEquals(List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE - 1), series(harness, "far"));
      assertEquals(List.of(5L), series(harness, "one"));
      assertEquals(
          -2,
          harness.output().stream()
              .filter(change -> "down".equals(change.row().get(0)))
              .findFirst()
              .orElseThrow()
              .weight());
    }
  }

  private static List<@Nullable Object> series(OperatorHarness harness, String name) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Change change : harness.output()) {
      if (name.equals(change.row().get(0))) {
        values.add(change.row().get(change.row().size() - 1));
      }
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStepOfZeroIsAnErrorOfTheRow(boolean outer) {
    RowSchema input = Batches.schema(BIGINT, ScalarType.INTEGER, ScalarType.INTEGER, BIGINT);
    try (OperatorHarness harness =
        harness(node("GENERATE_SERIES", input, outer, ScalarType.INTEGER), input)) {
      harness.process(
          0,
          List.of(
              Change.insert(1L, 1, 3, 0L),
              Change.insert(2L, 1, 2, 1L),
              Change.insert(3L, 2, 1, 1L)));
      assertEquals(1, harness.rowErrors().size());
      assertEquals(SqlState.INVALID_PARAMETER_VALUE, harness.rowErrors().get(0).sqlState());
      List<Change> expected =
          new ArrayList<>(List.of(Change.insert(2L, 1, 2, 1L, 1), Change.insert(2L, 1, 2, 1L, 2)));
      if (outer) {
        expected.add(Change.insert(3L, 2, 1, 1L, null));
      }
      assertEquals(expected, harness.output());
    }
  }

  @Test
  void seriesOfDatesAndTimestamps() {
    LocalDate january = LocalDate.of(2024, 1, 31);
    assertEquals(
        List.of(january, january.plusDays(7), january.plusDays(14)),
        values(ScalarType.DATE, january, january.plusDays(20), Duration.ofDays(7)));
    assertEquals(
        List.of(january, LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 29)),
        values(ScalarType.DATE, january, LocalDate.of(2024, 4, 1), Period.ofMonths(1)));
    LocalDateTime noon = january.atTime(12, 0);
    DataType timestamp = ScalarType.timestamp(3);
    assertEquals(
        List.of(noon, noon.minusMinutes(90)),
        values(timestamp, noon, noon.minusHours(2), Duration.ofMinutes(-90)));
    LocalDateTime last = LocalDateTime.of(9999, 12, 1, 0, 0);
    assertEquals(
        List.of(last),
        values(timestamp, last, LocalDateTime.of(9999, 12, 31, 0, 0), Period.ofMonths(1)));
  }

  private static List<@Nullable Object> values(
      DataType type, Object start, Object stop, Object step) {
    DataType stepType =
        step instanceof Period ? ScalarType.intervalYearMonth() : ScalarType.intervalDayTime(6);
    RowSchema input = Batches.schema(BIGINT, type, type, stepType);
    try (OperatorHarness harness = harness(node("GENERATE_SERIES", input, false, type), input)) {
      harness.process(0, List.of(Change.insert(1L, start, stop, step)));
      assertEquals(List.of(), harness.rowErrors());
      return harness.output().stream().map(change -> change.row().get(4)).toList();
    }
  }

  @Test
  void whatIsNotSupportedIsRefused() {
    RowSchema input = Batches.schema(BIGINT, ScalarType.DOUBLE, ScalarType.DOUBLE);
    LeatException error =
        assertThrows(
            LeatException.class,
            () -> harness(node("GENERATE_SERIES", input, false, ScalarType.DOUBLE), input));
    assertEquals(SqlState.FEATURE_NOT_SUPPORTED, error.sqlState());
  }
}
