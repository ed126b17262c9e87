package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.RowException;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.CheckedOperator;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Aggregation in two steps is aggregation: rows in any batches and epochs, with any weights, on any
 * number of shards below, whether they are grouped there or pass.
 */
class PreAggregateOperatorTest {
  private static final ScalarType COUNT = ScalarType.BIGINT.withNullable(false);
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final int FILTER = 2;
  private static final int OTHER = 3;

  static Stream<DataType> numbers() {
    return Stream.of(
        ScalarType.TINYINT,
        ScalarType.INTEGER,
        ScalarType.BIGINT,
        ScalarType.FLOAT,
        ScalarType.DOUBLE,
        ScalarType.decimal(10, 3),
        ScalarType.decimal(18, 0),
        ScalarType.decimal(38, 3),
        ScalarType.intervalYearMonth(),
        ScalarType.intervalDayTime(6));
  }

  private static RowSchema input(DataType key, DataType value) {
    return Batches.schema(key, value, ScalarType.BOOLEAN, ScalarType.SMALLINT);
  }

  /** The two steps of an aggregation, and the one that they stand for. */
  private record Plan(
      RowSchema input, Node.PreAggregate first, Node.Aggregate second, Node.Aggregate whole) {}

  private static AggregateCall call(
      String function, List<Expression> arguments, OptionalInt filter, DataType type) {
    return new AggregateCall(function, arguments, false, filter, List.of(), type);
  }

  private static Expression column(int index, DataType type) {
    return new Expression.InputRef(index, type);
  }

  /** Counts and sums, with and without a filter; behind the keys a column that is grouped by. */
  private static Plan sums(DataType key, DataType value, boolean keyed) {
    RowSchema input = input(key, value);
    boolean pairs = value.physical() == Physical.DOUBLE || value.physical() == Physical.FLOAT;
    List<Integer> groups = keyed ? List.of(KEY, OTHER) : List.of(OTHER);
    int distinct = groups.size() - 1;
    List<Expression> argument = List.of(column(VALUE, value));
    List<AggregateCall> parts = new ArrayList<>();
    List<AggregateCall> merging = new ArrayList<>();
    List<AggregateCall> whole = new ArrayList<>();
    parts.add(call("COUNT", List.of(), OptionalInt.empty(), COUNT));
    merging.add(parts.get(0));
    whole.add(parts.get(0));
    for (OptionalInt filter : List.of(OptionalInt.empty(), OptionalInt.of(FILTER))) {
      int at = groups.size() + parts.size();
      parts.add(call("COUNT", argument, filter, COUNT));
      List<Expression> counted = List.of(column(at, COUNT));
      merging.add(call("MERGE_COUNT", counted, OptionalInt.empty(), COUNT));
      whole.add(call("COUNT", argument, filter, COUNT));
      DataType part = partType(value);
      parts.add(call("SUM", argument, filter, part));
      List<Expression> summed = new ArrayList<>(counted);
      summed.add(column(at + 1, part));
      if (pairs) {
        parts.add(call("REST", argument, filter, part));
        summed.add(column(at + 2, part));
      }
      merging.add(call("MERGE_SUM", summed, OptionalInt.empty(), sumType(value)));
      whole.add(call("SUM", argument, filter, sumType(value)));
      if (value.kind().isNumeric()) {
        DataType average =
            value.kind() == TypeKind.DECIMAL ? ScalarType.decimal(38, 6) : ScalarType.DOUBLE;
        merging.add(call("MERGE_AVG", summed, OptionalInt.empty(), average));
        whole.add(call("AVG", argument, filter, average));
      }
    }
    merging.add(distinct(distinct));
    whole.add(distinct(OTHER));
    return plan(input, keyed ? List.of(KEY) : List.of(), groups, parts, merging, whole, false);
  }

