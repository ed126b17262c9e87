package io.leat.benchmark.store;

import java.util.concurrent.locks.LockSupport;

/**
 * How late a thread that sleeps gets a processor: what each hand-over from one thread to another
 * costs on a machine that is as busy as this one is now, whatever the program.
 */
final class Wakes implements AutoCloseable {
  private static final long SLEEP_NANOS = 2_000_000;

  private final Timings late = new Timings();
  private final Thread thread = new Thread(this::watch, "wakes");
  private volatile boolean stopped;

  Wakes() {
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!stopped) {
      long due = System.nanoTime() + SLEEP_NANOS;
      LockSupport.parkNanos(SLEEP_NANOS);
      long now = System.nanoTime();
      if (now >= due) {
        late.add(now - due);
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
  }

  @Override
  public String toString() {
    return late.toString();
  }
}
