package io.leat.runtime.operator;

import java.util.Arrays;

/** Numbers in order of the times at which they are due: a binary heap in two arrays. */
final class TimeQueue {
  private long[] times = new long[16];
  private int[] numbers = new int[16];
  private int size;

  void add(long time, int number) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    int at = size++;
    while (at > 0 && times[(at - 1) / 2] > time) {
      times[at] = times[(at - 1) / 2];
      numbers[at] = numbers[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    times[at] = time;
    numbers[at] = number;
  }

  /** Whether something is due at a time. */
  boolean isDue(long time) {
    return size > 0 && times[0] <= time;
  }

  /** When the first is due. */
  long firstTime() {
    return times[0];
  }

  /** Takes the number that is due first. */
  int take() {
    int first = numbers[0];
    long time = times[--size];
    int number = numbers[size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      times[at] = times[child];
      numbers[at] = numbers[child];
      at = child;
    }
    times[at] = time;
    numbers[at] = number;
    return first;
  }

  long memoryBytes() {
    return 12L * times.length;
  }
}