  private static AggregateCall distinct(int column) {
    List<Expression> argument = List.of(column(column, ScalarType.SMALLINT));
    return new AggregateCall("COUNT", argument, true, OptionalInt.empty(), List.of(), COUNT);
  }

  private static DataType partType(DataType value) {
    return switch (value.physical()) {
      case FLOAT, DOUBLE -> ScalarType.DOUBLE.withNullable(false);
      case INT -> COUNT;
      default -> value.withNullable(false);
    };
  }

  private static DataType sumType(DataType value) {
    if (value.kind() == TypeKind.DECIMAL) {
      return ScalarType.decimal(38, ((ScalarType) value).scale());
    }
    if (!value.kind().isNumeric()) {
      return value;
    }
    return value.kind().isInteger() ? ScalarType.BIGINT : ScalarType.DOUBLE;
  }

  private static Plan plan(
      RowSchema input,
      List<Integer> keys,
      List<Integer> groups,
      List<AggregateCall> parts,
      List<AggregateCall> merging,
      List<AggregateCall> whole,
      boolean appendOnly) {
    List<DataType> partial = new ArrayList<>(input.select(groups).types());
    parts.forEach(part -> partial.add(part.type()));
    List<DataType> result = new ArrayList<>(input.select(keys).types());
    whole.forEach(call -> result.add(call.type()));
    RowSchema schema = Batches.schema(result.toArray(new DataType[0]));
    OptionalInt rows = parts.isEmpty() ? OptionalInt.empty() : OptionalInt.of(groups.size());
    List<Integer> places = keys.isEmpty() ? List.of() : List.of(0);
    return new Plan(
        input,
        new Node.PreAggregate(
            "first", 0, groups, parts, Batches.schema(partial.toArray(new DataType[0]))),
        new Node.Aggregate("second", 1, places, merging, appendOnly, rows, schema),
        new Node.Aggregate("whole", 0, keys, whole, appendOnly, schema));
  }

