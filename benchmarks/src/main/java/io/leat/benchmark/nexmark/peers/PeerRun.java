package io.leat.benchmark.nexmark.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares engines on Nexmark; {@link Options#USAGE} tells how. Run from the root of the project.
 */
public final class PeerRun {
  private final Options options;
  private final EngineProcess process;

  private PeerRun(Options options) {
    this.options = options;
    this.process =
        new EngineProcess(options.text("heap", "8g"), options.numbers("limit", "300").get(0));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options;
    try {
      options = new Options(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    if (!new PeerRun(options).run()) {
      System.exit(1);
    }
  }

  /** Whether all went well. */
  private boolean run() throws IOException, InterruptedException {
    Path output =
        Files.createDirectories(Path.of(options.text("output", "benchmarks/target/nexmark")));
    if (options.has("check")) {
      return new AnswerCheck(options, process).run();
    }
    if (options.has("latency")) {
      new LatencyRun(options, process).run(output);
    } else if (options.has("files")) {
      Path files = Files.createTempDirectory("leat-nexmark-files");
      try {
        EventFiles.write(files, options.numbers("events", "2000000").get(0));
        List<Measurement> measurements =
            measure("q1,q5,q8", Map.of("variant", "files", "files", files.toString()));
        new Report("files", measurements).write(output);
      } finally {
        EventFiles.delete(files);
      }
    } else {
      new Report("nexmark", measure("all", Map.of())).write(output);
    }
    return true;
  }

  /** Each query on each engine in turn, as many rounds as wanted. */
  private List<Measurement> measure(String queries, Map<String, String> more)
      throws IOException, InterruptedException {
    List<Measurement> measurements = new ArrayList<>();
    System.out.printf(
        "%-5s %-6s %10s %7s %12s %9s %8s %9s %9s %8s %12s %12s%n",
        "query",
        "engine",
        "events",
        "workers",
        "events/s",
        "CPU-s/M",
        "fixed s",
        "compile",
        "GC",
        "RSS MB",
        "inserts",
        "deletes");
    for (String query : options.queries(queries)) {
      for (long events : options.numbers("events", "2000000")) {
        for (long workers : options.numbers("workers", "2")) {
          measurements.addAll(measure(query, events, workers, more));
        }
      }
    }
    return measurements;
  }

  private List<Measurement> measure(
      String query, long events, long workers, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<PeerEngine, List<EngineProcess.Outcome>> runs = new LinkedHashMap<>();
    Map<PeerEngine, String> failures = new LinkedHashMap<>();
    options.engines().forEach(engine -> runs.put(engine, new ArrayList<>()));
    for (long round = 0; round < options.numbers("rounds", "1").get(0); round++) {
      for (PeerEngine engine : options.engines()) {
        if (failures.containsKey(engine)) {
          continue;
        }
        Map<String, String> arguments = new LinkedHashMap<>(more);
        arguments.put("mode", "measure");
        arguments.put("query", query);
        arguments.put("events", Long.toString(events));
        arguments.put("workers", Long.toString(workers));
        arguments.put("warmup", options.text("warmup", "12"));
        arguments.put("measure", options.text("measure", "4"));
        arguments.put("sql", "benchmarks/sql/nexmark");
        EngineProcess.Outcome outcome = process.run(engine, arguments);
        if (outcome.failed()) {
          failures.put(engine, outcome.failure());
          System.out.printf("%-5s %-6s %s%n", query, engine.id(), outcome.failure());
        } else {
          runs.computeIfAbsent(engine, first -> new ArrayList<>()).add(outcome);
          print(new Measurement(query, engine, events, workers, List.of(outcome), ""));
        }
      }
    }
    return runs.entrySet().stream()
        .map(
            entry ->
                new Measurement(
                    query,
                    entry.getKey(),
                    events,
                    workers,
                    List.copyOf(entry.getValue()),
                    failures.getOrDefault(entry.getKey(), "")))
        .toList();
  }

  private static void print(Measurement one) {
    System.out.printf(
        Locale.ROOT,
        "%-5s %-6s %10d %7d %12.0f %9.4f %8.1f %8.0f%% %8.0f%% %8.0f %12.0f %12.0f%n",
        one.query(),
        one.engine().id(),
        one.events(),
        one.workers(),
        one.eventsPerSecond(),
        one.cpuSecondsPerMillion(),
        one.value("fixed"),
        one.value("compiling") * 100,
        one.value("collecting") * 100,
        one.value("rss"),
        one.value("inserts"),
        one.value("deletes"));
  }
}
