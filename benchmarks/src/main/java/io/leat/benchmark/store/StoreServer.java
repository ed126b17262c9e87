package io.leat.benchmark.store;

import io.leat.runtime.local.ResultStream;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import io.leat.server.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * The server of these measurements: an engine behind its network port, which also measures from
 * within when a line of standard input asks for it. Each answer is one line.
 */
public final class StoreServer {
  private StoreServer() {}

  public static void main(String[] arguments) throws IOException {
    try (LocalEngine engine = LocalEngine.start(0);
        HttpServer server = HttpServer.start(engine, "127.0.0.1", 0)) {
      System.out.println("jdbc:leat://127.0.0.1:" + server.port());
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(answer(engine, line.split(" ")));
      }
    }
  }

  private static String answer(LocalEngine engine, String[] words) {
    return switch (words[0]) {
      case "cpu" -> Long.toString(processorNanos());
      case "heap" -> Long.toString(usedHeap());
      case "lookups" -> lookups(engine, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "commits" -> commits(engine, Integer.parseInt(words[1]));
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  /**
   * Of all Java threads that live now, not those of the JVM itself: its compilers and collector.
   */
  private static long processorNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      sum += Math.max(0, threads.getThreadCpuTime(id));
    }
    return sum;
  }

  /** In bytes, after collections. */
  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** A point read of table {@code big}, from the text of the statement to its row. */
  private static String lookups(LocalEngine engine, int rows, int count) {
    Random random = new Random(5);
    Timings timings = new Timings();
    try (Session session = engine.openSession("lookups", false)) {
      for (int i = 0; i < count; i++) {
        long key = random.nextInt(rows);
        long start = System.nanoTime();
        StatementResult result =
            session.execute("SELECT * FROM big WHERE id = ?", List.<Object>of(key));
        int found = read(((StatementResult.Rows) result).stream());
        timings.add(System.nanoTime() - start);
        if (found != 1) {
          throw new IllegalStateException("key " + key + " has " + found + " rows");
        }
      }
    }
    return timings.toString();
  }

  private static int read(ResultStream stream) {
    int rows = 0;
    while (!stream.finished()) {
      ResultStream.Page page = stream.poll();
      if (page == null) {
        CompletableFuture<Void> available = new CompletableFuture<>();
        stream.onAvailable(() -> available.complete(null));
        available.join();
      } else {
        rows += page.batch().size();
      }
    }
    return rows;
  }

  /** The commit of a transaction of one insert into table {@code account}. */
  private static String commits(LocalEngine engine, int count) {
    Timings statements = new Timings();
    Timings commits = new Timings();
    try (Session session = engine.openSession("commits", false)) {
      for (int i = 0; i < count; i++) {
        session.begin();
        long start = System.nanoTime();
        session.execute(
            "INSERT INTO account VALUES (?, ?, ?)",
            List.<Object>of(-1L - i, Traffic.ENGINE_OWNER, 1L));
        long executed = System.nanoTime();
        session.commit();
        commits.add(System.nanoTime() - executed);
        statements.add(executed - start);
      }
    }
    return "statement " + statements + "; commit " + commits;
  }
}
