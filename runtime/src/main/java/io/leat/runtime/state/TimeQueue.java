package io.leat.runtime.state;

import java.util.Arrays;

/**
 * Numbers, each due at a time, given when a clock that never goes back has passed it. A radix heap
 * (Ahuja, Mehlhorn, Orlin, Tarjan 1990): a number lies in the bucket of the highest bit in which
 * its time differs from the clock, and moves to lower ones only as the clock comes nearer, each
 * time with its whole bucket. A number cannot be taken out: whoever gets one asks whether it still
 * means something.
 */
public final class TimeQueue {
  private static final int BUCKETS = Long.SIZE + 1;

  private final long[][] times = new long[BUCKETS][];
  private final int[][] numbers = new int[BUCKETS][];
  private final int[] sizes = new int[BUCKETS];
  private long clock = Long.MIN_VALUE;
  private int size;

  /** The numbers that {@link #advance} found due. */
  private int[] due = {};

  private int dueCount;

  public TimeQueue() {
    Arrays.fill(times, new long[0]);
    Arrays.fill(numbers, new int[0]);
  }

  /** How many numbers wait. */
  public int size() {
    return size;
  }

  /** Adds a number; one whose time is before the clock is due when the clock moves on. */
  public void add(long time, int number) {
    long late = Math.max(time, clock);
    put(bucket(late), late, number);
    size++;
  }

  private int bucket(long time) {
    return Long.SIZE - Long.numberOfLeadingZeros(time ^ clock);
  }

  private void put(int bucket, long time, int number) {
    int at = sizes[bucket];
    if (at == times[bucket].length) {
      int capacity = Math.max(16, at + (at >> 1));
      times[bucket] = Arrays.copyOf(times[bucket], capacity);
      numbers[bucket] = Arrays.copyOf(numbers[bucket], capacity);
    }
    times[bucket][at] = time;
    numbers[bucket][at] = number;
    sizes[bucket] = at + 1;
  }

  /**
   * Sets the clock.
   *
   * @return how many numbers are due: those whose time is less
   */
  public int advance(long now) {
    dueCount = 0;
    if (now <= clock) {
      return 0;
    }
    int common = bucket(now);
    for (int bucket = 0; bucket < common; bucket++) {
      give(numbers[bucket], sizes[bucket]);
      empty(bucket);
    }
    long[] movedTimes = times[common];
    int[] moved = numbers[common];
    int count = sizes[common];
    sizes[common] = 0;
    clock = now;
    for (int i = 0; i < count; i++) {
      if (movedTimes[i] < now) {
        give(moved[i]);
      } else {
        put(bucket(movedTimes[i]), movedTimes[i], moved[i]);
      }
    }
    if (sizes[common] == 0) {
      empty(common);
    }
    size -= dueCount;
    return dueCount;
  }

  /** A number that is due, counted from 0. */
  public int due(int index) {
    return due[index];
  }

  private void give(int[] given, int count) {
    reserve(count);
    System.arraycopy(given, 0, due, dueCount, count);
    dueCount += count;
  }

  private void give(int number) {
    reserve(1);
    due[dueCount++] = number;
  }

  private void reserve(int more) {
    if (dueCount + more > due.length) {
      due = Arrays.copyOf(due, Math.max(64, Math.max(dueCount + more, 2 * due.length)));
    }
  }

  /** Empties a bucket, and gives back its memory if that is much. */
  private void empty(int bucket) {
    sizes[bucket] = 0;
    if (times[bucket].length > 1 << 14) {
      times[bucket] = new long[0];
      numbers[bucket] = new int[0];
    }
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    long sum = 4L * due.length;
    for (long[] bucket : times) {
      sum += 12L * bucket.length;
    }
    return sum;
  }
}
