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
 * What queries over windows and joins in time cost on Flink, parallelism 1: {@code FlinkWindows TABLES QUERIES ROWS
 * ROUNDS}. Prints CPU-seconds per million rows of each, source and sink included.
 */
public final class FlinkWindows {
  private FlinkWindows() {}

  public static void main(String[] arguments) throws Exception {
    String script = Files.readString(Path.of(arguments[0]));
    List<String> queries =
        Files.readAllLines(Path.of(arguments[1])).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    long rows = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int round = -1; round < rounds; round++) {
      for (String line : queries) {
        String[] parts = line.split(" \\| ");
        long count = round < 0 ? rows / 4 : rows;
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment environment =
            StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        try {
          for (String statement :
              script.replace("${rows}", Long.toString(count)).replace("${result}", parts[1]).split(";")) {
            if (!statement.isBlank()) {
              tables.executeSql(statement.strip());
            }
          }
          long start = system.getProcessCpuTime();
          tables.executeSql("INSERT INTO `result` " + parts[2]).await();
          double cpu = (system.getProcessCpuTime() - start) / 1e9;
          if (round >= 0) {
            System.out.printf(Locale.ROOT, "RESULT flink|%s|%.5f|0%n", parts[0], cpu * 1e6 / count);
          }
        } catch (RuntimeException e) {
          System.out.println("FAILED flink|" + parts[0] + "|" + e.getMessage());
        }
      }
    }
    System.exit(0);
  }
}
