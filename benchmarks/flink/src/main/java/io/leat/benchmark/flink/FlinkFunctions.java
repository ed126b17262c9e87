package io.leat.benchmark.flink;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * What expressions cost on Flink, parallelism 1: {@code FlinkFunctions SAMPLE EXPRESSIONS ROWS ROUNDS COLUMNS}. Prints
 * CPU-seconds per million rows of each query, source and sink included.
 */
public final class FlinkFunctions {
  private FlinkFunctions() {}

  public static void main(String[] arguments) throws Exception {
    String sample = arguments[0];
    List<String> expressions =
        Files.readAllLines(Path.of(arguments[1])).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    long rows = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    String columns = arguments[4];
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int round = -1; round < rounds; round++) {
      for (String line : expressions) {
        String[] parts = line.split(" \\| ");
        long count = round < 0 ? rows / 4 : rows;
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment environment =
            StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.executeSql(
            "CREATE TABLE sample (" + columns + ") WITH ('connector' = 'repeat', 'path' = '" + sample
                + "', 'rows' = '" + count + "')");
        tables.executeSql("CREATE TABLE answers (v " + parts[1] + ") WITH ('connector' = 'blackhole')");
        long start = system.getProcessCpuTime();
        try {
          tables.executeSql("INSERT INTO answers SELECT " + parts[2] + " FROM sample").await();
        } catch (RuntimeException e) {
          System.out.println("FAILED flink|" + parts[0] + "|" + e.getMessage());
          continue;
        }
        double cpu = (system.getProcessCpuTime() - start) / 1e9;
        if (round >= 0) {
          System.out.printf(Locale.ROOT, "RESULT flink|%s|%.5f%n", parts[0], cpu * 1e6 / count);
        }
      }
    }
    System.exit(0);
  }
}
