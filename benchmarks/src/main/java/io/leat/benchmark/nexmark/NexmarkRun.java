package io.leat.benchmark.nexmark;

import com.sun.management.OperatingSystemMXBean;
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
 * What Nexmark's queries cost on Leat in this JVM: {@code NexmarkRun FOLDER WORKERS EVENTS ROUNDS
 * QUERY…}. Each round runs each query once, over all its events at once; the first round, of a
 * fifth of the events, is warm-up.
 */
public final class NexmarkRun {
  private NexmarkRun() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int workers = Integer.parseInt(arguments[1]);
    long events = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    List<String> queries = Arrays.asList(arguments).subList(4, arguments.length);
    Path directory = Files.createTempDirectory("nexmark");
    NexmarkScript.prepare(directory);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (LocalEngine engine = LocalEngine.start(workers)) {
      for (String query : queries.isEmpty() ? NexmarkScript.QUERIES : queries) {
        run(
            engine,
            new NexmarkScript(folder, query, events / 5, NexmarkScript.USUAL_RATE, directory));
        for (int round = 0; round < rounds; round++) {
          long cpuStart = system.getProcessCpuTime();
          long start = System.nanoTime();
          run(
              engine,
              new NexmarkScript(folder, query, events, NexmarkScript.USUAL_RATE, directory));
          double seconds = (System.nanoTime() - start) / 1e9;
          double cpu = (system.getProcessCpuTime() - cpuStart) / 1e9;
          System.out.printf(
              Locale.ROOT,
              "RESULT leat %s %d workers %d events %.2f s %.3f M events/s %.3f CPU-s/M%n",
              query,
              workers,
              events,
              seconds,
              events / seconds / 1e6,
              cpu / events * 1e6);
        }
      }
    }
  }

  private static void run(LocalEngine engine, NexmarkScript script) {
    try (Session session = engine.openSession("benchmark", false)) {
      for (String statement : script.declarations()) {
        session.execute(statement.replaceFirst("^CREATE ", "CREATE TEMPORARY "), List.of());
      }
      session.execute(script.insert(), List.of());
    }
  }
}
