package io.leat.benchmark.checkpoint;

import io.leat.server.engine.EngineSettings;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Checkpoints of a table of many rows while others write into another one. */
public final class CheckpointRun {
  private static final int WRITERS = 4;
  private static final int QUIET_SECONDS = 10;

  /** Rows that one statement makes. */
  private static final int STEP = 500_000;

  private final Path folder;
  private final int rows;

  private CheckpointRun(Path folder, int rows) {
    this.folder = folder;
    this.rows = rows;
  }

  /**
   * Measures.
   *
   * @param arguments the folder for the data, how many rows, and what is measured: some of tables,
   *     job, view; all of them if nothing is said
   */
  public static void main(String[] arguments) throws Exception {
    int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8_000_000;
    Path folder = Path.of(arguments[0]);
    Set<String> parts =
        arguments.length > 2
            ? Arrays.stream(arguments).skip(2).collect(Collectors.toSet())
            : Set.of("tables", "job", "view");
    if (parts.contains("tables")) {
      new CheckpointRun(folder.resolve("tables"), rows).run();
    }
    if (parts.contains("job")) {
      new RunCheckpoints(folder.resolve("job"), rows).job();
    }
    if (parts.contains("view")) {
      new RunCheckpoints(folder.resolve("view"), rows / 4).view();
    }
  }

  private LocalEngine start() {
    return LocalEngine.start(
        EngineSettings.DEFAULT.withDurability(
            EngineSettings.Storage.in(folder).withCheckpointInterval(Duration.ZERO)),
        System.out::println);
  }

  private void run() throws Exception {
    try (LocalEngine engine = start()) {
      SqlOnEngine.execute(
          engine,
          "CREATE TABLE big (id BIGINT PRIMARY KEY, owner INT, amount BIGINT, note STRING)");
      SqlOnEngine.execute(
          engine, "CREATE TABLE small (writer INT, n BIGINT, PRIMARY KEY (writer, n))");
      for (int from = 0; from < rows; from += STEP) {
        SqlOnEngine.execute(
            engine,
            "INSERT INTO big SELECT i, CAST(i % 100000 AS INT), i * 31, MD5(CAST(i AS STRING)) ||"
                + " SHA1(CAST(i AS STRING)) FROM generate_series("
                + from
                + ", "
                + (Math.min(rows, from + STEP) - 1)
                + ") AS s(i)");
      }
      SqlOnEngine.execute(
          engine,
          "CREATE MATERIALIZED VIEW owners AS SELECT owner, COUNT(*) AS c, SUM(amount) AS s FROM"
              + " big GROUP BY owner");
      System.out.printf(
          Locale.ROOT, "A table of %,d rows, %,d MB of log%n", rows, bytes("log-") >> 20);
      measure(engine, "without a checkpoint", () -> Thread.sleep(QUIET_SECONDS * 1000L));
      checkpoint(engine, "whole");
      SqlOnEngine.execute(
          engine, "UPDATE big SET amount = amount + 1 WHERE MOD(id * 7919, 100) = 0");
      checkpoint(engine, "1 % changed, everywhere");
      SqlOnEngine.execute(engine, "UPDATE big SET amount = amount + 1 WHERE id < " + rows / 100);
      checkpoint(engine, "1 % changed, side by side");
      checkpoint(engine, "nothing changed but the writers' rows");
    }
    long start = System.nanoTime();
    try (LocalEngine engine = start()) {
      System.out.printf(Locale.ROOT, "restart %.1f s%n", (System.nanoTime() - start) / 1e9);
      SqlOnEngine.execute(engine, "SELECT COUNT(*) FROM big");
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private void checkpoint(LocalEngine engine, String what) throws Exception {
    long before = bytes("checkpoint-");
    double[] seconds = new double[1];
    measure(
        engine,
        "during the checkpoint: " + what,
        () -> {
          long start = System.nanoTime();
          SqlOnEngine.execute(engine, "CHECKPOINT");
          seconds[0] = (System.nanoTime() - start) / 1e9;
        });
    System.out.printf(
        Locale.ROOT,
        "  checkpoint %.2f s, %.1f MB written%n",
        seconds[0],
        (bytes("checkpoint-") - before) / 1e6);
  }

  /** What writers of single rows notice while something is done. */
  private static void measure(LocalEngine engine, String what, Work work) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<long[]>> writers = new ArrayList<>();
    long first = System.nanoTime();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(threads.submit(() -> write(engine, writer, first, done)));
    }
    work.run();
    done.set(true);
    List<long[]> times = new ArrayList<>();
    for (Future<long[]> writer : writers) {
      times.add(writer.get());
    }
    threads.shutdown();
    long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%s: writes p50 %.2f ms, p99 %.2f ms, max %.2f ms (%,d)%n",
        what,
        all[all.length / 2] / 1e6,
        all[(int) (all.length * 0.99)] / 1e6,
        all[all.length - 1] / 1e6,
        all.length);
  }

  private static long[] write(LocalEngine engine, int writer, long first, AtomicBoolean done) {
    long[] times = new long[1 << 12];
    int count = 0;
    try (Session session = engine.openSession("writer", false)) {
      while (!done.get()) {
        long start = System.nanoTime();
        session.execute("INSERT INTO small VALUES (?, ?)", List.<Object>of(writer, first + count));
        if (count == times.length) {
          times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = System.nanoTime() - start;
      }
    }
    return Arrays.copyOf(times, count);
  }

  private long bytes(String prefix) throws IOException {
    long bytes = 0;
    try (var files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += file.getFileName().toString().startsWith(prefix) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }
}
