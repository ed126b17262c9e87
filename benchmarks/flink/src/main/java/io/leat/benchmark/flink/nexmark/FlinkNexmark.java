package io.leat.benchmark.flink.nexmark;

import io.leat.benchmark.nexmark.engine.Engine;
import io.leat.benchmark.nexmark.engine.EngineRun;
import io.leat.benchmark.nexmark.engine.Query;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;

/**
 * Flink in one process: object reuse, state on the heap, no checkpoints. The property {@code
 * latency} flushes buffers and watermarks at once.
 */
public final class FlinkNexmark implements Engine {

  /**
   * The queries that take less CPU time with mini-batches than without; the property {@code other}
   * does the other.
   */
  private static final Set<String> MINI_BATCHES = Set.of("q17");

  /** Names of the queries that Flink's grammar reserves. */
  private static final Pattern QUOTED_HERE =
      Pattern.compile("(?<![`\\w])(dateTime|day|key)(?![`\\w])");

  public static void main(String[] arguments) {
    EngineRun.main(new FlinkNexmark(), arguments);
  }

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public String title() {
    return "Apache Flink " + EnvironmentInformation.getVersion();
  }

  @Override
  public void run(Query query, int workers) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    if (Boolean.getBoolean("latency")) {
      configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(1));
      configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(5));
    }
    if (query.name().equals("q10")) {
      // The file sink makes files visible with checkpoints only.
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    }
    try (StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(workers, configuration)) {
      StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
      tables.getConfig().setLocalTimeZone(ZoneOffset.UTC);
      if (MINI_BATCHES.contains(query.name()) != Boolean.getBoolean("other")) {
        tables.getConfig().set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED, true);
        tables
            .getConfig()
            .set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ALLOW_LATENCY, Duration.ofSeconds(2));
        tables.getConfig().set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_SIZE, 50_000L);
      }
      for (String statement : query.statements()) {
        TableResult result = tables.executeSql(QUOTED_HERE.matcher(statement).replaceAll("`$0`"));
        if (Query.writes(statement)) {
          result.await();
        }
      }
    }
  }
}
