package io.leat.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Runs a script on Leat in this JVM and prints what its INSERT statements cost: {@code LeatScript
 * SCRIPT WORKERS ROWS ROUNDS}. {@code ${rows}} in the script is replaced by the rows of a round;
 * the first round, of a fifth of the rows, is warm-up.
 */
public final class LeatScript {
  private LeatScript() {}

  public static void main(String[] arguments) throws IOException {
    String script = Files.readString(Path.of(arguments[0]));
    int workers = Integer.parseInt(arguments[1]);
    long rows = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    try (LocalEngine engine = LocalEngine.start(workers)) {
      run(engine, script, rows / 5);
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      for (int round = 0; round < rounds; round++) {
        long allocatedBefore = allocatedBytes();
        long cpuStart = system.getProcessCpuTime();
        long start = System.nanoTime();
        run(engine, script, rows);
        System.out.printf(
            Locale.ROOT,
            "RESULT leat %d %d %.4f %.4f %.4f%n",
            workers,
            rows,
            (System.nanoTime() - start) / 1e9,
            (system.getProcessCpuTime() - cpuStart) / 1e9,
            (double) (allocatedBytes() - allocatedBefore) / rows);
      }
    }
  }

  private static void run(LocalEngine engine, String script, long rows) {
    List<String> statements =
        Arrays.stream(script.replace("${rows}", Long.toString(rows)).split(";"))
            .map(String::strip)
            .filter(statement -> !statement.isEmpty())
            .toList();
    try (Session session = engine.openSession("benchmark", false)) {
      for (String statement : statements) {
        session.execute(
            statement.replaceFirst("^CREATE TABLE", "CREATE TEMPORARY TABLE"), List.of());
      }
    }
  }

  /** Bytes allocated so far by the threads that are alive: workers live as long as the engine. */
  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).sum();
  }
}
