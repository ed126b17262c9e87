package io.leat.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClosingTimesTest {
  private static final long SECOND = 1_000_000;

  @Test
  void windowsEndAtStepsUntilTheLastOneHas() {
    ClosingTimes times = new ClosingTimes(10 * SECOND, 20 * SECOND, List.of());
    assertEquals(Long.MAX_VALUE, times.next(0));
    times.add(13 * SECOND);
    assertEquals(20 * SECOND, times.next(13 * SECOND));
    assertEquals(30 * SECOND, times.next(20 * SECOND));
    assertEquals(40 * SECOND, times.next(30 * SECOND));
    assertEquals(Long.MAX_VALUE, times.next(40 * SECOND));
  }

  @Test
  void delaysAreCountedFromTheMillisecondOfEachTime() {
    ClosingTimes times = new ClosingTimes(0, 0, List.of(3 * SECOND, 1000L));
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
    ClosingTimes times = new ClosingTimes(0, 0, List.of(SECOND));
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
}
