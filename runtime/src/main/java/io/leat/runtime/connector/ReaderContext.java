package io.leat.runtime.connector;

import io.leat.runtime.error.LeatException;
import java.time.ZoneId;

/** What a source reader may ask of its surroundings. */
public interface ReaderContext {
  Clock clock();

  /** The session's time zone. */
  ZoneId zone();

  /** Tells from any thread that rows have become available. */
  void wake();

  /**
   * A record that cannot be read has been left out. It is counted and listed with the row errors; a
   * run that is to fail on the first of them fails now.
   *
   * @param message why, and where the record is
   * @param record the record itself, as far as it can be shown
   */
  default void recordFailed(String sqlState, String message, String record) {
    throw new LeatException(sqlState, message);
  }

  /** A record that cannot be read has been left out, of which nobody wants to know but the count. */
  default void recordIgnored() {}
}
