package io.leat.runtime.connector;

import java.time.ZoneId;

/** Time that moves only when told. */
public final class ManualClock implements Clock, ReaderContext {
  /** The session's zone, hardly that of the process. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

  private long nanos;
  private long epochMicros;

  public ManualClock(long nanos, long epochMicros) {
    this.nanos = nanos;
    this.epochMicros = epochMicros;
  }

  public void advanceTo(long newNanos) {
    if (newNanos < nanos) {
      throw new IllegalArgumentException(newNanos + " is before " + nanos);
    }
    epochMicros += newNanos / 1000 - nanos / 1000;
    nanos = newNanos;
  }

  public void advance(long byNanos) {
    advanceTo(nanos + byNanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long epochMicros() {
    return epochMicros;
  }

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public ZoneId zone() {
    return ZONE;
  }

  @Override
  public void wake() {
    throw new AssertionError("nobody waits");
  }
}
