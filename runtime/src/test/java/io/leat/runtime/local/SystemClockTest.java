package io.leat.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What the machine's clock does to ours. */
class SystemClockTest {
  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3600 * SECOND;

  private long wall = 1_000 * HOUR;
  private long nanos = 17;
  private final SystemClock clock = new SystemClock(() -> wall, () -> nanos);

  private void pass(long micros) {
    wall += micros;
    nanos += micros * 1_000;
  }

  @Test
  void itIsTheMachinesTime() {
    assertEquals(wall, clock.epochMicros());
    pass(5);
    assertEquals(wall, clock.epochMicros());
    wall += HOUR;
    assertEquals(wall, clock.epochMicros());
  }

  @Test
  void setBackItGoesAtHalfTheSpeedUntilBothAgree() {
    long before = clock.epochMicros();
    wall -= HOUR;
    assertEquals(before, clock.epochMicros());
    pass(SECOND);
    assertEquals(before + SECOND / 2, clock.epochMicros());
    for (int i = 0; i < 1_001; i++) {
      pass(1);
      clock.epochMicros();
    }
    assertEquals(before + SECOND / 2 + 500, clock.epochMicros());
    pass(2 * HOUR);
    assertEquals(wall, clock.epochMicros());
    pass(7);
    assertEquals(wall, clock.epochMicros());
  }
}
