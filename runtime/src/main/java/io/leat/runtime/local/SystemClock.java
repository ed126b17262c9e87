package io.leat.runtime.local;

import io.leat.runtime.connector.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The machine's time; {@link #nanoTime} counts from when the clock was made. */
public final class SystemClock implements Clock {
  private final long start = System.nanoTime();

  @Override
  public long nanoTime() {
    return System.nanoTime() - start;
  }

  @Override
  public long epochMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
