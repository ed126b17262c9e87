package io.leat.benchmark.nexmark.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One engine, one query, in this JVM: {@code KEY=VALUE…}. Prints one line, {@code RESULT} and what
 * was measured, or {@code FAILED} and why.
 *
 * <p>{@code mode=measure}: warm-up runs of a fifth of the events until the process has used {@code
 * warmup} CPU-seconds, then runs of all events until these have used {@code measure}. {@code
 * mode=check}: one run of each of several queries whose results go to files in the folder {@code
 * out}. {@code mode=latency}: warm-up runs as fast as they go until the process has used {@code
 * warmup} CPU-seconds, then one in which events come at {@code rate} per second, whose first {@code
 * settle} seconds do not count; {@code delay} is from the time in a result's row to when it could
 * be known, in milliseconds.
 */
public final class EngineRun {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int MOST_RUNS = 50;

  /** Seconds of event time of a run that warms up for latencies: some windows. */
  private static final long WARM_UP_SECONDS = 60;

  private final Engine engine;
  private final Map<String, String> arguments;
  private final String query;
  private final int workers;
  private final long events;

  private EngineRun(Engine engine, Map<String, String> arguments) {
    this.engine = engine;
    this.arguments = arguments;
    this.query = argument("query");
    this.workers = Integer.parseInt(argument("workers"));
    this.events = Long.parseLong(argument("events"));
  }

  /** Runs, prints and ends the process. */
  public static void main(Engine engine, String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    PrintStream out = System.out;
    String line;
    try {
      line = new EngineRun(engine, values).run();
    } catch (Exception | LinkageError e) {
      line = "FAILED " + reason(e);
      if (values.containsKey("trace")) {
        e.printStackTrace();
      }
    }
    out.println(line);
    out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().limit(3).map(String::strip).collect(Collectors.joining(" "));
  }

  private String run() throws Exception {
    return switch (argument("mode")) {
      case "measure" -> measure();
      case "check" -> check();
      case "latency" -> latency();
      default -> throw new IllegalArgumentException(argument("mode"));
    };
  }

  private String measure() throws Exception {
    long warmUpNanos = nanos("warmup");
    long measureNanos = nanos("measure");
    long warmUpEvents = Math.max(1, events / 5);
    long allEvents = 0;
    do {
      once(warmUpEvents);
      allEvents += warmUpEvents;
    } while (SYSTEM.getProcessCpuTime() < warmUpNanos);
    System.gc();
    double compiledBefore = ThreadTimes.seconds("C1 Comp", "C2 Comp");
    double collectedBefore = ThreadTimes.seconds("GC Thread", "G1 ");
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long before = System.nanoTime();
    int runs = 0;
    do {
      once(events);
      runs++;
    } while (SYSTEM.getProcessCpuTime() - cpuBefore < measureNanos && runs < MOST_RUNS);
    long elapsed = System.nanoTime() - before;
    double cpu = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
    double compiling = ThreadTimes.seconds("C1 Comp", "C2 Comp") - compiledBefore;
    double collecting = ThreadTimes.seconds("GC Thread", "G1 ") - collectedBefore;
    double perEvent = cpu / runs / events;
    double fixed = SYSTEM.getProcessCpuTime() / 1e9 - perEvent * (allEvents + runs * events);
    return String.format(
        Locale.ROOT,
        "RESULT runs=%d seconds=%.4f cpu=%.4f fixed=%.2f compiling=%.3f collecting=%.3f rss=%d inserts=%d deletes=%d title=%s",
        runs,
        elapsed / 1e9 / runs,
        cpu / runs,
        fixed,
        compiling / cpu,
        collecting / cpu,
        peakMegabytes(),
        Tally.inserts(),
        Tally.deletes(),
        engine.title().replace(' ', '_'));
  }

  private void once(long count) throws Exception {
    Tally.reset(Tally.Mode.COUNT);
    engine.run(query(query, count, false), workers);
  }

  private String check() throws Exception {
    for (String each : query.split(",")) {
      Path answer = Path.of(argument("out"), each + "." + engine.name());
      List<String> lines = new ArrayList<>();
      try {
        Tally.reset(Tally.Mode.COLLECT);
        Query text = query(each, events, false);
        engine.run(text, workers);
        Tally.rows().forEach((row, count) -> lines.add(count + " " + row));
        FileAnswer.add(text, lines);
        lines.sort(null);
      } catch (Exception | LinkageError e) {
        lines.add("FAILED " + reason(e));
      }
      Files.write(answer, lines);
    }
    return "RESULT queries=" + query;
  }

  private String latency() throws Exception {
    long rate = Long.parseLong(argument("rate"));
    do {
      // What happens once per window, such as its end, has to happen often to be compiled.
      once(rate * WARM_UP_SECONDS);
    } while (SYSTEM.getProcessCpuTime() < nanos("warmup"));
    System.gc();
    long fromMicros = WallClock.micros() + nanos("settle") / 1000;
    Tally.reset(Tally.Mode.LATENCY);
    Tally.latency(fromMicros, Long.parseLong(argument("delay")) * 1000);
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long before = System.nanoTime();
    engine.run(query(query, events, true), workers);
    double busy = (SYSTEM.getProcessCpuTime() - cpuBefore) / (double) (System.nanoTime() - before);
    LatencyHistogram latencies = Tally.latencies();
    return String.format(
        Locale.ROOT,
        "RESULT p50=%.1f p99=%.1f p999=%.1f results=%d cores=%.3f title=%s",
        latencies.millis(0.5),
        latencies.millis(0.99),
        latencies.millis(0.999),
        latencies.total(),
        busy,
        engine.title().replace(' ', '_'));
  }

  /**
   * Looks in the variant's folder of the engine, the variant's, the engine's, and the common one.
   */
  private Query query(String name, long count, boolean live) throws IOException {
    Map<String, String> values = new HashMap<>();
    values.put("EVENTS", Long.toString(count));
    values.put("RATE", arguments.getOrDefault("rate", "100000"));
    values.put("LIVE", Boolean.toString(live));
    values.put("TIME", live ? "now" : "2015-07-15 00:00:00");
    values.put("FILES", arguments.getOrDefault("files", ""));
    values.put("DIR", newDirectory().toString());
    Path root = Path.of(argument("sql"));
    List<Path> folders = new ArrayList<>();
    String variant = arguments.get("variant");
    if (variant != null) {
      folders.add(root.resolve(variant).resolve(engine.name()));
      folders.add(root.resolve(variant));
    }
    folders.add(root.resolve(engine.name()));
    folders.add(root);
    return Query.read(name, folders, values);
  }

  /** Where one run finds the side input of q13 and leaves the files of q10. */
  private Path newDirectory() throws IOException {
    Path directory =
        Files.createTempDirectory(Path.of(argument("scratch")).toAbsolutePath(), "run");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      lines.add(i + "," + i);
    }
    Files.write(directory.resolve("side_input.txt"), lines);
    return directory;
  }

  private String argument(String key) {
    String value = arguments.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }

  private long nanos(String key) {
    return (long) (Double.parseDouble(argument(key)) * 1e9);
  }

  /** The most memory that this process has had, from the kernel. */
  private static long peakMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }
}
