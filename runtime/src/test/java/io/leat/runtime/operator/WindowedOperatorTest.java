package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Frame;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After every epoch, what windows have given is what their body gives of all rows at once that were
 * in closed windows and not late; and the rows that were late are those that came when their window
 * was gone. With random rows, windows, epochs, batches, bounds, restarts, on one to four shards.
 */
class WindowedOperatorTest {
  private static final DataType TIME = ScalarType.timestamp(6).withNullable(false);
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);
  private static final RowSchema INPUT =
      Batches.schema(ScalarType.STRING, ScalarType.BIGINT, TIME, TIME, TIME);
  private static final int START = 2;
  private static final int END = 3;
  private static final int LAST_MOMENT = 4;
  private static final long SIZE = 60;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 80);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void windowsGiveWhatTheirBodyGivesOfAllRowsAtOnce(int seed) {
    new Trial(seed).run();
  }

  private static Expression column(int index) {
    return new Expression.InputRef(index, INPUT.type(index));
  }

  private static AggregateCall call(
      String function, DataType type, boolean distinct, int... arguments) {
    return new AggregateCall(
        function,
        Arrays.stream(arguments).mapToObj(WindowedOperatorTest::column).toList(),
        distinct,
        OptionalInt.empty(),
        List.of(),
        type);
  }

  private static RowSchema concat(RowSchema schema, DataType... more) {
    List<DataType> types = new ArrayList<>(schema.types());
    types.addAll(List.of(more));
    return Batches.schema(types.toArray(DataType[]::new));
  }

  /** A node over the input, or two of it, that never brings rows of different windows together. */
  private static Node body(Random random, boolean appendOnly) {
    List<Integer> keys = new ArrayList<>(List.of(START, END));
    if (random.nextInt(4) > 0) {
      keys.add(random.nextInt(3), 0);
    }
    switch (random.nextInt(6)) {
      case 0, 1:
        List<AggregateCall> calls = new ArrayList<>();
        calls.add(call("COUNT", COUNT, false));
        calls.add(call("SUM", ScalarType.BIGINT, false, 1));
        calls.add(call("MAX", ScalarType.BIGINT, false, 1));
        calls.add(call("COUNT", COUNT, true, 1));
        calls.add(call("ARRAY_AGG", new ArrayType(ScalarType.BIGINT, true), true, 1));
        Collections.shuffle(calls, random);
        calls = calls.subList(0, 1 + random.nextInt(4));
        RowSchema schema =
            concat(
                INPUT.select(keys),
                calls.stream().map(AggregateCall::type).toArray(DataType[]::new));
        return new Node.Aggregate("aggregate", 0, keys, calls, appendOnly, schema);
      case 2:
        boolean numbered = random.nextBoolean();
        return new Node.TopN(
            "top",
            0,
            keys,
            List.of(new SortKey(1, random.nextBoolean(), false)),
            random.nextInt(2),
            1 + random.nextInt(3),
            numbered,
            appendOnly,
            numbered ? concat(INPUT, COUNT) : INPUT);
      case 3:
        List<JoinKey> joined = new ArrayList<>();
        keys.forEach(key -> joined.add(new JoinKey(key, key, false)));
        JoinType type = JoinType.values()[random.nextInt(JoinType.values().length)];
        RowSchema pair =
            type == JoinType.SEMI || type == JoinType.ANTI
                ? INPUT
                : concat(INPUT, INPUT.types().toArray(DataType[]::new));
        return new Node.Join(
            "join", 0, 1, type, joined, Optional.empty(), appendOnly, appendOnly, nullable(pair));
      case 4:
        Node.SetOperation.Kind kind =
            Node.SetOperation.Kind.values()[random.nextInt(Node.SetOperation.Kind.values().length)];
        List<Integer> inputs = kind == Node.SetOperation.Kind.DISTINCT ? List.of(0) : List.of(0, 1);
        return new Node.SetOperation("set", kind, inputs, INPUT);
      default:
        return new Node.Over(
            "over",
            0,
            keys,
            List.of(new SortKey(1, false, true)),
            List.of(
                new OverCall(
                    "ROW_NUMBER",
                    List.of(),
                    Frame.whole(),
                    false,
                    OptionalInt.empty(),
                    false,
                    COUNT)),
            appendOnly,
            concat(INPUT, COUNT));
    }
  }

  private static RowSchema nullable(RowSchema schema) {
    return Batches.schema(
        schema.types().stream().map(type -> type.withNullable(true)).toArray(DataType[]::new));
  }

  static Operator operator(Node node, List<RowSchema> inputs) {
    if (node instanceof Node.Aggregate aggregate) {
      return new AggregateOperator(aggregate, inputs.get(0));
    } else if (node instanceof Node.TopN top) {
      return new TopNOperator(top, inputs.get(0));
    } else if (node instanceof Node.Join join) {
      return new JoinOperator(join, inputs.get(0), inputs.get(1), ZoneOffset.UTC);
    } else if (node instanceof Node.SetOperation set) {
      return new SetOperator(set);
    }
    return new OverOperator((Node.Over) node, inputs.get(0), ZoneOffset.UTC);
  }

  private static LocalDateTime time(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000),
        (int) Math.floorMod(micros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }

  /** A row of a window that ends there. */
  private record Arrived(int input, Change row, long end) {}

  private static final class Trial {
    private final Random random;
    private final boolean appendOnly;
    private final Node body;
    private final List<RowSchema> inputs;
    private final Node.Windowed node;
    private final int[] distribution;
    private final List<OperatorHarness> shards = new ArrayList<>();
    private final List<Arrived> kept = new ArrayList<>();
    private final List<Change> late = new ArrayList<>();
    private long bound = EventTime.NONE;

    Trial(int seed) {
      random = new Random(seed);
      appendOnly = random.nextBoolean();
      body = body(random, appendOnly);
      inputs = Collections.nCopies(body.inputs().size(), INPUT);
      boolean constants = random.nextInt(4) > 0;
      long early = random.nextInt(3) == 0 ? 1 + random.nextInt(3000) : 0;
      long lateness = random.nextInt(3) == 0 ? random.nextInt(200) : 0;
      node =
          new Node.Windowed(
              "windowed",
              body.inputs(),
              body,
              Collections.nCopies(inputs.size(), LAST_MOMENT),
              Collections.nCopies(inputs.size(), constants ? List.of(START, END) : List.of()),
              1,
              random.nextInt(4) > 0 ? Node.Late.REPORTED : Node.Late.LEFT_OUT,
              new Node.Emission(early, lateness),
              body.schema());
      distribution = new WindowLayout(node, inputs).distribution(0);
      int count = 1 + random.nextInt(4);
      for (int shard = 0; shard < count; shard++) {
        shards.add(
            new OperatorHarness(
                () -> new WindowedOperator(node, inputs, found -> operator(found, inputs)),
                inputs,
                body.schema(),
                KeyGroups.ofShard(shard, count)));
      }
    }

    void run() {
      long now = 0;
      for (int epoch = 0; epoch < 15; epoch++) {
        now += random.nextInt(80);
        for (int batch = random.nextInt(4); batch > 0; batch--) {
          feed(random.nextInt(inputs.size()), rows(now));
        }
        long next = random.nextInt(3) == 0 ? bound : Math.max(bound, now - random.nextInt(100));
        endEpoch(next);
        if (random.nextInt(3) == 0) {
          shards.forEach(OperatorHarness::restart);
        }
      }
      endEpoch(EventTime.END);
      check("at the end", Long.MAX_VALUE);
      List<Change> reported = new ArrayList<>();
      shards.forEach(shard -> reported.addAll(shard.lateRows()));
      assertEquals(
          node.late() == Node.Late.REPORTED ? Batches.accumulate(late) : Map.of(),
          Batches.accumulate(reported));
      shards.forEach(OperatorHarness::close);
    }

    private List<Arrived> rows(long now) {
      List<Arrived> rows = new ArrayList<>();
      int windows = random.nextInt(6) == 0 ? 12 : 1 + random.nextInt(2);
      for (int i = random.nextInt(60); i > 0; i--) {
        long at = now - random.nextInt(60 * windows) + 20;
        long end = Math.floorDiv(at, SIZE) * SIZE + SIZE;
        @Nullable Object key = random.nextInt(6) == 0 ? null : "k" + random.nextInt(4);
        @Nullable Object value = random.nextInt(6) == 0 ? null : (long) random.nextInt(5);
        Change row = Change.insert(key, value, time(end - SIZE), time(end), time(end - 1));
        rows.add(new Arrived(0, row, end));
      }
      return rows;
    }

    private void feed(int input, List<Arrived> rows) {
      long gone = EventTime.behind(bound, node.emission().latenessMicros());
      List<Change> changes = new ArrayList<>();
      for (Arrived row : rows) {
        take(input, row.row(), row.end(), gone, changes);
      }
      List<Arrived> before = new ArrayList<>(kept);
      if (!appendOnly) {
        Collections.shuffle(before, random);
        for (Arrived taken : before.subList(0, Math.min(before.size(), random.nextInt(8)))) {
          if (taken.input() == input && taken.row().weight() > 0 && taken.end() > gone) {
            take(input, new Change(taken.row().row(), -1), taken.end(), gone, changes);
            kept.remove(kept.size() - 1);
            kept.remove(taken);
          }
        }
      }
      for (int shard = 0; shard < shards.size(); shard++) {
        List<Change> own = new ArrayList<>();
        for (Change change : changes) {
          if (shardOf(change) == shard) {
            own.add(change);
          }
        }
        if (!own.isEmpty()) {
          shards.get(shard).process(input, own);
        }
      }
    }

    private void take(int input, Change row, long end, long gone, List<Change> changes) {
      changes.add(row);
      if (end <= gone) {
        late.add(row);
      } else {
        kept.add(new Arrived(input, row, end));
      }
    }

    private int shardOf(Change change) {
      ChangeBatch batch = Batches.of(INPUT, List.of(change));
      long[] hash = new long[1];
      StableHash.hash(batch, distribution, hash);
      return KeyGroups.shardOf(StableHash.keyGroup(hash[0]), shards.size());
    }

    private void endEpoch(long next) {
      boolean earlier = node.emission().earlyMicros() > 0;
      for (OperatorHarness shard : shards) {
        long made = shard.endEpoch(next);
        assertEquals(EventTime.behind(next, node.emission().latenessMicros()), made);
      }
      bound = next;
      if (!earlier) {
        check("at the bound " + bound, bound);
      }
    }

    /** Compares all that was given with what the body makes of the rows of closed windows. */
    private void check(String when, long closed) {
      List<Change> actual = new ArrayList<>();
      shards.forEach(shard -> actual.addAll(shard.output()));
      try (OperatorHarness whole =
          new OperatorHarness(
              () -> operator(body, inputs), inputs, body.schema(), KeyGroups.ofShard(0, 1))) {
        for (Arrived row : kept) {
          if (row.end() <= closed) {
            whole.process(row.input(), List.of(row.row()));
          }
        }
        whole.endEpoch();
        assertEquals(
            Batches.accumulate(whole.output()), Batches.accumulate(actual), when + " of " + node);
      }
      if (node.emission().equals(Node.Emission.ONCE) && !(body instanceof Node.Join)) {
        assertTrue(actual.stream().allMatch(row -> row.weight() > 0), "given once");
      }
    }
  }

  static IntStream slices() {
    return IntStream.rangeClosed(1, 40);
  }

  /** Parts of slices add up to those of all rows, whenever the rows come. */
  @ParameterizedTest
  @MethodSource("slices")
  void partsOfSlicesAddUp(int seed) {
    Random random = new Random(seed);
    List<AggregateCall> parts =
        List.of(
            call("COUNT", COUNT, false),
            call("COUNT", COUNT, false, 1),
            call("SUM", COUNT, false, 1));
    RowSchema schema =
        concat(INPUT.select(List.of(0, START, END, LAST_MOMENT)), COUNT, COUNT, COUNT);
    Node body =
        new Node.PreAggregate("parts", 0, List.of(0, START, END, LAST_MOMENT), parts, schema);
    long early = random.nextBoolean() ? 1500 : 0;
    Node.Windowed node =
        new Node.Windowed(
            "slices",
            List.of(0),
            body,
            List.of(LAST_MOMENT),
            List.of(List.of(START, END)),
            1,
            Node.Late.LEFT_OUT,
            new Node.Emission(early, 0),
            schema);
    Map<String, List<Long>> expected = new HashMap<>();
    try (OperatorHarness harness =
        new OperatorHarness(
            () -> new WindowedOperator(node, List.of(INPUT), found -> operator(found, List.of())),
            List.of(INPUT),
            schema,
            KeyGroups.ofShard(0, 1))) {
      long bound = EventTime.NONE;
      for (int epoch = 0; epoch < 12; epoch++) {
        List<Change> rows = new ArrayList<>();
        for (int i = random.nextInt(200); i > 0; i--) {
          long end = (1 + random.nextInt(6)) * SIZE;
          long value = random.nextInt(5);
          @Nullable Object key = random.nextInt(5) == 0 ? null : "k" + random.nextInt(9);
          rows.add(Change.insert(key, value, time(end - SIZE), time(end), time(end - 1)));
          List<Long> sums =
              expected.computeIfAbsent(key + " " + end, none -> new ArrayList<>(List.of(0L, 0L)));
          sums.set(0, sums.get(0) + 1);
          sums.set(1, sums.get(1) + value);
        }
        harness.process(0, rows);
        bound = Math.max(bound, epoch * 40L);
        assertEquals(bound, harness.endEpoch(bound));
        for (Change given : early > 0 ? List.<Change>of() : harness.output()) {
          LocalDateTime end = (LocalDateTime) given.row().get(2);
          assertTrue(!end.isAfter(time(bound)), "given before its end");
        }
        if (random.nextBoolean()) {
          harness.restart();
        }
      }
      harness.endEpoch(EventTime.END);
      Map<String, List<Long>> actual = new HashMap<>();
      for (Change given : harness.output()) {
        LocalDateTime end = (LocalDateTime) given.row().get(2);
        List<Long> sums =
            actual.computeIfAbsent(
                given.row().get(0) + " " + end.getNano() / 1000,
                none -> new ArrayList<>(List.of(0L, 0L)));
        sums.set(0, sums.get(0) + given.weight() * (Long) given.row().get(4));
        sums.set(1, sums.get(1) + given.weight() * (Long) given.row().get(6));
      }
      assertEquals(expected, actual);
    }
  }
}
