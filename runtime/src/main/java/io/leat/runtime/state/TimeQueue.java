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

  /** Bits, all clear between calls. */
  private long[] seen = {};

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

  /**
   * Sets the clock; the numbers that are due are given once each, ascending, so that what they
   * stand for is visited in the order of memory.
   *
   * @return how many there are
   */
  public int advanceDistinct(long now) {
    int count = advance(now);
    int most = 0;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, due[i]);
    }
    if (most >>> 6 > count) {
      Arrays.sort(due, 0, count);
      dueCount = 0;
      for (int i = 0; i < count; i++) {
        if (i == 0 || due[i] != due[dueCount - 1]) {
          due[dueCount++] = due[i];
        }
      }
    } else {
      keepDistinct(count, most);
    }
    return dueCount;
  }

  /** Passes the numbers through a set of bits. */
  private void keepDistinct(int count, int most) {
    int words = count == 0 ? 0 : (most >>> 6) + 1;
    if (seen.length < words) {
      seen = new long[words];
    }
    for (int i = 0; i < count; i++) {
      seen[due[i] >>> 6] |= 1L << due[i];
    }
    dueCount = 0;
    for (int word = 0; word < words; word++) {
      for (long rest = seen[word]; rest != 0; rest &= rest - 1) {
        due[dueCount++] = (word << 6) + Long.numberOfTrailingZeros(rest);
      }
      seen[word] = 0;
    }
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
    long sum = 4L * due.length + 8L * seen.length;
    for (long[] bucket : times) {
      sum += 12L * bucket.length;
    }
    return sum;
  }
}
