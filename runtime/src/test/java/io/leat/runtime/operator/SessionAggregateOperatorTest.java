package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Aggregates of sessions against those of all rows, sorted. */
class SessionAggregateOperatorTest {
  private static final long GAP = 10;
  private static final ScalarType TIME = ScalarType.timestamp(6);
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);
  private static final RowSchema INPUT =
      Batches.schema(ScalarType.STRING, TIME, ScalarType.BIGINT, ScalarType.BOOLEAN);
  private static final RowSchema SCHEMA =
      Batches.schema(
          TIME.withNullable(false),
          ScalarType.STRING,
          TIME.withNullable(false),
          COUNT,
          ScalarType.BIGINT,
          ScalarType.BIGINT,
          ScalarType.BIGINT,
          ScalarType.DOUBLE);

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 200);
  }

  private static AggregateCall call(String function, DataType type, boolean filtered) {
    List<Expression> arguments =
        function.equals("COUNT")
            ? List.of()
            : List.of(new Expression.InputRef(2, ScalarType.BIGINT));
    return new AggregateCall(
        function,
        arguments,
        false,
        filtered ? OptionalInt.of(3) : OptionalInt.empty(),
        List.of(),
        type);
  }

  private static Node.SessionAggregate node(List<AggregateCall> calls) {
    List<RowSchema.Field> fields = new ArrayList<>();
    fields.add(new RowSchema.Field("k", ScalarType.STRING));
    fields.addAll(SCHEMA.fields().subList(3, SCHEMA.size()));
    Node.Aggregate aggregate =
        new Node.Aggregate(
            "aggregate", 0, List.of(0), calls, true, OptionalInt.empty(), new RowSchema(fields));
    List<Integer> keys = List.of(Node.SessionAggregate.START, 0, Node.SessionAggregate.LAST_MOMENT);
    return new Node.SessionAggregate("sessions", 0, 1, GAP, 3, aggregate, keys, SCHEMA);
  }

  private static SessionAggregateOperator operator() {
    return new SessionAggregateOperator(
        node(
            List.of(
                call("COUNT", COUNT, false),
                call("SUM", ScalarType.BIGINT, false),
                call("MIN", ScalarType.BIGINT, false),
                call("SUM", ScalarType.BIGINT, true),
                call("AVG", ScalarType.DOUBLE, false))),
        INPUT,
        ZoneOffset.UTC);
  }

  private static OperatorHarness harness() {
    return new OperatorHarness(
        SessionAggregateOperatorTest::operator, List.of(INPUT), SCHEMA, KeyGroups.ofShard(0, 1));
  }

  private static LocalDateTime at(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000),
        (int) Math.floorMod(micros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }

  /** A row, and whether it came in the epoch at hand. */
  private record Row(
      @Nullable String key, long time, @Nullable Long value, boolean chosen, boolean fresh) {
    Change change() {
      return new Change(
          Collections.unmodifiableList(Arrays.asList(key, at(time), value, chosen)), 1);
    }

    /** Without what is computed of it. */
    Change reported() {
      return new Change(Collections.unmodifiableList(Arrays.asList(key, at(time), value)), 1);
    }

    Row old() {
      return new Row(key, time, value, chosen, false);
    }
  }

  private static List<List<Row>> sessions(List<Row> rows) {
    Map<String, List<Row>> keys =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> String.valueOf(row.key()), TreeMap::new, Collectors.toList()));
    List<List<Row>> sessions = new ArrayList<>();
    for (List<Row> ofKey : keys.values()) {
      ofKey.sort(Comparator.comparingLong(Row::time));
      List<Row> session = new ArrayList<>();
      for (Row row : ofKey) {
        if (!session.isEmpty() && row.time() - session.get(session.size() - 1).time() > GAP) {
          sessions.add(session);
          session = new ArrayList<>();
        }
        session.add(row);
      }
      sessions.add(session);
    }
    return sessions;
  }

  private static long end(List<Row> session) {
    return session.get(session.size() - 1).time() + GAP;
  }

  private static @Nullable Long sum(List<Row> rows) {
    return rows.stream()
        .map(Row::value)
        .filter(value -> value != null)
        .reduce(Long::sum)
        .orElse(null);
  }

  private static Change result(List<Row> session) {
    List<Long> values = session.stream().map(Row::value).filter(value -> value != null).toList();
    return new Change(
        Collections.unmodifiableList(
            Arrays.asList(
                at(session.get(0).time()),
                session.get(0).key(),
                at(end(session) - 1),
                (long) session.size(),
                sum(session),
                values.stream().min(Long::compare).orElse(null),
                sum(session.stream().filter(Row::chosen).toList()),
                values.isEmpty()
                    ? null
                    : (double) values.stream().mapToLong(Long::longValue).sum() / values.size())),
        1);
  }

  private static Row row(Random random, long around) {
    String key = random.nextInt(6) == 0 ? null : "k" + random.nextInt(3);
    Long value = random.nextInt(5) == 0 ? null : Long.valueOf(random.nextInt(9));
    return new Row(key, around - random.nextInt(60), value, random.nextBoolean(), true);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resultsAreThoseOfAllRowsThatWereNotLate(int seed) {
    Random random = new Random(seed);
    List<Row> open = new ArrayList<>();
    List<Change> late = new ArrayList<>();
    List<Change> expected = new ArrayList<>();
    try (OperatorHarness harness = harness()) {
      long bound = EventTime.NONE;
      for (int epoch = 0; epoch < 25; epoch++) {
        List<Row> fresh = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
          fresh.add(row(random, epoch * 15L));
        }
        int cut = random.nextInt(fresh.size() + 1);
        harness.process(0, fresh.subList(0, cut).stream().map(Row::change).toList());
        harness.process(0, fresh.subList(cut, fresh.size()).stream().map(Row::change).toList());
        long next = random.nextInt(4) == 0 ? bound : Math.max(bound, epoch * 15L - 30);
        next = epoch == 24 ? EventTime.END : next;
        harness.endEpoch(next);

        open.addAll(fresh);
        List<Row> rest = new ArrayList<>();
        for (List<Row> session : sessions(open)) {
          if (end(session) < bound && session.stream().allMatch(Row::fresh)) {
            session.forEach(row -> late.add(row.reported()));
          } else if (end(session) < next) {
            expected.add(result(session));
          } else {
            session.forEach(row -> rest.add(row.old()));
          }
        }
        open.clear();
        open.addAll(rest);
        bound = next;
        assertEquals(
            Batches.accumulate(expected), Batches.accumulate(harness.output()), "epoch " + epoch);
        assertEquals(
            Batches.accumulate(late), Batches.accumulate(harness.lateRows()), "epoch " + epoch);
        if (random.nextInt(3) == 0) {
          harness.restart();
        }
      }
    }
  }

  @Test
  void rowsWithoutTimeFail() {
    try (OperatorHarness harness = harness()) {
      harness.process(
          0, List.of(Change.insert("a", null, 1L, true), Change.insert("a", at(3), 2L, false)));
      harness.endEpoch(EventTime.END);
      assertEquals(1, harness.rowErrors().size());
      assertEquals(1, harness.output().size());
    }
  }

  /** Each session has a row, however many rows it has, until it has ended. */
  @Test
  void aSessionIsOneRow() {
    SessionAggregateOperator operator = operator();
    try (OperatorHarness harness =
        new OperatorHarness(() -> operator, List.of(INPUT), SCHEMA, KeyGroups.ofShard(0, 1))) {
      for (int i = 0; i < 1000; i++) {
        harness.process(
            0,
            List.of(Change.insert("a", at(i), 1L, true), Change.insert("b" + i, at(i), 1L, true)));
        harness.endEpoch(i);
        assertEquals(Math.min(i, GAP) + 2, operator.stateRows(), 1);
      }
      harness.endEpoch(2000);
      assertEquals(0, operator.stateRows());
      assertEquals(1001, harness.output().size());
    }
  }

  @Test
  void whatCannotBeMergedIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SessionAggregateOperator(
                node(List.of(call("SINGLE_VALUE", ScalarType.BIGINT, false))),
                INPUT,
                ZoneOffset.UTC));
  }
}
