package io.leat.benchmark.nexmark.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes measurements as a page, a chart and JSON. */
final class Report {
  private final String name;
  private final List<Measurement> measurements;
  private final Set<PeerEngine> peers = new LinkedHashSet<>();

  /**
   * @param kind {@code nexmark}, or how the events came, such as {@code files}
   */
  Report(String kind, List<Measurement> measurements) {
    boolean growth = measurements.stream().map(Measurement::events).distinct().count() > 1;
    boolean scaling = measurements.stream().map(Measurement::workers).distinct().count() > 1;
    this.name =
        (kind.equals("nexmark") ? kind : "nexmark-" + kind)
            + (growth ? "-growth" : "")
            + (scaling ? "-scaling" : "");
    this.measurements = measurements;
    measurements.stream()
        .map(Measurement::engine)
        .filter(e -> e != PeerEngine.LEAT)
        .forEach(peers::add);
  }

  void write(Path directory) throws IOException {
    Files.write(directory.resolve(name + ".md"), page());
    Files.writeString(directory.resolve(name + ".json"), json());
    Files.writeString(directory.resolve(name + ".svg"), new Chart(comparisons()).svg());
    System.out.println();
    summary().forEach(System.out::println);
    System.out.println("written to " + directory.resolve(name) + ".md, .json, .svg");
  }

  /** The engines' measurements of the same query, events and workers, in the order measured. */
  private List<Map<PeerEngine, Measurement>> comparisons() {
    Map<String, Map<PeerEngine, Measurement>> all = new LinkedHashMap<>();
    for (Measurement one : measurements) {
      all.computeIfAbsent(
              one.query() + " " + one.events() + " " + one.workers(), key -> new TreeMap<>())
          .put(one.engine(), one);
    }
    return List.copyOf(all.values());
  }

  private List<String> page() throws IOException {
    List<String> page = new ArrayList<>();
    page.add("# Nexmark: " + String.join(", ", titles()));
    page.add("");
    page.add(
        "Made by `benchmarks/nexmark`, which runs each engine in a process of its own, one after the other.");
    page.add("");
    page.add(Machine.line());
    page.add("");
    page.add("![CPU-seconds per million events](" + name + ".svg)");
    page.add("");
    page.addAll(summary());
    page.add("");
    page.add(
        "| query | engine | M events | workers | events/s | CPU-s per M events | ÷ Leat | peak RSS MB | ÷ Leat | fixed CPU-s |"
            + " compiling | GC | rows in | rows out again |");
    page.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (Map<PeerEngine, Measurement> comparison : comparisons()) {
      comparison.values().forEach(one -> page.add(line(one, comparison)));
    }
    page.add("");
    page.addAll(failures());
    page.addAll(SETTINGS.lines().toList());
    return page;
  }

