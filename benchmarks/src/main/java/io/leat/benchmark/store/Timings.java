package io.leat.benchmark.store;

import java.util.Arrays;
import java.util.Locale;

/** How long something took each time. Safe for use by several threads. */
final class Timings {
  private long[] nanos = new long[1024];
  private int count;

  synchronized void add(long each) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = each;
  }

  synchronized int count() {
    return count;
  }

  @Override
  public synchronized String toString() {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "p50 %.3f ms, p99 %.3f ms, max %.1f ms (%d)",
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        percentile(sorted, 1),
        count);
  }

  /** In milliseconds. */
  private static double percentile(long[] sorted, double fraction) {
    int index = (int) Math.ceil(fraction * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)] / 1e6;
  }
}
