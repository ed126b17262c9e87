package io.leat.runtime.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
public final class Await {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final long LOOK_AGAIN_NANOS = 100_000;

  /** What is looked at may be busy with the answers alone. */
  private static final long LEAST_OFTEN_NANOS = 20_000_000;

  private Await() {}

  /** Returns once the condition holds, which must be within two minutes. */
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    long pause = LOOK_AGAIN_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for: " + what);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(LEAST_OFTEN_NANOS, 2 * pause);
    }
  }
}
