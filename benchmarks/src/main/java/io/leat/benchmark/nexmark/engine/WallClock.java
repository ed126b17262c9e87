package io.leat.benchmark.nexmark.engine;

import java.time.Instant;

/** Microseconds since 1970, without an object per reading. */
public final class WallClock {
  private static final WallClock CLOCK = new WallClock();

  private final long startNanos = System.nanoTime();
  private final long startMicros;

  private WallClock() {
    Instant now = Instant.now();
    startMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  public static long micros() {
    return CLOCK.startMicros + (System.nanoTime() - CLOCK.startNanos) / 1000;
  }
}
