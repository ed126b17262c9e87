package io.leat.benchmark.tpch;

/**
 * In which of {@code count} slices each row of a table comes, and in which later one some are taken
 * back: random, but always the same.
 *
 * @param deletes how many of a hundred rows are taken back
 */
record Slices(int count, int deletes, long seed) {

  /** The slice in which a row comes. */
  int insertedIn(int row) {
    long random = random(row);
    int last = isDeleted(row) ? count - 1 : count;
    return (int) Long.remainderUnsigned(random, last);
  }

  /** Whether a row is taken back: in the end it is not there. */
  boolean isDeleted(int row) {
    return count > 1 && Long.remainderUnsigned(random(row) >>> 40, 100) < deletes;
  }

  /** The slice in which a row that {@link #isDeleted} is taken back. */
  int deletedIn(int row) {
    int first = insertedIn(row) + 1;
    return first + (int) Long.remainderUnsigned(mix(random(row)), count - first);
  }

  private long random(int row) {
    return mix(row * 0x9E3779B97F4A7C15L + seed);
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
