package io.leat.benchmark.window;

import com.sun.management.OperatingSystemMXBean;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import io.leat.server.engine.StatementResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What queries over windows and joins in time cost on Leat, one worker: {@code LeatWindows TABLES
 * QUERIES ROWS ROUNDS}. Prints CPU-seconds per million rows of each, source and sink included, and
 * how many rows it gave. A round of a quarter of the rows is warm-up.
 */
public final class LeatWindows {
  private LeatWindows() {}

  public static void main(String[] arguments) throws IOException {
    String tables = Files.readString(Path.of(arguments[0]));
    List<String> queries =
        Files.readAllLines(Path.of(arguments[1])).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    long rows = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (LocalEngine engine = LocalEngine.start(1)) {
      for (int round = -1; round < rounds; round++) {
        for (String line : queries) {
          String[] parts = line.split(" \\| ");
          long count = round < 0 ? rows / 4 : rows;
          try (Session session = engine.openSession("benchmark", false)) {
            String script =
                tables.replace("${rows}", Long.toString(count)).replace("${result}", parts[1]);
            for (String statement : script.split(";")) {
              if (!statement.isBlank()) {
                String temporary = statement.strip().replaceFirst("^CREATE", "CREATE TEMPORARY");
                session.execute(temporary, List.of());
              }
            }
            long start = system.getProcessCpuTime();
            StatementResult result = session.execute("INSERT INTO result " + parts[2], List.of());
            double cpu = (system.getProcessCpuTime() - start) / 1e9;
            if (round >= 0) {
              System.out.printf(
                  Locale.ROOT,
                  "RESULT leat|%s|%.5f|%d%n",
                  parts[0],
                  cpu * 1e6 / count,
                  ((StatementResult.Updated) result).count());
            }
          }
        }
      }
    }
  }
}
