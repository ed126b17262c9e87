package io.leat.runtime.state;

/**
 * Which columns of a row are NULL: a bit for each of the first 31 columns in the row's first word,
 * then a word for every 64 further columns.
 */
final class NullBits {
  private static final int FIRST = 31;

  private NullBits() {}

  /** How many words a row of so many columns begins with. */
  static int words(int columns) {
    return 1 + Math.max(0, (columns - FIRST + 63) / 64);
  }

  static void set(long[] page, int base, int column) {
    if (column < FIRST) {
      page[base] |= 1L << column;
    } else {
      int bit = column - FIRST;
      page[base + 1 + (bit >> 6)] |= 1L << bit;
    }
  }

  static void clear(long[] page, int base, int column) {
    if (column < FIRST) {
      page[base] &= ~(1L << column);
    } else {
      int bit = column - FIRST;
      page[base + 1 + (bit >> 6)] &= ~(1L << bit);
    }
  }

  static boolean isSet(long[] page, int base, int column) {
    if (column < FIRST) {
      return (page[base] & (1L << column)) != 0;
    }
    int bit = column - FIRST;
    return (page[base + 1 + (bit >> 6)] & (1L << bit)) != 0;
  }
}
