package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
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
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions of random rows against those of sorting them all. */
class SessionsOperatorTest {
  private static final long GAP = 10;
  private static final RowSchema INPUT =
      Batches.schema(ScalarType.STRING, ScalarType.timestamp(6), ScalarType.BIGINT);
  private static final RowSchema SCHEMA =
      Batches.schema(
          ScalarType.STRING,
          ScalarType.timestamp(6),
          ScalarType.BIGINT,
          ScalarType.timestamp(6).withNullable(false),
          ScalarType.timestamp(6).withNullable(false),
          ScalarType.timestamp(6).withNullable(false));

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 100);
  }

  private static OperatorHarness harness(boolean closing) {
    return harness(closing ? Optional.of(Node.Emission.ONCE) : Optional.empty(), false);
  }

  private static OperatorHarness harness(Optional<Node.Emission> closing, boolean appendOnly) {
    Node.Sessions node =
        new Node.Sessions("sessions", 0, 1, List.of(0), GAP, closing, appendOnly, SCHEMA);
    return new OperatorHarness(
        () ->
            node.once()
                ? new ClosingSessionsOperator(node, INPUT, ZoneOffset.UTC)
                : new UpdatingSessionsOperator(node, INPUT, ZoneOffset.UTC),
        List.of(INPUT),
        SCHEMA,
        KeyGroups.ofShard(0, 1));
  }

  private static LocalDateTime at(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000),
        (int) Math.floorMod(micros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }

  /** A row, and whether its own session was over before it came. */
  private record Row(@Nullable String key, long time, long value, boolean behind) {
    Change change(long weight) {
      return new Change(Collections.unmodifiableList(Arrays.asList(key, at(time), value)), weight);
    }

    Change inSession(long start, long end) {
      return new Change(
          Collections.unmodifiableList(
              Arrays.asList(key, at(time), value, at(start), at(end), at(end - 1))),
          1);
    }
  }

  private static List<List<Row>> sessions(List<Row> rows) {
    Map<String, List<Row>> partitions =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> String.valueOf(row.key()), TreeMap::new, Collectors.toList()));
    List<List<Row>> sessions = new ArrayList<>();
    for (List<Row> partition : partitions.values()) {
      partition.sort(Comparator.comparingLong(Row::time));
      long end = Long.MIN_VALUE;
      for (Row row : partition) {
        if (end == Long.MIN_VALUE || row.time() > end) {
          sessions.add(new ArrayList<>());
        }
        sessions.get(sessions.size() - 1).add(row);
        end = row.time() + GAP;
      }
    }
    return sessions;
  }

  private static long end(List<Row> session) {
    return session.get(session.size() - 1).time() + GAP;
  }

  private static List<Change> changes(List<Row> session) {
    long start = session.get(0).time();
    return session.stream().map(row -> row.inSession(start, end(session))).toList();
  }

  private static Row row(Random random, long around) {
    String key = random.nextInt(6) == 0 ? null : "k" + random.nextInt(3);
    return new Row(key, around - random.nextInt(60), random.nextInt(3), false);
  }

  /** Rows as they are kept; one that is equal to a row that is there is no new one. */
  private static List<Row> kept(List<Row> fresh, List<Row> present, long goneBefore) {
    List<Row> rows = new ArrayList<>();
    for (Row row : fresh) {
      Row behind = new Row(row.key(), row.time(), row.value(), true);
      boolean isBehind = row.time() + GAP < goneBefore && !present.contains(row);
      rows.add(isBehind ? behind : row);
    }
    return rows;
  }

  /** The bound of the result: no row that may yet be left alone is of an earlier session. */
  private static long held(long bound, long lateness, List<Row> open, boolean appendOnly) {
    boolean special = bound == EventTime.NONE || bound == EventTime.END;
    long held = special ? bound : bound - 1;
    for (Row row : open) {
      if (!appendOnly && !row.behind()) {
        held = Math.min(held, row.time() + GAP - 1 + lateness);
      }
    }
    return held;
  }

  /** Rows are given, or taken back, of sessions only whose last moment the bound had not passed. */
  private static void assertNotBefore(long bound, List<Change> output) {
    for (Change change : output) {
      LocalDateTime last = (LocalDateTime) change.row().get(5);
      if (bound != EventTime.NONE && last.isBefore(at(bound))) {
        fail(change + " behind the bound " + at(bound));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rowsAreGivenWhenTheirSessionHasEnded(int seed) {
    Random random = new Random(seed);
    boolean appendOnly = random.nextBoolean();
    List<Row> open = new ArrayList<>();
    List<Change> late = new ArrayList<>();
    List<Change> expected = new ArrayList<>();
    try (OperatorHarness harness = harness(Optional.of(Node.Emission.ONCE), appendOnly)) {
      long bound = EventTime.NONE;
      long given = EventTime.NONE;
      for (int epoch = 0; epoch < 25; epoch++) {
        List<Row> fresh = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
          fresh.add(row(random, epoch * 15L));
        }
        List<Change> batch = new ArrayList<>();
        fresh.forEach(row -> batch.add(row.change(1)));
        if (!appendOnly && !open.isEmpty() && random.nextBoolean()) {
          Row taken = open.remove(random.nextInt(open.size()));
          batch.add(taken.change(-1));
          // A row that is equal to it would be no new one.
          fresh.removeIf(
              row -> row.change(1).equals(taken.change(1)) && batch.remove(row.change(1)));
        }
        Collections.shuffle(batch, random);
        harness.process(0, batch);
        long next = random.nextInt(4) == 0 ? bound : Math.max(bound, epoch * 15L - 30);
        next = epoch == 24 ? EventTime.END : next;
        int before = harness.output().size();
        long made = harness.endEpoch(next);

        open.addAll(kept(fresh, open, bound));
        List<Row> rest = new ArrayList<>();
        for (List<Row> session : sessions(open)) {
          if (session.stream().allMatch(Row::behind)) {
            session.forEach(row -> late.add(row.change(1)));
          } else if (end(session) < next) {
            expected.addAll(changes(session));
          } else {
            rest.addAll(session);
          }
        }
        open.clear();
        open.addAll(rest);
        bound = next;
        assertEquals(held(next, 0, open, appendOnly), made, "epoch " + epoch);
        assertTrue(made >= given, "epoch " + epoch);
        assertNotBefore(given, harness.output().subList(before, harness.output().size()));
        given = made;
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

  @ParameterizedTest
  @MethodSource("seeds")
  void rowsAreTakenBackWhenTheirSessionChanges(int seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    try (OperatorHarness harness = harness(false)) {
      for (int epoch = 0; epoch < 25; epoch++) {
        List<Change> batch = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
          if (rows.isEmpty() || random.nextInt(3) > 0) {
            Row row = row(random, random.nextInt(200));
            rows.add(row);
            batch.add(row.change(1));
          } else {
            batch.add(rows.remove(random.nextInt(rows.size())).change(-1));
          }
        }
        Collections.shuffle(batch, random);
        harness.process(0, batch);
        harness.endEpoch(EventTime.NONE);
        List<Change> expected = new ArrayList<>();
        sessions(rows).forEach(session -> expected.addAll(changes(session)));
        assertEquals(
            Batches.accumulate(expected), Batches.accumulate(harness.output()), "epoch " + epoch);
        if (random.nextInt(3) == 0) {
          harness.restart();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rowsAreGivenAtOnceAndForgottenWhenTheirSessionIsLongOver(int seed) {
    Random random = new Random(seed);
    long lateness = random.nextInt(3) * 12L;
    boolean appendOnly = random.nextBoolean();
    List<Row> kept = new ArrayList<>();
    List<Change> late = new ArrayList<>();
    List<Change> gone = new ArrayList<>();
    try (OperatorHarness harness =
        harness(Optional.of(new Node.Emission(1, lateness)), appendOnly)) {
      long bound = EventTime.NONE;
      long given = EventTime.NONE;
      for (int epoch = 0; epoch < 25; epoch++) {
        List<Change> batch = new ArrayList<>();
        List<Row> fresh = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
          fresh.add(row(random, epoch * 15L));
        }
        fresh.forEach(row -> batch.add(row.change(1)));
        for (int i = random.nextInt(3); i > 0 && !appendOnly && !kept.isEmpty(); i--) {
          Row taken = kept.remove(random.nextInt(kept.size()));
          batch.add(taken.change(-1));
          // A row that is equal to it would be no new one.
          fresh.removeIf(
              row -> row.change(1).equals(taken.change(1)) && batch.remove(row.change(1)));
        }
        Collections.shuffle(batch, random);
        harness.process(0, batch);
        long next = random.nextInt(4) == 0 ? bound : Math.max(bound, epoch * 15L - 30);
        next = epoch == 24 ? EventTime.END : next;
        int before = harness.output().size();
        long made = harness.endEpoch(next);

        kept.addAll(kept(fresh, kept, EventTime.behind(bound, lateness)));
        List<Row> rest = new ArrayList<>();
        List<Change> expected = new ArrayList<>();
        for (List<Row> session : sessions(kept)) {
          if (session.stream().allMatch(Row::behind)) {
            session.forEach(row -> late.add(row.change(1)));
          } else if (end(session) < EventTime.behind(next, lateness)) {
            gone.addAll(changes(session));
          } else {
            expected.addAll(changes(session));
            rest.addAll(session);
          }
        }
        kept = rest;
        bound = next;
        assertEquals(held(next, lateness, kept, appendOnly), made, "epoch " + epoch);
        assertTrue(made >= given, "epoch " + epoch);
        assertNotBefore(
            EventTime.behind(given, lateness),
            harness.output().subList(before, harness.output().size()));
        given = made;
        expected.addAll(gone);
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

  private static Change change(String key, long time, long weight) {
    return new Row(key, time, 0, false).change(weight);
  }

  /** The bound waits for the first row of an open session: it may be all that is left of it. */
  @Test
  void openSessionsHoldTheBoundOfRowsThatMayBeTakenBack() {
    try (OperatorHarness harness = harness(true)) {
      harness.process(0, List.of(change("a", 100, 1), change("b", 100, 1), change("b", 108, 1)));
      assertEquals(109, harness.endEpoch(112));
      assertEquals(1, harness.output().size());
      harness.restart();
      assertEquals(109, harness.endEpoch(114));
      harness.process(0, List.of(change("b", 108, -1)));
      assertEquals(113, harness.endEpoch(114));
      assertEquals(
          List.of(at(109), at(109)),
          harness.output().stream().map(change -> change.row().get(5)).toList());
      assertEquals(List.of(), harness.lateRows());
    }
  }

  /** What joined an open session by another row only, and came too late by itself, is late then. */
  @Test
  void rowsThatWereBehindAreLateWhenTheyAreLeftAlone() {
    for (Node.Emission emission : List.of(Node.Emission.ONCE, new Node.Emission(1, 0))) {
      try (OperatorHarness harness = harness(Optional.of(emission), false)) {
        harness.process(0, List.of(change("a", 100, 1)));
        assertEquals(104, harness.endEpoch(105));
        harness.process(0, List.of(change("a", 90, 1), change("a", 93, 1), change("a", 84, 1)));
        assertEquals(104, harness.endEpoch(105));
        harness.restart();
        harness.process(0, List.of(change("a", 93, -1)));
        assertEquals(104, harness.endEpoch(105));
        assertEquals(List.of(), harness.lateRows());
        harness.restart();
        harness.process(0, List.of(change("a", 90, -1)));
        assertEquals(104, harness.endEpoch(105));
        assertEquals(List.of(change("a", 84, 1)), harness.lateRows());
        harness.endEpoch(EventTime.END);
        assertEquals(
            Batches.accumulate(List.of(new Row("a", 100, 0, false).inSession(100, 110))),
            Batches.accumulate(harness.output()));
      }
    }
  }

  @Test
  void rowsWithoutTimeFail() {
    for (boolean closing : new boolean[] {true, false}) {
      try (OperatorHarness harness = harness(closing)) {
        harness.process(0, List.of(Change.insert("a", null, 1L), Change.insert("a", at(3), 2L)));
        harness.endEpoch(EventTime.END);
        assertEquals(1, harness.rowErrors().size());
        assertEquals(1, harness.output().size());
      }
    }
  }

  /** What a session leaves behind is forgotten when no row can belong to it any more. */
  @Test
  void nothingIsLeftOfSessionsThatAreLongOver() {
    Node.Sessions node =
        new Node.Sessions(
            "sessions", 0, 1, List.of(0), GAP, Optional.of(Node.Emission.ONCE), true, SCHEMA);
    ClosingSessionsOperator operator = new ClosingSessionsOperator(node, INPUT, ZoneOffset.UTC);
    try (OperatorHarness harness =
        new OperatorHarness(() -> operator, List.of(INPUT), SCHEMA, KeyGroups.ofShard(0, 1))) {
      for (int i = 0; i < 1000; i++) {
        harness.process(0, List.of(Change.insert("k" + i, at(i), 0L)));
        harness.endEpoch(i);
      }
      assertEquals(GAP, operator.stateRows(), 1);
      harness.endEpoch(2000);
      assertEquals(0, operator.stateRows());
    }
  }
}
