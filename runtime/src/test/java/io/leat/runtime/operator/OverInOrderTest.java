package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Frame;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.testing.TimedRows;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Window functions over rows that come in order: the same results, once each, of fewer rows. */
class OverInOrderTest {
  private static final RowSchema ROWS = TimedRows.SCHEMA;
  private static final Expression VALUE = new Expression.InputRef(2, TimedRows.INT);
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);

  private static OverCall call(
      String function, List<Expression> arguments, Frame frame, boolean distinct, DataType type) {
    return new OverCall(function, arguments, frame, distinct, OptionalInt.empty(), false, type);
  }

  private static Expression.Literal count(int value) {
    return new Expression.Literal(value, ScalarType.INTEGER);
  }

  private static Expression.Literal seconds(int value) {
    return new Expression.Literal(Duration.ofSeconds(value), ScalarType.intervalDayTime(6));
  }

  private static Frame frame(Random random) {
    Frame.Unit unit = random.nextBoolean() ? Frame.Unit.ROWS : Frame.Unit.RANGE;
    Frame.Bound lower =
        switch (random.nextInt(4)) {
          case 0 -> new Frame.Unbounded();
          case 1 -> new Frame.CurrentRow();
          default ->
              new Frame.Preceding(
                  unit == Frame.Unit.ROWS ? count(random.nextInt(4)) : seconds(random.nextInt(20)));
        };
    return new Frame(unit, lower, new Frame.CurrentRow());
  }

  private static OverCall call(Random random) {
    Frame frame = frame(random);
    return switch (random.nextInt(12)) {
      case 0 -> call("ROW_NUMBER", List.of(), Frame.whole(), false, COUNT);
      case 1 -> call("RANK", List.of(), Frame.whole(), false, COUNT);
      case 2 -> call("DENSE_RANK", List.of(), Frame.whole(), false, COUNT);
      case 3 -> call("LAG", List.of(VALUE, count(2)), Frame.whole(), false, TimedRows.INT);
      case 4 -> call("FIRST_VALUE", List.of(VALUE), frame, false, TimedRows.INT);
      case 5 -> call("LAST_VALUE", List.of(VALUE), frame, false, TimedRows.INT);
      case 6 -> call("MIN", List.of(VALUE), frame, false, TimedRows.INT);
      case 7 -> call("MAX", List.of(VALUE), frame, false, TimedRows.INT);
      case 8 -> call("COUNT", List.of(VALUE), frame, random.nextBoolean(), COUNT);
      case 9 -> call("AVG", List.of(VALUE), frame, false, ScalarType.DOUBLE);
      default -> call("SUM", List.of(VALUE), frame, random.nextInt(4) == 0, ScalarType.BIGINT);
    };
  }

  private static Node.Over node(List<Integer> partition, List<OverCall> calls) {
    List<DataType> types = new ArrayList<>(ROWS.types());
    calls.forEach(call -> types.add(call.type()));
    return new Node.Over(
        "over",
        0,
        partition,
        List.of(new SortKey(1, false, true)),
        calls,
        true,
        true,
        Batches.schema(types.toArray(DataType[]::new)));
  }

  @Test
  void equalsTheResultsOfAllRowsAtOnce() {
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      List<OverCall> calls = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        calls.add(call(random));
      }
      Node.Over node = node(random.nextInt(3) == 0 ? List.of() : List.of(0), calls);
      OverReference reference = new OverReference(node, ROWS, ZoneOffset.UTC);
      List<Change> all = new ArrayList<>();
      try (OperatorHarness harness =
          new OperatorHarness(
              () -> new OverOperator(node, ROWS, ZoneOffset.UTC),
              List.of(ROWS),
              node.schema(),
              KeyGroups.ofShard(0, 1))) {
        long second = 0;
        for (int epoch = 0; epoch < 15; epoch++) {
          long end = second + random.nextInt(12);
          for (int batch = random.nextInt(4); batch > 0 && end > second; batch--) {
            List<Change> rows = rows(random, second, end);
            harness.process(0, rows);
            all.addAll(rows);
          }
          second = end;
          harness.endEpoch(epoch == 14 ? EventTime.END : TimedRows.micros(second));
          assertEquals(
              Batches.accumulate(reference.result(all)),
              Batches.accumulate(harness.output()),
              "seed " + seed + ", epoch " + epoch + ", " + calls);
          assertTrue(
              harness.output().stream().allMatch(change -> change.weight() > 0),
              "taken back, seed " + seed);
          if (random.nextInt(3) == 0) {
            harness.restart();
          }
        }
      }
    }
  }

  private static List<Change> rows(Random random, long from, long to) {
    List<Change> rows = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      rows.add(
          Change.insert(
              random.nextInt(3),
              TimedRows.at(from + random.nextInt((int) (to - from))),
              random.nextInt(5) == 0 ? null : Integer.valueOf(random.nextInt(6))));
    }
    return rows;
  }

  @Test
  void keepsOnlyWhatLaterRowsDependOn() {
    Frame tenSeconds =
        new Frame(Frame.Unit.RANGE, new Frame.Preceding(seconds(10)), new Frame.CurrentRow());
    Frame all = new Frame(Frame.Unit.ROWS, new Frame.Unbounded(), new Frame.CurrentRow());
    Node.Over node =
        node(
            List.of(0),
            List.of(
                call("SUM", List.of(VALUE), tenSeconds, false, ScalarType.BIGINT),
                call("MAX", List.of(VALUE), all, false, TimedRows.INT),
                call("COUNT", List.of(), all, false, COUNT)));
    OverOperator[] operator = new OverOperator[1];
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> {
              operator[0] = new OverOperator(node, ROWS, ZoneOffset.UTC);
              return operator[0];
            },
            List.of(ROWS),
            node.schema(),
            KeyGroups.ofShard(0, 1))) {
      for (int second = 0; second < 3000; second++) {
        List<Change> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          rows.add(Change.insert(i % 5, TimedRows.at(second), i));
        }
        harness.process(0, rows);
        harness.endEpoch(TimedRows.micros(second + 1));
      }
      assertTrue(operator[0].memoryBytes() < 200_000, operator[0].memoryBytes() + " bytes");
      List<Change> output = harness.output();
      assertEquals(6000L, output.get(output.size() - 1).row().get(5));
    }
  }
}