  /** Runs both for a while with the same changes; gives how many rows went from step to step. */
  private static long check(Plan plan, List<Change> pool, Random random) {
    RecordingContext errors = new RecordingContext();
    RecordingContext expectedErrors = new RecordingContext();
    List<Change> result = new ArrayList<>();
    List<Change> expected = new ArrayList<>();
    long[] between = new long[1];
    Operator whole = new AggregateOperator(plan.whole(), plan.input());
    whole.open(expectedErrors);
    Operator second =
        new CheckedOperator(
            new AggregateOperator(plan.second(), plan.first().schema()),
            List.of(plan.first().schema()),
            plan.second().schema(),
            false);
    second.open(errors);
    Output last = batch -> result.addAll(Batches.changes(plan.second().schema(), batch));
    Output direct = batch -> expected.addAll(Batches.changes(plan.whole().schema(), batch));
    Output exchange =
        batch -> {
          between[0] += batch.size();
          second.process(0, batch, last);
        };
    List<Operator> shards = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      Operator shard =
          new CheckedOperator(
              new PreAggregateOperator(
                  plan.first(),
                  plan.input(),
                  new PreAggregateOperator.Limits(
                      random.nextInt(12), 1 + random.nextInt(30), 1 + random.nextInt(40), 20, 80)),
              List.of(plan.input()),
              plan.first().schema(),
              false);
      shard.open(errors);
      shards.add(shard);
    }
    for (int number = 1; number <= 12; number++) {
      for (int batches = random.nextInt(8); batches > 0; batches--) {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
          changes.add(pool.get(random.nextInt(pool.size())));
        }
        ChangeBatch batch = Batches.of(plan.input(), changes);
        shards.get(random.nextInt(shards.size())).process(0, batch, exchange);
        whole.process(0, batch, direct);
      }
      Epoch epoch = new Epoch(number, number);
      for (Operator shard : shards) {
        shard.endEpoch(epoch, exchange);
        assertSame(FrozenState.EMPTY, shard.freeze());
      }
      second.endEpoch(epoch, last);
      whole.endEpoch(epoch, direct);
      assertEquals(Batches.accumulate(expected), Batches.accumulate(result), "epoch " + number);
      assertEquals(messages(expectedErrors), messages(errors), "errors of epoch " + number);
    }
    return between[0];
  }

  private static List<String> messages(RecordingContext context) {
    return context.errors().stream().map(RowException::message).sorted().toList();
  }

  private static List<Change> pool(RowSchema input, int count, boolean weighted, Random random) {
    List<Change> pool = new ArrayList<>();
    for (Change change : new RandomRows(random.nextLong()).changes(input, count, weighted)) {
      List<@Nullable Object> row = new ArrayList<>(change.row());
      DataType type = input.type(VALUE);
      if (row.get(VALUE) != null && type.kind() == TypeKind.DOUBLE) {
        row.set(VALUE, exact(random));
      } else if (row.get(VALUE) != null && type.kind() == TypeKind.FLOAT) {
        row.set(VALUE, (float) exact(random));
      }
      pool.add(new Change(row, change.weight()));
    }
    return pool;
  }

  /** A number of which sums are exact, however they are added up. */
  private static double exact(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> -0.0;
      default -> random.nextInt(1 << 20) / 8.0 - 1000;
    };
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void sumsOfAnyNumbers(DataType type) {
    for (int seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      Plan plan = sums(ScalarType.STRING, type, seed % 3 > 0);
      check(plan, pool(plan.input(), 30, seed % 2 == 0, random), random);
    }
  }

  @Test
  void sumsThatNeedMoreBitsThanTheirColumn() {
    Random random = new Random(5);
    for (DataType type : List.of(ScalarType.BIGINT, ScalarType.decimal(38, 0))) {
      Plan plan = sums(ScalarType.INTEGER, type, true);
      List<Change> pool = new ArrayList<>();
      for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 1, -1}) {
        for (long weight : new long[] {1, -1, 3, Integer.MAX_VALUE, 1 - Integer.MAX_VALUE}) {
          Object number =
              type == ScalarType.BIGINT
                  ? (Object) value
                  : BigDecimal.valueOf(value).multiply(new BigDecimal("10000000000000000000"));
          List<@Nullable Object> row = new ArrayList<>(List.of(random.nextInt(2), number, true));
          row.add((short) 1);
          pool.add(new Change(row, weight));
        }
      }
      for (int i = 0; i < 20; i++) {
        check(plan, pool, random);
      }
    }
  }

  @Test
  void sumsTooLargeForDouble() {
    Random random = new Random(6);
    Plan plan = sums(ScalarType.INTEGER, ScalarType.DOUBLE, true);
    List<Change> pool = new ArrayList<>();
    for (double value : new double[] {0x1p1023, -0x1p1023, 0x1.8p1023, 0x1p1000}) {
      for (long weight : new long[] {1, -1, 5}) {
        pool.add(new Change(List.of(1, value, true, (short) 1), weight));
      }
    }
    for (int i = 0; i < 20; i++) {
      check(plan, pool, random);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keysOfAnyType(DataType type) {
    Random random = new Random(type.toString().hashCode());
    for (int seed = 1; seed <= 5; seed++) {
      Plan plan = sums(type, ScalarType.INTEGER, true);
      check(plan, pool(plan.input(), 40, true, random), random);
    }
  }

  static Stream<DataType> keys() {
    return RandomRows.everyType().types().stream();
  }

  @ParameterizedTest
  @MethodSource("words")
  void extremesOfRowsThatStay(DataType type) {
    List<Expression> argument = List.of(column(VALUE, type));
    for (int seed = 1; seed <= 10; seed++) {
      Random random = new Random(seed);
      List<AggregateCall> parts = new ArrayList<>();
      List<AggregateCall> merging = new ArrayList<>();
      List<AggregateCall> whole = new ArrayList<>();
      parts.add(call("COUNT", List.of(), OptionalInt.empty(), COUNT));
      for (OptionalInt filter : List.of(OptionalInt.empty(), OptionalInt.of(FILTER))) {
        for (String function : List.of("MIN", "MAX")) {
          List<Expression> part = List.of(column(1 + parts.size(), type));
          parts.add(call(function, argument, filter, type));
          merging.add(call(function, part, OptionalInt.empty(), type));
          whole.add(call(function, argument, filter, type));
        }
      }
      RowSchema input = input(ScalarType.STRING, type);
      Plan plan = plan(input, List.of(KEY), List.of(KEY), parts, merging, whole, true);
      check(plan, pool(input, 30, false, random), random);
    }
  }

  static Stream<DataType> words() {
    return Stream.of(
        ScalarType.BOOLEAN,
        ScalarType.SMALLINT,
        ScalarType.BIGINT,
        ScalarType.FLOAT,
        ScalarType.DOUBLE,
        ScalarType.DATE,
        ScalarType.timestamp(6));
  }

  @Test
  void withoutPartsOnlyWeightsAddUp() {
    RowSchema input = input(ScalarType.STRING, ScalarType.STRING);
    AggregateCall call =
        call(
            "LISTAGG",
            List.of(column(1, ScalarType.STRING)),
            OptionalInt.empty(),
            ScalarType.STRING);
    Plan plan =
        plan(
            input,
            List.of(KEY),
            List.of(KEY, VALUE),
            List.of(),
            List.of(call),
            List.of(call),
            false);
    List<Change> pool = pool(input, 12, false, new Random(8));
    for (int seed = 1; seed <= 10; seed++) {
      check(plan, pool, new Random(seed));
    }
  }

  /** 0: no group, 1: as many as rows. */
  private static double groupsPerRow(int keys, int rowsPerEpoch) {
    Plan plan = sums(ScalarType.INTEGER, ScalarType.INTEGER, true);
    Operator operator = new PreAggregateOperator(plan.first(), plan.input());
    operator.open(new RecordingContext());
    Random random = new Random(1);
    long[] emitted = new long[1];
    Output output = batch -> emitted[0] += batch.size();
    int rows = 0;
    for (int epoch = 1; rows < 400_000; epoch++) {
      for (int i = 0; i < rowsPerEpoch; i += 2000) {
        List<Change> changes = new ArrayList<>();
        for (int row = 0; row < Math.min(2000, rowsPerEpoch); row++) {
          changes.add(Change.insert(random.nextInt(keys), 1, true, (short) 1));
        }
        rows += changes.size();
        operator.process(0, Batches.of(plan.input(), changes), output);
      }
      operator.endEpoch(new Epoch(epoch, epoch), output);
    }
    return (double) emitted[0] / rows;
  }

  @Test
  void fewKeysBecomeFewRows() {
    assertTrue(groupsPerRow(10, 40_000) < 0.001);
    assertTrue(groupsPerRow(2000, 40_000) < 0.06);
  }

  @Test
  void manyKeysPass() {
    assertTrue(groupsPerRow(1_000_000_000, 40_000) > 0.99);
  }

  @Test
  void rowsThatCancelOutAreGone() {
    Plan plan = sums(ScalarType.INTEGER, ScalarType.INTEGER, true);
    Operator operator = new PreAggregateOperator(plan.first(), plan.input());
    operator.open(new RecordingContext());
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      changes.add(Change.insert(i, i, true, (short) 1));
      changes.add(Change.delete(i, i, true, (short) 1));
    }
    Collections.shuffle(changes, new Random(1));
    Output output =
        batch -> {
          throw new AssertionError(Batches.changes(plan.first().schema(), batch));
        };
    operator.process(0, Batches.of(plan.input(), changes), output);
    operator.endEpoch(new Epoch(1, 1), output);
  }
}
