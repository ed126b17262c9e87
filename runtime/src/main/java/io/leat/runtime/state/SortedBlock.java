package io.leat.runtime.state;

import java.util.Arrays;

/** A stretch of {@link SortedRows}; none is empty unless it is the only one. */
class SortedBlock {
  /** How many rows fit in. */
  static final int MAX = 256;

  long[] prefixes;
  int[] rows;
  int count;

  SortedBlock(int capacity) {
    prefixes = new long[capacity];
    rows = new int[capacity];
  }

  void insert(int place, int row, long prefix) {
    if (count == rows.length) {
      int capacity = Math.min(MAX, count + count / 2 + 2);
      prefixes = Arrays.copyOf(prefixes, capacity);
      rows = Arrays.copyOf(rows, capacity);
    }
    System.arraycopy(prefixes, place, prefixes, place + 1, count - place);
    System.arraycopy(rows, place, rows, place + 1, count - place);
    prefixes[place] = prefix;
    rows[place] = row;
    count++;
  }

  void remove(int place) {
    count--;
    System.arraycopy(prefixes, place + 1, prefixes, place, count - place);
    System.arraycopy(rows, place + 1, rows, place, count - place);
  }

  /** Removes the first rows. */
  void dropFirst(int number) {
    count -= number;
    System.arraycopy(prefixes, number, prefixes, 0, count);
    System.arraycopy(rows, number, rows, 0, count);
  }

  /** How many rows have a prefix that is not greater. */
  int countUpTo(long prefix) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (prefixes[middle] <= prefix) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Moves the rows from a place on into a new block. */
  SortedBlock split(int place) {
    SortedBlock upper = new SortedBlock(MAX);
    upper.count = count - place;
    System.arraycopy(prefixes, place, upper.prefixes, 0, upper.count);
    System.arraycopy(rows, place, upper.rows, 0, upper.count);
    count = place;
    return upper;
  }
}
