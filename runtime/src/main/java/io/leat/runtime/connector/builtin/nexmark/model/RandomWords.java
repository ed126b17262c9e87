package io.leat.runtime.connector.builtin.nexmark.model;

/** Random 64-bit words found by number: SplitMix64's, entered anywhere. */
final class RandomWords {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private RandomWords() {}

  static long word(long seed, long number) {
    long z = seed + number * STEP;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** 0 to below {@code bound}, decided by the upper bits of a word most of all. */
  static long below(long word, long bound) {
    return Math.multiplyHigh(word >>> 1, bound << 1);
  }

  /** 0 to below {@code bound}, decided by the 32 lower bits of a word. */
  static int lowBelow(long word, int bound) {
    return (int) (((word & 0xFFFFFFFFL) * bound) >>> 32);
  }
}
