package io.leat.runtime.connector.builtin.datagen;

/**
 * Pseudo-random 64-bit words addressed by number: the SplitMix64 generator (Steele, Lea, Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014) entered at any place.
 */
final class Words {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Words() {}

  /** Word {@code number} of the sequence that the seed selects. */
  static long word(long seed, long number) {
    return mix(seed + number * GOLDEN_GAMMA);
  }

  /** The seed of a sequence of its own. */
  static long derive(long seed, int child) {
    return mix(mix(seed ^ GOLDEN_GAMMA) + child);
  }

  /** A number from 0 to below {@code bound}, or any number where {@code bound} is 0 (2^64). */
  static long below(long word, long bound) {
    return bound == 0 ? word : multiplyHigh(word, bound);
  }

  /** A double from 0 to below 1. */
  static double unit(long word) {
    return (word >>> 11) * 0x1p-53;
  }

  /** The upper half of the 128-bit product of two unsigned numbers. */
  static long multiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
