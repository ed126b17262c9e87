package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Frame;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.History;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random window functions over random changes give what their definitions give. */
class OverOperatorTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final OptionalInt NO_FILTER = OptionalInt.empty();
  private static final ScalarType COUNT = ScalarType.BIGINT.withNullable(false);
  private static final ScalarType RATIO = ScalarType.DOUBLE.withNullable(false);

  /** Order keys and an offset that spans a few of their random values. */
  private record Key(DataType type, Object... offsets) {}

  private static final List<Key> KEYS =
      List.of(
          new Key(ScalarType.TINYINT, 0, 2, 5),
          new Key(ScalarType.INTEGER, 0, 100_000_000, new BigDecimal("250000000.5")),
          new Key(ScalarType.BIGINT, 0L, 2_000_000_000_000L, Long.MAX_VALUE),
          new Key(ScalarType.DOUBLE, 0.0, 0.25, 1.0),
          new Key(ScalarType.FLOAT, 0.0, 0.5, 2.25),
          new Key(ScalarType.decimal(10, 3), new BigDecimal("2.002"), new BigDecimal("1.00105")),
          new Key(ScalarType.decimal(38, 3), new BigDecimal("3e27"), BigDecimal.ZERO),
          new Key(ScalarType.DATE, Duration.ofDays(2000), Period.ofMonths(40), Duration.ofHours(5)),
          new Key(ScalarType.time(9), Duration.ofSeconds(3)),
          new Key(ScalarType.timestamp(6), Duration.ofDays(12), Period.ofMonths(1)),
          new Key(ScalarType.timestamp(9), Duration.ofSeconds(2_000_006), Period.ofMonths(2)),
          new Key(ScalarType.timestampLtz(3), Duration.ofDays(24), Period.ofMonths(1)),
          new Key(ScalarType.intervalYearMonth(), Period.ofMonths(14)),
          new Key(ScalarType.intervalDayTime(6), Duration.ofMillis(24_690)));

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 250);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void windowFunctions(int seed) {
    Random random = new Random(seed);
    Key key = KEYS.get(seed % KEYS.size());
    RowSchema input =
        Batches.schema(
            ScalarType.TINYINT,
            key.type(),
            ScalarType.BIGINT,
            random.nextBoolean() ? ScalarType.DOUBLE : ScalarType.decimal(10, 3),
            ScalarType.STRING,
            ScalarType.BOOLEAN,
            random.nextBoolean() ? ScalarType.INTEGER : ScalarType.decimal(38, 3));
    List<Integer> partition = random.nextInt(3) == 0 ? List.of(0) : List.of();
    List<SortKey> order = new ArrayList<>();
    if (random.nextInt(8) > 0) {
      order.add(new SortKey(1, random.nextBoolean(), random.nextBoolean()));
    }
    if (!order.isEmpty() && random.nextInt(4) == 0) {
      order.add(new SortKey(5, random.nextBoolean(), random.nextBoolean()));
    }
    List<OverCall> calls = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      calls.add(call(input, order.size(), key, random));
    }
    Node.Over node = node(input, partition, order, calls);
    History history = new History(List.of(input), 45, seed % 4 == 0, seed).epochs(10, 40);
    if (seed % 3 == 0) {
      history.withoutCopies();
    } else {
      history.notConsolidated();
    }
    OverReference reference = new OverReference(node, input, ZONE);
    history.check(
        () -> new OverOperator(node, input, ZONE),
        node.schema(),
        rows -> reference.result(rows.get(0)));
  }

  private static Node.Over node(
      RowSchema input, List<Integer> partition, List<SortKey> order, List<OverCall> calls) {
    List<DataType> types = new ArrayList<>(input.types());
    calls.forEach(call -> types.add(call.type()));
    return new Node.Over(
        "over", 0, partition, order, calls, false, Batches.schema(types.toArray(DataType[]::new)));
  }

  private static OverCall call(RowSchema input, int orderKeys, Key key, Random random) {
    int column = 1 + random.nextInt(6);
    Expression value = new Expression.InputRef(column, input.type(column));
    Frame frame = frame(orderKeys, key, random);
    boolean ignoreNulls = random.nextBoolean();
    OptionalInt filter = random.nextInt(4) == 0 ? OptionalInt.of(5) : NO_FILTER;
    int number = List.of(2, 3, 6).get(random.nextInt(3));
    boolean wide = input.type(number).physical() == ScalarType.decimal(38, 3).physical();
    Expression numeric = new Expression.InputRef(number, input.type(number));
    return switch (random.nextInt(17)) {
      case 0 -> plain("ROW_NUMBER", COUNT);
      case 1 -> plain("RANK", COUNT);
      case 2 -> plain("DENSE_RANK", COUNT);
      case 3 -> plain("PERCENT_RANK", RATIO);
      case 4 -> plain("CUME_DIST", RATIO);
      case 5 ->
          new OverCall(
              "NTILE",
              List.of(new Expression.Literal(1 + random.nextInt(5), ScalarType.INTEGER)),
              Frame.whole(),
              false,
              OptionalInt.empty(),
              false,
              ScalarType.INTEGER);
      case 6, 7 -> {
        List<Expression> arguments = new ArrayList<>(List.of(value));
        if (random.nextInt(3) > 0) {
          arguments.add(
              random.nextInt(4) == 0
                  ? new Expression.InputRef(0, ScalarType.TINYINT)
                  : new Expression.Literal(random.nextInt(6) - 1, ScalarType.INTEGER));
          if (column == 4 && random.nextBoolean()) {
            arguments.add(new Expression.Literal("none", ScalarType.STRING));
          }
        }
        yield new OverCall(
            random.nextBoolean() ? "LAG" : "LEAD",
            arguments,
            Frame.whole(),
            false,
            OptionalInt.empty(),
            ignoreNulls,
            input.type(column));
      }
      case 8 -> frameValue("FIRST_VALUE", List.of(value), frame, ignoreNulls);
      case 9 -> frameValue("LAST_VALUE", List.of(value), frame, ignoreNulls);
      case 10 ->
          frameValue(
              "NTH_VALUE",
              List.of(value, new Expression.Literal(1 + random.nextInt(4), ScalarType.INTEGER)),
              frame,
              ignoreNulls);
      case 11 ->
          aggregate(
              "COUNT",
              random.nextBoolean() ? List.of() : List.of(value),
              frame,
              random.nextInt(4) == 0,
              filter,
              COUNT);
      case 12 ->
          aggregate(
              random.nextBoolean() ? "MIN" : "MAX",
              List.of(value),
              frame,
              false,
              filter,
              input.type(column));
      case 13, 14 -> general(input, frame, value, filter, random);
      default -> {
        boolean average = random.nextBoolean();
        DataType type =
            switch (input.type(number).kind()) {
              case DECIMAL -> ScalarType.decimal(38, average ? 6 : 3);
              case DOUBLE -> ScalarType.DOUBLE;
              default -> average ? ScalarType.DOUBLE : ScalarType.BIGINT;
            };
        yield aggregate(
            average && !wide ? "AVG" : "SUM",
            List.of(numeric),
            frame,
            random.nextInt(5) == 0,
            filter,
            average && wide ? ScalarType.decimal(38, 3) : type);
      }
    };
  }

  /** Functions that go by way of the aggregation's state. */
  private static OverCall general(
      RowSchema input, Frame frame, Expression value, OptionalInt filter, Random random) {
    Expression text = new Expression.InputRef(4, input.type(4));
    Expression truth = new Expression.InputRef(5, input.type(5));
    Expression whole = new Expression.InputRef(2, input.type(2));
    boolean distinct = random.nextInt(4) == 0;
    return switch (random.nextInt(7)) {
      case 0 ->
          aggregate(
              "LISTAGG",
              List.of(text, new Expression.Literal("+", ScalarType.STRING)),
              frame,
              distinct,
              filter,
              ScalarType.STRING);
      case 1 ->
          aggregate(
              "ARRAY_AGG",
              List.of(value),
              frame,
              distinct,
              filter,
              new ArrayType(value.type(), true));
      case 2 ->
          aggregate(
              "COLLECT", List.of(text), frame, false, filter, new MultisetType(text.type(), true));
      case 3 -> aggregate("BOOL_AND", List.of(truth), frame, false, NO_FILTER, ScalarType.BOOLEAN);
      case 4 -> aggregate("BOOL_OR", List.of(truth), frame, false, filter, ScalarType.BOOLEAN);
      case 5 -> aggregate("BIT_XOR", List.of(whole), frame, distinct, filter, ScalarType.BIGINT);
      default -> aggregate("MODE", List.of(whole), frame, false, filter, ScalarType.BIGINT);
    };
  }

  private static OverCall plain(String function, DataType type) {
    return new OverCall(
        function, List.of(), Frame.whole(), false, OptionalInt.empty(), false, type);
  }

  private static OverCall frameValue(
      String function, List<Expression> arguments, Frame frame, boolean ignoreNulls) {
    return new OverCall(
        function,
        arguments,
        frame,
        false,
        OptionalInt.empty(),
        ignoreNulls,
        arguments.get(0).type());
  }

  private static OverCall aggregate(
      String function,
      List<Expression> arguments,
      Frame frame,
      boolean distinct,
      OptionalInt filter,
      DataType type) {
    return new OverCall(
        function, arguments, frame, distinct && !arguments.isEmpty(), filter, false, type);
  }

  private static Frame frame(int orderKeys, Key key, Random random) {
    Frame.Unit unit = random.nextBoolean() ? Frame.Unit.ROWS : Frame.Unit.RANGE;
    boolean offsets = unit == Frame.Unit.ROWS || orderKeys == 1;
    Frame.Bound lower;
    Frame.Bound upper;
    do {
      lower = bound(unit, offsets, key, random);
      upper = bound(unit, offsets, key, random);
    } while (rank(lower) > rank(upper));
    return new Frame(
        unit,
        lower instanceof Frame.Unbounded || random.nextInt(3) > 0 ? lower : new Frame.Unbounded(),
        random.nextInt(4) == 0 ? new Frame.CurrentRow() : upper);
  }

  /** Standard SQL wants bounds in this order, where UNBOUNDED fits on either side. */
  private static int rank(Frame.Bound bound) {
    return bound instanceof Frame.Preceding ? 0 : bound instanceof Frame.Following ? 2 : 1;
  }

  private static Frame.Bound bound(Frame.Unit unit, boolean offsets, Key key, Random random) {
    int kind = random.nextInt(offsets ? 4 : 2);
    if (kind == 0) {
      return new Frame.Unbounded();
    }
    if (kind == 1) {
      return new Frame.CurrentRow();
    }
    Object offset =
        unit == Frame.Unit.ROWS
            ? (Object) random.nextInt(5)
            : key.offsets()[random.nextInt(key.offsets().length)];
    Expression.Literal literal = new Expression.Literal(offset, ScalarType.BIGINT);
    return kind == 2 ? new Frame.Preceding(literal) : new Frame.Following(literal);
  }

  private static Change row(long weight, @Nullable Object... values) {
    return new Change(Change.insert(values).row(), weight);
  }

  @Test
  void aSumThatDoesNotFitLeavesItsRowOutUntilItFits() {
    RowSchema input = Batches.schema(ScalarType.INTEGER, ScalarType.BIGINT);
    OverCall sum =
        aggregate(
            "SUM",
            List.of(new Expression.InputRef(1, ScalarType.BIGINT)),
            new Frame(Frame.Unit.ROWS, new Frame.Unbounded(), new Frame.CurrentRow()),
            false,
            NO_FILTER,
            ScalarType.BIGINT);
    Node.Over node = node(input, List.of(), List.of(new SortKey(0, false, true)), List.of(sum));
    List<Change> pool = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 12; i++) {
      pool.add(row(1, i, random.nextBoolean() ? Long.MAX_VALUE / 2 : Long.MIN_VALUE / 3));
    }
    for (long seed = 1; seed <= 20; seed++) {
      OverReference reference = new OverReference(node, input, ZONE);
      new History(List.of(input), 1, false, seed)
          .rows(0, pool)
          .epochs(12, 12)
          .withoutCopies()
          .check(
              () -> new OverOperator(node, input, ZONE),
              node.schema(),
              rows -> reference.result(rows.get(0)));
    }
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> new OverOperator(node, input, ZONE),
            List.of(input),
            node.schema(),
            KeyGroups.ofShard(0, 1))) {
      harness.process(0, List.of(row(1, 1, Long.MAX_VALUE), row(1, 2, 5L), row(1, 3, 6L)));
      harness.endEpoch();
      assertEquals(2, harness.rowErrors().size());
      assertEquals(1, harness.output().size());
      harness.process(0, List.of(row(1, 4, 1L)));
      harness.endEpoch();
      assertEquals(3, harness.rowErrors().size(), "a row is reported once");
      harness.process(0, List.of(row(-1, 1, Long.MAX_VALUE)));
      harness.endEpoch();
      assertEquals(
          Batches.accumulate(List.of(row(1, 2, 5L, 5L), row(1, 3, 6L, 11L), row(1, 4, 1L, 12L))),
          Batches.accumulate(harness.output()));
    }
  }

  @ParameterizedTest
  @MethodSource("largePartitions")
  void largePartitions(int seed) {
    Random random = new Random(seed);
    RowSchema input = Batches.schema(ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.STRING);
    Frame running = new Frame(Frame.Unit.ROWS, new Frame.Unbounded(), new Frame.CurrentRow());
    Expression.Literal three = new Expression.Literal(3, ScalarType.INTEGER);
    Frame near = new Frame(Frame.Unit.ROWS, new Frame.Preceding(three), new Frame.Following(three));
    Expression number = new Expression.InputRef(1, ScalarType.BIGINT);
    List<OverCall> all =
        List.of(
            aggregate("SUM", List.of(number), running, false, NO_FILTER, ScalarType.BIGINT),
            aggregate("MAX", List.of(number), running, false, NO_FILTER, ScalarType.BIGINT),
            aggregate("MIN", List.of(number), near, false, NO_FILTER, ScalarType.BIGINT),
            plain("ROW_NUMBER", COUNT),
            plain("DENSE_RANK", COUNT));
    List<OverCall> calls = all.subList(random.nextInt(3), 3 + random.nextInt(3));
    Node.Over node = node(input, List.of(), List.of(new SortKey(0, seed % 2 == 0, true)), calls);
    List<Change> pool = new ArrayList<>();
    for (Change change : new RandomRows(seed).changes(input, 4_000, false)) {
      pool.add(row(1, random.nextInt(3_000), change.row().get(1), change.row().get(2)));
    }
    OverReference reference = new OverReference(node, input, ZONE);
    new History(List.of(input), 1, seed % 3 == 0, seed)
        .rows(0, pool)
        .epochs(4, 500)
        .notConsolidated()
        .check(
            () -> new OverOperator(node, input, ZONE),
            node.schema(),
            rows -> reference.result(rows.get(0)));
  }

  static IntStream largePartitions() {
    return IntStream.rangeClosed(1, 6);
  }

  @Test
  void anOffsetOverSeveralKeysIsRefused() {
    RowSchema input = Batches.schema(ScalarType.INTEGER, ScalarType.BIGINT);
    Expression.Literal three = new Expression.Literal(3, ScalarType.INTEGER);
    Frame frame = new Frame(Frame.Unit.RANGE, new Frame.Preceding(three), new Frame.CurrentRow());
    OverCall count = aggregate("COUNT", List.of(), frame, false, NO_FILTER, COUNT);
    List<SortKey> order = List.of(new SortKey(0, false, true), new SortKey(1, false, true));
    Node.Over node = node(input, List.of(), order, List.of(count));
    LeatException error =
        assertThrows(LeatException.class, () -> new OverOperator(node, input, ZONE));
    assertEquals(SqlState.FEATURE_NOT_SUPPORTED, error.sqlState());
  }
}