  private String line(Measurement one, Map<PeerEngine, Measurement> comparison) {
    if (one.failed()) {
      return String.format(
          Locale.ROOT,
          "| %s | %s | | | does not run, see below | | | | | | | | | |",
          one.query(),
          one.engine().id());
    }
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %d | %,.0f | %.3f | %s | %.0f | %s | %.1f | %.0f %% | %.0f %% | %,.0f | %,.0f |",
        one.query(),
        one.engine().id(),
        one.events() % 1_000_000 == 0
            ? one.events() / 1_000_000
            : String.valueOf(one.events() / 1e6),
        one.workers(),
        one.eventsPerSecond(),
        one.cpuSecondsPerMillion(),
        ratio(
            one.cpuSecondsPerMillion(), ofLeat(comparison, one, Measurement::cpuSecondsPerMillion)),
        one.value("rss"),
        ratio(one.value("rss"), ofLeat(comparison, one, leat -> leat.value("rss"))),
        one.value("fixed"),
        one.value("compiling") * 100,
        one.value("collecting") * 100,
        one.value("inserts"),
        one.value("deletes"));
  }

  private static double ofLeat(
      Map<PeerEngine, Measurement> comparison,
      Measurement one,
      java.util.function.ToDoubleFunction<Measurement> value) {
    Measurement leat = comparison.get(PeerEngine.LEAT);
    return leat == null || one.engine() == PeerEngine.LEAT || leat.failed()
        ? Double.NaN
        : value.applyAsDouble(leat);
  }

  private static String ratio(double value, double base) {
    return Double.isNaN(base) ? "" : String.format(Locale.ROOT, "%.1f", value / base);
  }

  /** For each peer: how many times more it takes than Leat. */
  private List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (PeerEngine peer : peers) {
      List<Double> cpu = new ArrayList<>();
      List<Double> speed = new ArrayList<>();
      List<Double> memory = new ArrayList<>();
      String least = "";
      double leastRatio = Double.MAX_VALUE;
      for (Map<PeerEngine, Measurement> comparison : comparisons()) {
        Measurement leat = comparison.get(PeerEngine.LEAT);
        Measurement other = comparison.get(peer);
        if (leat == null || other == null || leat.failed() || other.failed()) {
          continue;
        }
        double ratio = other.cpuSecondsPerMillion() / leat.cpuSecondsPerMillion();
        cpu.add(ratio);
        speed.add(leat.eventsPerSecond() / other.eventsPerSecond());
        memory.add(other.value("rss") / leat.value("rss"));
        if (ratio < leastRatio) {
          leastRatio = ratio;
          least = leat.query();
        }
      }
      if (!cpu.isEmpty()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s to Leat over %d comparisons, geometric means: CPU-seconds per event %.1f times (least %.1f, %s), "
                    + "peak memory %.1f times (less than Leat in %d); Leat's events per second %.1f times.",
                peer.id(),
                cpu.size(),
                Measurement.geometricMean(cpu),
                leastRatio,
                least,
                Measurement.geometricMean(memory),
                memory.stream().filter(ratio -> ratio < 1).count(),
                Measurement.geometricMean(speed)));
      }
    }
    return lines;
  }

  private List<String> failures() {
    List<String> lines = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Measurement one : measurements) {
      if (one.failed()) {
        seen.add(String.format("- %s, %s: %s", one.query(), one.engine().id(), one.failure()));
      }
    }
    if (!seen.isEmpty()) {
      lines.add("## What does not run, in the engine's own words");
      lines.add("");
      lines.addAll(seen);
      lines.add("");
    }
    return lines;
  }

  private List<String> titles() {
    Set<String> titles = new LinkedHashSet<>();
    for (Measurement one : measurements) {
      one.runs()
          .forEach(
              run ->
                  titles.add(
                      run.values().getOrDefault("title", one.engine().id()).replace('_', ' ')));
    }
    return List.copyOf(titles);
  }

  private String json() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        new JsonObject()
            .text("machine", Machine.line())
            .text("engines", String.join(", ", titles()))
            .toString());
    for (Measurement one : measurements) {
      JsonObject object =
          new JsonObject()
              .text("query", one.query())
              .text("engine", one.engine().id())
              .number("events", (double) one.events())
              .number("workers", (double) one.workers());
      if (one.failed()) {
        object.text("failure", one.failure());
      } else {
        object
            .number("rounds", one.runs().size())
            .number("eventsPerSecond", one.eventsPerSecond())
            .number("cpuSecondsPerMillion", one.cpuSecondsPerMillion())
            .number("fixedCpuSeconds", one.value("fixed"))
            .number("compiling", one.value("compiling"))
            .number("collecting", one.value("collecting"))
            .number("peakMegabytes", one.value("rss"))
            .number("inserts", one.value("inserts"))
            .number("deletes", one.value("deletes"));
      }
      lines.add(object.toString());
    }
    return "[\n" + String.join(",\n", lines) + "\n]\n";
  }

  private static final String SETTINGS =
      """
      ## How it was measured

      - All engines get the same events from the same generator (`runtime/…/connector/builtin/nexmark/model`), row by row on
        Flink and Spark, and make only the fields that a query reads. 100,000 events a second of event time, in order.
      - Each run is a process of its own with the same heap limit and the JVM's default collector. Runs of a fifth of the
        events warm it up, then runs of all events are measured, in the same process, both for some CPU-seconds at least; values
        are means over these and medians over the rounds. CPU-seconds are those of the whole process, user and system,
        compilation and garbage collection included; *compiling* and *GC* tell their shares.
      - *Fixed CPU-s* is what the process took beyond its events: start, compilation, planning, start of each job.
      - The sink counts rows and keeps none. *Rows in* and *rows out again* are inserted and taken back.
      - Leat: in memory, no log or checkpoints. Flink: object reuse, state on the heap, no checkpoints (but for q10, whose
        files become visible with them), mini-batches where they help it (`FlinkNexmark`).
        Spark: Structured Streaming, micro-batches of a million events, its own state store on the heap, `noop` sink.
      """;
}
