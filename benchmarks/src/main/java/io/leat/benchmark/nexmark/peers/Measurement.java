package io.leat.benchmark.nexmark.peers;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All runs of a query on an engine with a number of events and workers; values are medians over the
 * runs.
 *
 * @param failure why there are no runs; empty if there are
 */
record Measurement(
    String query,
    PeerEngine engine,
    long events,
    long workers,
    List<EngineProcess.Outcome> runs,
    String failure) {

  boolean failed() {
    return runs.isEmpty();
  }

  double eventsPerSecond() {
    return median(run -> events / run.number("seconds"));
  }

  double cpuSecondsPerMillion() {
    return median(run -> run.number("cpu") * 1e6 / events);
  }

  double value(String key) {
    return median(run -> run.number(key));
  }

  private double median(ToDoubleFunction<EngineProcess.Outcome> value) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double geometricMean(List<Double> values) {
    double[] logarithms = values.stream().mapToDouble(Math::log).toArray();
    return Math.exp(Arrays.stream(logarithms).average().orElse(Double.NaN));
  }
}
