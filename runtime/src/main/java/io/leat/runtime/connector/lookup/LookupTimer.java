package io.leat.runtime.connector.lookup;

import java.time.Duration;

/** Runs something later, by the engine's clock. Safe for use by several threads. */
@FunctionalInterface
public interface LookupTimer {
  /** Runs something after a time, on a thread that may block. */
  void after(Duration delay, Runnable work);
}
