package io.leat.benchmark.window.engine;

import io.leat.benchmark.nexmark.engine.Tally;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * All queries on one engine, in this JVM: {@code KEY=VALUE…}. Each is run over {@code rows} rows
 * for warm-up and again, which gives the count of results that engines have to agree on, and over
 * {@code factor} times as many: what a row costs is the difference. Prints {@code RESULT
 * engine|query|nanoseconds per row|results|results per row} or {@code FAILED engine|query|why}.
 *
 * <p>{@code only}: a pattern of the queries' names. {@code limit}: seconds that a run may take.
 * {@code answers}: a folder; then the results themselves go there, and nothing is measured.
 */
public final class WindowRun {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  /** An engine with one worker. */
  public interface Engine {
    String name();

    /**
     * Runs statements to their end.
     *
     * @param insert the last of them, which takes the time
     * @throws TimeoutException if it has not come to its end in time, and is stopped
     */
    void run(List<String> tables, String insert, long limitMillis) throws Exception;
  }

  private record Query(String name, int inputs, String columns, String text) {}

  private final Engine engine;
  private final Map<String, String> arguments = new HashMap<>();
  private final String tables;

  private WindowRun(Engine engine, String[] arguments) throws IOException {
    this.engine = engine;
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      this.arguments.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    this.tables = Files.readString(Path.of(argument("sql"), "tables.sql"));
  }

  /** Runs, prints and ends the process. */
  public static void main(Engine engine, String[] arguments) throws IOException {
    WindowRun run = new WindowRun(engine, arguments);
    Pattern only = Pattern.compile(run.arguments.getOrDefault("only", ""));
    for (String line : Files.readAllLines(Path.of(run.argument("sql"), "queries.txt"))) {
      String[] parts = line.split(" \\| ");
      if (!line.startsWith("#") && only.matcher(parts[0]).find()) {
        run.one(new Query(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]));
      }
    }
    System.out.flush();
    System.exit(0);
  }

  private void one(Query query) throws IOException {
    long rows = Long.parseLong(argument("rows"));
    try {
      String folder = arguments.get("answers");
      if (folder != null) {
        answer(query, rows, Path.of(folder));
        return;
      }
      long times = Long.parseLong(argument("factor"));
      cpuNanos(query, rows);
      long fewer = cpuNanos(query, rows);
      long results = Tally.inserts() - Tally.deletes();
      long more = cpuNanos(query, rows * times);
      double resultsMore = Tally.inserts() - Tally.deletes() - results;
      double rowsMore = (double) rows * (times - 1) * query.inputs;
      System.out.printf(
          Locale.ROOT,
          "RESULT %s|%s|%.1f|%d|%.3f%n",
          engine.name(),
          query.name,
          (more - fewer) / rowsMore,
          results,
          resultsMore / rowsMore);
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      System.out.println("FAILED " + engine.name() + "|" + query.name + "|" + reason(e));
      if (arguments.containsKey("trace")) {
        e.printStackTrace();
      }
    }
  }

  private long cpuNanos(Query query, long rows) throws Exception {
    Tally.reset(Tally.Mode.COUNT);
    System.gc();
    long before = SYSTEM.getProcessCpuTime();
    run(query, rows);
    return SYSTEM.getProcessCpuTime() - before;
  }

  private void run(Query query, long rows) throws Exception {
    List<String> statements = new ArrayList<>();
    String text =
        tables.replace("${rows}", Long.toString(rows)).replace("${result}", query.columns);
    for (String statement : text.split(";")) {
      if (!statement.isBlank()) {
        statements.add(statement.strip());
      }
    }
    engine.run(
        statements, "INSERT INTO `result` " + query.text, Long.parseLong(argument("limit")) * 1000);
  }

  private void answer(Query query, long rows, Path folder) throws Exception {
    Tally.reset(Tally.Mode.COLLECT);
    run(query, rows);
    List<String> lines = new ArrayList<>();
    new TreeMap<>(Tally.rows()).forEach((row, count) -> lines.add(count + " " + row));
    String file = query.name.replaceAll("\\W+", "-") + "." + engine.name();
    Files.write(folder.resolve(file), lines);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().findFirst().orElse("").replace('|', '/');
  }

  private String argument(String key) {
    String value = arguments.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }
}
