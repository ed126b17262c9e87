package io.leat.runtime.state;

/**
 * Sorts numbers by a prefix each, byte by byte from the last one (LSD radix sort), leaving out the
 * bytes in which no two prefixes differ. Those of the same prefix stay in the order in which they
 * were added.
 */
final class PrefixSort {
  private static final int DIGITS = 256;

  private long[] prefixes;
  private int[] numbers;
  private long[] nextPrefixes;
  private int[] nextNumbers;
  private int size;
  private long differing;

  PrefixSort(int capacity) {
    prefixes = new long[capacity];
    numbers = new int[capacity];
    nextPrefixes = new long[capacity];
    nextNumbers = new int[capacity];
  }

  void add(long prefix, int number) {
    prefixes[size] = prefix;
    numbers[size++] = number;
    differing |= prefix ^ prefixes[0];
  }

  void sort() {
    int[] starts = new int[DIGITS];
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((differing >>> shift & 0xff) != 0) {
        sortBy(shift, starts);
      }
    }
  }

  private void sortBy(int shift, int[] starts) {
    java.util.Arrays.fill(starts, 0);
    for (int i = 0; i < size; i++) {
      starts[digit(prefixes[i], shift)]++;
    }
    int start = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = starts[digit];
      starts[digit] = start;
      start += count;
    }
    for (int i = 0; i < size; i++) {
      int at = starts[digit(prefixes[i], shift)]++;
      nextPrefixes[at] = prefixes[i];
      nextNumbers[at] = numbers[i];
    }
    long[] sortedPrefixes = nextPrefixes;
    int[] sortedNumbers = nextNumbers;
    nextPrefixes = prefixes;
    nextNumbers = numbers;
    prefixes = sortedPrefixes;
    numbers = sortedNumbers;
  }

  /** A byte of a prefix; with the sign flipped, negative ones are first. */
  private static int digit(long prefix, int shift) {
    return (int) ((prefix ^ Long.MIN_VALUE) >>> shift) & 0xff;
  }

  /** Copies the numbers, in order. */
  void copy(int[] target, int at) {
    System.arraycopy(numbers, 0, target, at, size);
  }

  long prefix(int place) {
    return prefixes[place];
  }

  /** Where the numbers end that have the same prefix as the one at a place. */
  int endOfEqual(int place) {
    int end = place + 1;
    while (end < size && prefixes[end] == prefixes[place]) {
      end++;
    }
    return end;
  }
}
