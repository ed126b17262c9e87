package io.leat.runtime.testing;

import io.leat.runtime.local.SettableClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time that moves only when a test says so. The wall clock starts at 2026-01-01 UTC. */
public final class VirtualClock implements SettableClock {
  private static final long START_MICROS = 1_767_225_600_000_000L;

  private final AtomicLong nanos = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Moves the time forward and tells those who wait. */
  public void advanceNanos(long by) {
    if (by < 0) {
      throw new IllegalArgumentException("time runs forward only");
    }
    nanos.addAndGet(by);
    listeners.forEach(Runnable::run);
  }

  public void advanceMillis(long by) {
    advanceNanos(by * 1_000_000);
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public long epochMicros() {
    return START_MICROS + nanos.get() / 1000;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
