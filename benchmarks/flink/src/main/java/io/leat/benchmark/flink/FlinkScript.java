package io.leat.benchmark.flink;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Runs a script on Flink in this JVM and prints what its INSERT statements cost: {@code FlinkScript SCRIPT PARALLELISM
 * ROWS ROUNDS}. {@code ${rows}} in the script is replaced by the rows of a round; the first round, of a fifth of the
 * rows, is warm-up.
 */
public final class FlinkScript {
  private FlinkScript() {}

  public static void main(String[] arguments) throws Exception {
    String script = Files.readString(Path.of(arguments[0]));
    int parallelism = Integer.parseInt(arguments[1]);
    long rows = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    run(script, parallelism, rows / 5);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int round = 0; round < rounds; round++) {
      long cpuStart = system.getProcessCpuTime();
      long start = System.nanoTime();
      run(script, parallelism, rows);
      System.out.printf(
          Locale.ROOT,
          "RESULT flink %d %d %.4f %.4f%n",
          parallelism,
          rows,
          (System.nanoTime() - start) / 1e9,
          (system.getProcessCpuTime() - cpuStart) / 1e9);
    }
    System.exit(0);
  }

  private static void run(String script, int parallelism, long rows) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    List<String> statements =
        Arrays.stream(script.replace("${rows}", Long.toString(rows)).split(";"))
            .map(String::strip)
            .filter(statement -> !statement.isEmpty())
            .toList();
    for (String statement : statements) {
      var result = tables.executeSql(statement);
      if (statement.toUpperCase(Locale.ROOT).startsWith("INSERT")) {
        result.await();
      }
    }
  }
}
