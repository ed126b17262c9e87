package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.state.KeyGroups;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.OperatorHarness;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows of rows, against a reference that tries every window there is. */
class WindowAssignOperatorTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;

  private static RowSchema input(DataType time) {
    return Batches.schema(ScalarType.BIGINT, time);
  }

  private static OperatorHarness harness(
      Window window, @Nullable Window closing, long lateness, DataType time) {
    RowSchema input = input(time);
    DataType border = ScalarType.timestamp(((ScalarType) time).precision()).withNullable(false);
    RowSchema schema =
        Batches.schema(ScalarType.BIGINT, time, border, border, time.withNullable(false));
    Node.WindowAssign node =
        new Node.WindowAssign(
            "assign",
            0,
            1,
            window,
            Optional.ofNullable(closing).map(kind -> new Node.Closing(kind, lateness)),
            schema);
    return new OperatorHarness(
        () -> new WindowAssignOperator(node, input, BERLIN),
        List.of(input),
        schema,
        KeyGroups.ofShard(0, 1));
  }

  private static LocalDateTime time(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1000, ZoneOffset.UTC);
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 60);
  }

  private static Window window(Random random) {
    long step = 1 + random.nextInt(10);
    long offset = random.nextInt(30) - 15;
    return switch (random.nextInt(3)) {
      case 0 -> new Window.Tumble(step, offset);
      case 1 -> new Window.Hop(step, 1 + random.nextInt(30), offset);
      default -> new Window.Cumulate(step, step * (1 + random.nextInt(5)), offset);
    };
  }

  /** Whether a window of the kind has these borders. */
  private static boolean exists(Window window, long start, long end) {
    if (window instanceof Window.Tumble tumble) {
      return end - start == tumble.size()
          && Math.floorMod(start - tumble.offset(), tumble.size()) == 0;
    } else if (window instanceof Window.Hop hop) {
      return end - start == hop.size() && Math.floorMod(start - hop.offset(), hop.slide()) == 0;
    }
    Window.Cumulate cumulate = (Window.Cumulate) window;
    return end - start <= cumulate.size()
        && Math.floorMod(start - cumulate.offset(), cumulate.size()) == 0
        && Math.floorMod(end - start, cumulate.step()) == 0;
  }

  private static List<long[]> windowsOf(Window window, long time) {
    List<long[]> found = new ArrayList<>();
    for (long start = time - 60; start <= time; start++) {
      for (long end = time + 1; end <= time + 60; end++) {
        if (exists(window, start, end)) {
          found.add(new long[] {start, end});
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyWindowThatHoldsTheRowAndIsOpen(int seed) {
    Random random = new Random(seed);
    Window window = window(random);
    boolean closing = random.nextBoolean();
    long lateness = random.nextInt(20);
    List<Change> expected = new ArrayList<>();
    List<Change> late = new ArrayList<>();
    int failed = 0;
    try (OperatorHarness harness =
        harness(window, closing ? window : null, lateness, ScalarType.timestamp(6))) {
      long bound = EventTime.NONE;
      for (int epoch = 0; epoch < 6; epoch++) {
        List<Change> rows = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
          long at = random.nextInt(100) - 50;
          boolean lacking = random.nextInt(20) == 0;
          Change row =
              new Change(
                  Collections.unmodifiableList(
                      java.util.Arrays.asList((long) i, lacking ? null : time(at))),
                  random.nextBoolean() ? 1 : -1);
          rows.add(row);
          if (lacking) {
            failed++;
            continue;
          }
          long gone = closing ? EventTime.behind(bound, lateness) : EventTime.NONE;
          List<long[]> windows = windowsOf(window, at);
          boolean any = windows.isEmpty();
          for (long[] found : windows) {
            if (found[1] > gone) {
              any = true;
              expected.add(
                  new Change(
                      List.of(
                          (long) i, time(at), time(found[0]), time(found[1]), time(found[1] - 1)),
                      row.weight()));
            }
          }
          if (!any) {
            late.add(row);
          }
        }
        harness.process(0, rows);
        bound = Math.max(bound, random.nextInt(60) - 50 + 10 * epoch);
        harness.endEpoch(bound);
      }
      assertEquals(Batches.accumulate(expected), Batches.accumulate(harness.output()));
      assertEquals(Batches.accumulate(late), Batches.accumulate(harness.lateRows()));
      assertEquals(failed, harness.rowErrors().size());
    }
  }

  /** A slice is assigned although it has ended, while a window of which it is a part is open. */
  @Test
  void slicesOfOpenWindows() {
    try (OperatorHarness harness =
        harness(new Window.Tumble(10, 0), new Window.Hop(10, 30, 0), 0, ScalarType.timestamp(6))) {
      harness.endEpoch(30);
      harness.process(
          0,
          List.of(
              Change.insert(1L, time(9)),
              Change.insert(2L, time(-1)),
              Change.insert(3L, time(29))));
      // Of the first, the last window ends at 30; of the second, at 20.
      assertEquals(List.of(3L), numbers(harness.output()));
      assertEquals(List.of(1L, 2L), numbers(harness.lateRows()));
      harness.process(0, List.of(Change.insert(4L, time(10))));
      assertEquals(List.of(3L, 4L), numbers(harness.output()));
    }
  }

  private static List<Object> numbers(List<Change> rows) {
    List<Object> numbers = new ArrayList<>();
    rows.forEach(row -> numbers.add(row.row().get(0)));
    return numbers;
  }

  private static List<Object> assigned(Window window, Instant at) {
    try (OperatorHarness harness = harness(window, null, 0, ScalarType.timestampLtz(3))) {
      harness.process(0, List.of(Change.insert(1L, at)));
      List<Object> shown = new ArrayList<>();
      for (Change row : harness.output()) {
        shown.add(row.row().get(2) + " " + row.row().get(3) + " " + row.row().get(4));
      }
      return shown;
    }
  }

  /** On 2026-03-29 the clock in Berlin goes from 2 to 3 o'clock, at 01:00 UTC. */
  @Test
  void clocksThatAreSetForward() {
    Window half = new Window.Tumble(30 * MINUTE, 0);
    assertEquals(
        List.of("2026-03-29T01:30 2026-03-29T02:00 2026-03-29T00:59:59.999Z"),
        assigned(half, Instant.parse("2026-03-29T00:45:00Z")));
    assertEquals(
        List.of("2026-03-29T03:00 2026-03-29T03:30 2026-03-29T01:29:59.999Z"),
        assigned(half, Instant.parse("2026-03-29T01:00:00Z")));
    assertEquals(
        List.of("2026-03-29T00:00 2026-03-30T00:00 2026-03-29T21:59:59.999Z"),
        assigned(new Window.Tumble(24 * 60 * MINUTE, 0), Instant.parse("2026-03-29T12:00:00Z")));
    // Windows that end at times that the clock does not show end when it is set.
    assertEquals(
        List.of(
            "2026-03-29T00:00 2026-03-29T02:00 2026-03-29T00:59:59.999Z",
            "2026-03-29T00:00 2026-03-29T02:30 2026-03-29T00:59:59.999Z",
            "2026-03-29T00:00 2026-03-29T03:00 2026-03-29T00:59:59.999Z"),
        assigned(
            new Window.Cumulate(30 * MINUTE, 180 * MINUTE, 0),
            Instant.parse("2026-03-29T00:45:00Z")));
  }

  /** On 2026-10-25 it goes from 3 back to 2 o'clock, at 01:00 UTC. */
  @Test
  void clocksThatAreSetBack() {
    Window half = new Window.Tumble(30 * MINUTE, 0);
    // Both times that the clock shows 02:10 are in one window, which ends after the second.
    assertEquals(
        List.of("2026-10-25T02:00 2026-10-25T02:30 2026-10-25T01:29:59.999Z"),
        assigned(half, Instant.parse("2026-10-25T00:10:00Z")));
    assertEquals(
        List.of("2026-10-25T02:00 2026-10-25T02:30 2026-10-25T01:29:59.999Z"),
        assigned(half, Instant.parse("2026-10-25T01:10:00Z")));
    assertEquals(
        List.of("2026-10-25T01:30 2026-10-25T02:00 2026-10-24T23:59:59.999Z"),
        assigned(half, Instant.parse("2026-10-24T23:45:00Z")));
    assertEquals(
        List.of("2026-10-25T02:30 2026-10-25T03:00 2026-10-25T01:59:59.999Z"),
        assigned(half, Instant.parse("2026-10-25T00:45:00Z")));
  }
}
