package io.leat.runtime.operator;

import java.util.Arrays;

/** Ranges of places {@code from .. to} (exclusive); few of them. */
final class PlaceRanges {
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int from(int index) {
    return from[index];
  }

  int to(int index) {
    return to[index];
  }

  /** Adds a range, in order of their starts. */
  void add(int start, int end) {
    if (size == from.length) {
      from = Arrays.copyOf(from, 2 * size);
      to = Arrays.copyOf(to, 2 * size);
    }
    int at = size++;
    while (at > 0 && from[at - 1] > start) {
      from[at] = from[at - 1];
      to[at] = to[at - 1];
      at--;
    }
    from[at] = start;
    to[at] = end;
  }

  /** Makes one of those that touch. */
  void merge() {
    int merged = 0;
    for (int i = 1; i < size; i++) {
      if (from[i] <= to[merged]) {
        to[merged] = Math.max(to[merged], to[i]);
      } else {
        merged++;
        from[merged] = from[i];
        to[merged] = to[i];
      }
    }
    size = Math.min(size, merged + 1);
  }
}
