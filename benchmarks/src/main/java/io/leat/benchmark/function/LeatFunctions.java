package io.leat.benchmark.function;

import com.sun.management.OperatingSystemMXBean;
import io.leat.server.engine.LocalEngine;
import io.leat.server.engine.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What expressions cost on Leat, one worker: {@code LeatFunctions SAMPLE EXPRESSIONS ROWS ROUNDS}.
 * Prints CPU-seconds per million rows of each query, source and sink included.
 */
public final class LeatFunctions {
  private LeatFunctions() {}

  public static void main(String[] arguments) throws IOException {
    String sample = arguments[0];
    List<MeasuredExpression> expressions = MeasuredExpression.read(Path.of(arguments[1]));
    long rows = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (LocalEngine engine = LocalEngine.start(1);
        Session session = engine.openSession("benchmark", false)) {
      for (int round = -1; round < rounds; round++) {
        for (MeasuredExpression expression : expressions) {
          long count = round < 0 ? rows / 4 : rows;
          session.execute("DROP TEMPORARY TABLE IF EXISTS sample", List.of());
          session.execute(
              "CREATE TEMPORARY TABLE sample ("
                  + SampleRows.COLUMNS
                  + ") WITH ('connector' = 'repeat', 'path' = '"
                  + sample
                  + "', 'rows' = '"
                  + count
                  + "')",
              List.of());
          session.execute("DROP TEMPORARY TABLE IF EXISTS result", List.of());
          session.execute(
              "CREATE TEMPORARY TABLE result (v "
                  + expression.type()
                  + ") WITH ('connector' = 'blackhole')",
              List.of());
          long start = system.getProcessCpuTime();
          session.execute(
              "INSERT INTO result SELECT " + expression.sql() + " FROM sample", List.of());
          double cpu = (system.getProcessCpuTime() - start) / 1e9;
          if (round >= 0) {
            System.out.printf(
                Locale.ROOT, "RESULT leat|%s|%.5f%n", expression.name(), cpu * 1e6 / count);
          }
        }
      }
    }
  }
}
