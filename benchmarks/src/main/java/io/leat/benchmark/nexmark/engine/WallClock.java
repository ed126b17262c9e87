package io.leat.benchmark.nexmark.engine;

import java.time.Instant;

/** Microseconds since 1970, without an object per reading. */
public final class WallClock {
  private static final long NANOS = System.nanoTime();
  private static final long MICROS;

  static {
    Instant now = Instant.now();
    MICROS = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  private WallClock() {}

  public static long micros() {
    return MICROS + (System.nanoTime() - NANOS) / 1000;
  }
}
