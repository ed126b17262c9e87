package io.leat.benchmark.nexmark.engine;

/** Counts of latencies in steps of 0.1 ms up to 100 s. Not safe for use by several threads. */
public final class LatencyHistogram {
  private static final int STEP_MICROS = 100;
  private static final int STEPS = 1_000_000;

  private final int[] counts = new int[STEPS];
  private long total;

  void record(long micros) {
    counts[(int) Math.max(0, Math.min(STEPS - 1, micros / STEP_MICROS))]++;
    total++;
  }

  void add(LatencyHistogram other) {
    for (int i = 0; i < STEPS; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  public long total() {
    return total;
  }

  /**
   * The least latency in milliseconds, as the end of its step, that this fraction of all does not
   * exceed.
   */
  public double millis(double fraction) {
    long wanted = (long) Math.ceil(fraction * total);
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return (i + 1) * STEP_MICROS / 1000.0;
      }
    }
    return Double.NaN;
  }
}
