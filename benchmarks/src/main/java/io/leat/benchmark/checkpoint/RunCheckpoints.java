package io.leat.benchmark.checkpoint;

import io.leat.server.engine.EngineSettings;
import io.leat.server.engine.LocalEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Checkpoints of a job or of a view over connectors that keeps many rows in its operators, while
 * its stream goes on: how long they take, how long the stream stands still, how much is written,
 * and how long a restart takes.
 */
final class RunCheckpoints {
  /** Rows that come every second, once the many are there. */
  private static final int PER_SECOND = 20_000;

  private static final int QUIET_SECONDS = 5;

  /** Sources of as many rows as are wanted, and of rows that never end, about 1 % of the keys. */
  private static final String FILL =
      "CREATE TABLE fill (k BIGINT, v BIGINT, note STRING) WITH ('connector' = 'datagen',"
          + " 'rows-per-second' = '2000000000', 'number-of-rows' = '%1$d', 'fields.k.kind' = 'sequence', 'fields.k.start' = '0',"
          + " 'fields.k.end' = '%2$d', 'fields.note.length' = '72')";

  private static final String LIVE =
      "CREATE TABLE live (k BIGINT, v BIGINT, note STRING) WITH ('connector' = 'datagen',"
          + " 'rows-per-second' = '%3$d', 'fields.k.min' = '0', 'fields.k.max' = '%4$d',"
          + " 'fields.note.length' = '72')";

  private static final String SINK =
      "CREATE TABLE sink (k BIGINT, note STRING, v BIGINT) WITH ('connector' = 'filesystem',"
          + " 'format' = 'csv', 'path' = '%5$s')";

  private static final String JOB =
      "INSERT INTO sink SELECT a.k, a.note, b.v FROM fill a JOIN live b ON a.k = b.k";

  private static final String VIEW =
      "CREATE MATERIALIZED VIEW view AS SELECT k, COUNT(*) AS c, SUM(v %% 1000) AS s, MAX(note) AS n"
          + " FROM (SELECT * FROM fill UNION ALL SELECT * FROM live) GROUP BY k";

  private final Path folder;
  private final long rows;

  RunCheckpoints(Path folder, long rows) {
    this.folder = folder;
    this.rows = rows;
  }

  private LocalEngine start() {
    return LocalEngine.start(
        EngineSettings.DEFAULT.withDurability(
            EngineSettings.Storage.in(folder.resolve("data"))
                .withCheckpointInterval(Duration.ZERO)),
        System.out::println);
  }

  void job() throws Exception {
    System.out.printf(Locale.ROOT, "%nA job that joins with %,d rows%n", rows);
    run(List.of(FILL, LIVE, SINK, JOB));
  }

  void view() throws Exception {
    System.out.printf(Locale.ROOT, "%nA view of %,d groups over connectors%n", rows);
    run(List.of(FILL, LIVE, VIEW));
  }

  private void run(List<String> statements) throws Exception {
    try (LocalEngine engine = start()) {
      for (String sql : statements) {
        SqlOnEngine.execute(engine, text(sql));
      }
      long begun = System.nanoTime();
      while (filled(engine) < rows) {
        Thread.sleep(50);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%.1f s to fill, %,.0f rows/s; %,d MB in operators%n",
          seconds,
          rows / seconds,
          SqlOnEngine.number(engine, "SELECT CAST(SUM(state_bytes) AS BIGINT) FROM leat.operators")
              >> 20);
      watch(engine, "without a checkpoint", () -> Thread.sleep(QUIET_SECONDS * 1000L));
      checkpoint(engine, "everything");
      Thread.sleep(QUIET_SECONDS * 1000L);
      checkpoint(engine, "after " + QUIET_SECONDS + " s, which change about 1 %");
      checkpoint(engine, "nothing but what came meanwhile");
    }
    long begun = System.nanoTime();
    try (LocalEngine engine = start()) {
      double started = (System.nanoTime() - begun) / 1e9;
      while (progress(engine) == 0) {
        Thread.sleep(1);
      }
      System.out.printf(
          Locale.ROOT,
          "restart %.1f s, first rows after %.1f s%n",
          started,
          (System.nanoTime() - begun) / 1e9);
    }
  }

  private String text(String sql) {
    return String.format(
        Locale.ROOT, sql, rows, rows - 1, PER_SECOND, rows / 100 - 1, folder.resolve("sink"));
  }

  /** Rows that have come from the source that has more of them, which is the one of the many. */
  private static long filled(LocalEngine engine) {
    return SqlOnEngine.number(
        engine,
        "SELECT CAST(COALESCE(MAX(n), 0) AS BIGINT) FROM (SELECT SUM(rows_out) AS n FROM"
            + " leat.operators WHERE operator = 'Source' GROUP BY operator_id)");
  }

  /** Rows that the run has taken since the engine was started. */
  private static long progress(LocalEngine engine) {
    return SqlOnEngine.number(
        engine,
        "SELECT COALESCE(MAX(rows_in), 0) FROM leat.jobs WHERE job_id LIKE 'job-%'"
            + " OR job_id LIKE 'view-%'");
  }

  private interface Work {
    void run() throws Exception;
  }

  private void checkpoint(LocalEngine engine, String what) throws Exception {
    long before = bytes();
    double[] seconds = new double[1];
    watch(
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
        (bytes() - before) / 1e6);
  }

  /** How long the run takes no rows while something is done, and a little longer. */
  private static void watch(LocalEngine engine, String what, Work work) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    long[][] gaps = new long[1][];
    Thread watcher = new Thread(() -> gaps[0] = gaps(engine, done), "watcher");
    watcher.start();
    work.run();
    // Pages are copied when they are written to for the first time after it.
    Thread.sleep(1_000);
    done.set(true);
    watcher.join();
    long[] all = gaps[0];
    System.out.printf(
        Locale.ROOT,
        "%s: no rows for p50 %.1f ms, p99 %.1f ms, max %.1f ms (%,d)%n",
        what,
        all[all.length / 2] / 1e6,
        all[(int) (all.length * 0.99)] / 1e6,
        all[all.length - 1] / 1e6,
        all.length);
  }

  private static long[] gaps(LocalEngine engine, AtomicBoolean done) {
    long[] gaps = new long[1 << 12];
    int count = 0;
    long rows = progress(engine);
    long since = System.nanoTime();
    while (!done.get()) {
      long now = progress(engine);
      if (now > rows) {
        long at = System.nanoTime();
        if (count == gaps.length) {
          gaps = Arrays.copyOf(gaps, 2 * count);
        }
        gaps[count++] = at - since;
        rows = now;
        since = at;
      }
    }
    long[] all = Arrays.copyOf(gaps, count);
    Arrays.sort(all);
    return all;
  }

  private long bytes() throws IOException {
    long bytes = 0;
    Path runs = Files.createDirectories(folder.resolve("data").resolve("runs"));
    try (Stream<Path> files = Files.walk(runs)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += file.getFileName().toString().startsWith("checkpoint-") ? Files.size(file) : 0;
      }
    }
    return bytes;
  }
}
