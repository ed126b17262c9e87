package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClosingTimesTest {
  private static final long SECOND = 1_000_000;

  @Test
  void windowsEndAtStepsUntilTheLastOneHas() {
    ClosingTimes times = new ClosingTimes(10 * SECOND, 20 * SECOND, List.of(), ZoneOffset.UTC);
    assertEquals(Long.MAX_VALUE, times.next(0));
    times.add(13 * SECOND);
    assertEquals(20 * SECOND, times.next(13 * SECOND));
    assertEquals(30 * SECOND, times.next(20 * SECOND));
    assertEquals(40 * SECOND, times.next(30 * SECOND));
    assertEquals(Long.MAX_VALUE, times.next(40 * SECOND));
  }

  @Test
  void delaysAreCountedFromTheMillisecondOfEachTime() {
    ClosingTimes times = new ClosingTimes(0, 0, List.of(3 * SECOND, 1000L), ZoneOffset.UTC);
    times.add(SECOND + 400);
    assertEquals(SECOND + 1000, times.next(SECOND + 400));
    times.add(2 * SECOND);
    assertEquals(2 * SECOND + 1000, times.next(2 * SECOND));
    assertEquals(4 * SECOND, times.next(2 * SECOND + 1000));
    assertEquals(5 * SECOND, times.next(4 * SECOND));
    assertEquals(Long.MAX_VALUE / 2, Math.min(times.next(5 * SECOND), Long.MAX_VALUE / 2));
  }

  @Test
  void ofManyTimesNoneIsForgottenForGood() {
    Random random = new Random(7);
    ClosingTimes times = new ClosingTimes(0, 0, List.of(SECOND), ZoneOffset.UTC);
    TreeSet<Long> open = new TreeSet<>();
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += 1000L * random.nextInt(3);
      times.add(now);
      open.add(now + SECOND);
      long seen = now;
      open.removeIf(end -> end <= seen);
    }
    long last = open.last();
    while (now < last) {
      long next = times.next(now);
      assertEquals(true, next > now && next <= last, next + " after " + now);
      now = next;
    }
  }

  /** In Berlin the clock shows the hour from 2 to 3 twice on this night, from 0 to 2 by UTC. */
  @Test
  void whatIsPutBackEndsWhenTheClockComesThereAgain() {
    long midnight = Instant.parse("2026-10-25T00:00:00Z").getEpochSecond() * SECOND;
    long minute = 60 * SECOND;
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    ClosingTimes hours = new ClosingTimes(15 * minute, 60 * minute, List.of(), berlin);
    hours.add(midnight + 30 * minute);
    for (long quarter = 45; quarter <= 120; quarter += 15) {
      long next = hours.next(midnight + (quarter - 15) * minute);
      assertEquals(midnight + quarter * minute, next);
    }
    ClosingTimes sessions = new ClosingTimes(0, 0, List.of(20 * SECOND), berlin);
    sessions.add(midnight + 30 * minute);
    assertEquals(midnight + 30 * minute + 20 * SECOND, sessions.next(midnight + 30 * minute));
    sessions.add(midnight + 31 * minute);
    assertEquals(midnight + 31 * minute + 20 * SECOND, sessions.next(midnight + 31 * minute));
    assertEquals(midnight + 90 * minute + 20 * SECOND, sessions.next(midnight + 80 * minute));
    assertEquals(midnight + 91 * minute + 20 * SECOND, sessions.next(midnight + 91 * minute));
    assertEquals(
        Long.MAX_VALUE / 2, Math.min(sessions.next(midnight + 92 * minute), Long.MAX_VALUE / 2));
  }
}
