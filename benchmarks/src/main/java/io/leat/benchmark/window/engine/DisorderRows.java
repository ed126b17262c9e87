package io.leat.benchmark.window.engine;

/**
 * Rows of a BIGINT key, a BIGINT value and a TIMESTAMP(3) up to a second out of order, each
 * computed from its number.
 *
 * @param keys how many keys there are
 * @param stepMicros event time from a row to the next
 */
public record DisorderRows(long keys, long stepMicros) {
  private static final long FIRST_MICROS = 1_767_225_600_000_000L;
  private static final long DISORDER_MICROS = 1_000_000;
  private static final long VALUES = 1000;

  /** The key of a row. */
  public long key(long number) {
    return mixed(3 * number) % keys;
  }

  /** The value of a row. */
  public long value(long number) {
    return mixed(3 * number + 1) % VALUES;
  }

  /** The time of a row, in milliseconds as if it were UTC. */
  public long millis(long number) {
    long late = mixed(3 * number + 2) % DISORDER_MICROS;
    return (FIRST_MICROS + number * stepMicros - late) / 1000;
  }

  /** A number that looks random (SplitMix64). */
  private static long mixed(long number) {
    long z = (number + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (z ^ (z >>> 31)) >>> 1;
  }
}
