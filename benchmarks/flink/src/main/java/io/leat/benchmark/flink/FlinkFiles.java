package io.leat.benchmark.flink;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * The same query over the same file on Flink's filesystem connector with one task: {@code
 * FlinkFiles FORMAT FILE SQL ROWS ROUNDS COUNT TITLE}; the table is {@code bid}, and the first value
 * of the answer is to be COUNT. Prints as the benchmark of Leat does.
 */
public final class FlinkFiles {
  private FlinkFiles() {}

  public static void main(String[] arguments) throws Exception {
    String format = arguments[0];
    Path file = Path.of(arguments[1]);
    String sql = arguments[2];
    long rows = Long.parseLong(arguments[3]);
    int rounds = Integer.parseInt(arguments[4]);
    long expected = Long.parseLong(arguments[5]);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double best = Double.MAX_VALUE;
    double leastCpu = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      long cpuStart = system.getProcessCpuTime();
      long start = System.nanoTime();
      long found = run(format, file, sql);
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
      leastCpu = Math.min(leastCpu, (system.getProcessCpuTime() - cpuStart) / 1e9);
      if (found != expected) {
        throw new IllegalStateException(found + " rows, not " + expected);
      }
    }
    double megabytes = Files.size(file) / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%-9s %-30s %8.0f MB/s %8.2f M rows/s %8.0f MB per CPU-second%n",
        file.getFileName(),
        arguments[6],
        megabytes / best,
        rows / 1e6 / best,
        megabytes / leastCpu);
    System.exit(0);
  }

  private static long run(String format, Path file, String sql) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.executeSql(
        "CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,"
            + " `at` TIMESTAMP(3), rate DOUBLE) WITH ('connector' = 'filesystem', 'path' = '"
            + file
            + "', 'format' = '"
            + format
            + "')");
    long count = -1;
    try (CloseableIterator<Row> result = tables.executeSql(sql).collect()) {
      while (result.hasNext()) {
        count = (Long) result.next().getField(0);
      }
    }
    return count;
  }
}
