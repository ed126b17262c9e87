package io.leat.runtime.connector;

import java.time.ZoneId;

/** What a source reader may ask of its surroundings. */
public interface ReaderContext {
  Clock clock();

  /** The session's time zone. */
  ZoneId zone();

  /** Tells from any thread that rows have become available. */
  void wake();
}
