package io.leat.runtime.local;

import io.leat.runtime.connector.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The machine's time, which never goes back: where the machine's clock is set back, this one goes
 * at half the speed until both agree, so that neither timers nor windows wait for all of the
 * difference. {@link #nanoTime} counts from when the clock was made. Safe for use by several
 * threads.
 */
public final class SystemClock implements Clock {
  private final LongSupplier wallMicros;
  private final LongSupplier nanos;
  private final long start;

  /** What was told last, and when. */
  private long toldMicros = Long.MIN_VALUE;

  private long toldNanos;

  public SystemClock() {
    this(() -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), System::nanoTime);
  }

  /**
   * @param nanos never go back
   */
  SystemClock(LongSupplier wallMicros, LongSupplier nanos) {
    this.wallMicros = wallMicros;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  @Override
  public long nanoTime() {
    return nanos.getAsLong() - start;
  }

  @Override
  public synchronized long epochMicros() {
    long wall = wallMicros.getAsLong();
    long now = nanos.getAsLong();
    if (wall >= toldMicros) {
      toldMicros = wall;
      toldNanos = now;
    } else {
      long passed = (now - toldNanos) / 2_000;
      toldMicros += passed;
      // Less than a microsecond is left for the next time.
      toldNanos += passed * 2_000;
    }
    return toldMicros;
  }
}
