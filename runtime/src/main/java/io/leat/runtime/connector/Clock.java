package io.leat.runtime.connector;

/** Time as the engine sees it; virtual in tests. */
public interface Clock {

  /** A monotone reading in nanoseconds, never negative. */
  long nanoTime();

  /** Wall-clock microseconds since 1970-01-01 UTC. */
  long epochMicros();
}
