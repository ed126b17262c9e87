package io.leat.runtime.local;

import io.leat.runtime.connector.Clock;

/** A clock whose time someone sets, and which tells those who wait for a time. */
public interface SettableClock extends Clock {

  /** Calls {@code listener} after each change of the time. */
  void onChange(Runnable listener);
}
