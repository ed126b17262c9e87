package io.leat.runtime.connector.builtin;

import io.leat.runtime.data.ChangeBatch;

/**
 * When rows are due: row {@code i} at {@code i / rowsPerSecond} seconds, rounded up to the
 * nanosecond. A rate of more than one row per nanosecond means at once.
 */
public record Pace(long rowsPerSecond) {
  /** All rows at once. */
  public static final Pace AT_ONCE = new Pace(Long.MAX_VALUE);

  private static final long SECOND = 1_000_000_000L;

  /** Whether rows wait for their time. */
  public boolean isLimited() {
    return rowsPerSecond <= SECOND;
  }

  /**
   * How many rows are dealt to a split at a time ({@link DealtCursor}): those of a millisecond, but
   * never none and never more than a batch.
   */
  int blockRows() {
    return isLimited()
        ? (int) Math.max(1, Math.min(rowsPerSecond / 1000, ChangeBatch.MAX_ROWS))
        : ChangeBatch.MAX_ROWS;
  }

  /** When a row is due, in nanoseconds since the first one. */
  public long dueNanos(long row) {
    if (rowsPerSecond > SECOND) {
      return 0;
    }
    long part = row % rowsPerSecond * SECOND;
    return row / rowsPerSecond * SECOND
        + part / rowsPerSecond
        + (part % rowsPerSecond == 0 ? 0 : 1);
  }

  /** How many rows are due so many nanoseconds after the first one. */
  public long dueRows(long nanos) {
    if (rowsPerSecond > SECOND) {
      return Long.MAX_VALUE;
    }
    return nanos / SECOND * rowsPerSecond + nanos % SECOND * rowsPerSecond / SECOND + 1;
  }
}
