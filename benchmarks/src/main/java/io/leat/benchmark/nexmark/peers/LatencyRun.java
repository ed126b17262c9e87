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
 * How long it takes from the creation of an event to the result that it makes possible, at a fixed
 * rate. For windows that event is the one whose time moves the watermark past the window's end.
 */
final class LatencyRun {
  private static final String QUERIES = "q0,q1,q2,q5,q7,q8";

  /** How far the watermark of benchmarks/sql/nexmark/latency stays behind, in milliseconds. */
  private static final String WATERMARK_DELAY = "4000";

  /** Seconds of events at the fixed rate that do not count yet. */
  private static final String SETTLE_SECONDS = "4";

  private final Options options;
  private final EngineProcess process;

  LatencyRun(Options options, EngineProcess process) {
    this.options = options;
    this.process = process;
  }

  void run(Path output) throws IOException, InterruptedException {
    List<String> page = new ArrayList<>();
    page.add("# Nexmark: latency");
    page.add("");
    page.add(
        "From the creation of an event to the result that it makes possible, in milliseconds; for q5, q7 and q8 that event"
            + " is the one whose time moves the watermark past the window's end. Events carry milliseconds, which adds up to"
            + " one. Flink flushes its buffers every millisecond here and its watermarks every five (its defaults: 100 and"
            + " 200), which favours it.");
    page.add("");
    page.add(Machine.line());
    page.add("");
    page.add("| query | events/s | engine | p50 | p99 | p99.9 | results | cores busy |");
    page.add("|---|---|---|---|---|---|---|---|");
    List<String> json = new ArrayList<>();
    long seconds = options.numbers("seconds", "40").get(0);
    for (String query : options.queries(QUERIES)) {
      for (long rate : options.numbers("latency", "10000")) {
        for (PeerEngine engine : options.engines()) {
          Map<String, String> arguments = new LinkedHashMap<>();
          arguments.put("mode", "latency");
          arguments.put("variant", "latency");
          arguments.put("query", query);
          arguments.put("rate", Long.toString(rate));
          arguments.put("events", Long.toString(rate * seconds));
          arguments.put("workers", options.text("workers", "2"));
          arguments.put("warmup", options.text("warmup", "15"));
          arguments.put("settle", SETTLE_SECONDS);
          arguments.put("delay", query.matches("q[012]") ? "0" : WATERMARK_DELAY);
          arguments.put("sql", "benchmarks/sql/nexmark");
          EngineProcess.Outcome outcome = process.run(engine, arguments);
          String line =
              outcome.failed()
                  ? String.format(
                      "| %s | %d | %s | %s | | | | |", query, rate, engine.id(), outcome.failure())
                  : String.format(
                      Locale.ROOT,
                      "| %s | %d | %s | %.1f | %.1f | %.1f | %.0f | %.2f |",
                      query,
                      rate,
                      engine.id(),
                      outcome.number("p50"),
                      outcome.number("p99"),
                      outcome.number("p999"),
                      outcome.number("results"),
                      outcome.number("cores"));
          System.out.println(line);
          page.add(line);
          json.add(json(query, rate, engine, outcome));
        }
      }
    }
    Files.write(output.resolve("nexmark-latency.md"), page);
    Files.writeString(
        output.resolve("nexmark-latency.json"), "[\n" + String.join(",\n", json) + "\n]\n");
  }

  private static String json(
      String query, long rate, PeerEngine engine, EngineProcess.Outcome outcome) {
    JsonObject object =
        new JsonObject()
            .text("query", query)
            .number("rate", (double) rate)
            .text("engine", engine.id());
    return outcome.failed()
        ? object.text("failure", outcome.failure()).toString()
        : object
            .number("p50", outcome.number("p50"))
            .number("p99", outcome.number("p99"))
            .number("p999", outcome.number("p999"))
            .number("results", outcome.number("results"))
            .number("cores", outcome.number("cores"))
            .toString();
  }
}
