package io.leat.benchmark.flink;

import io.leat.benchmark.window.engine.WindowRun;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Queries over windows and joins in time on Flink, parallelism 1, object reuse, state on the heap,
 * no checkpoints: see {@link WindowRun}.
 */
public final class FlinkWindows implements WindowRun.Engine {

  public static void main(String[] arguments) throws IOException {
    WindowRun.main(new FlinkWindows(), arguments);
  }

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public void run(List<String> statements, String insert, long limitMillis) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    try (StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration)) {
      StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
      tables.getConfig().setLocalTimeZone(ZoneOffset.UTC);
      for (String statement : statements) {
        tables.executeSql(statement);
      }
      TableResult result = tables.executeSql(insert);
      try {
        result.await(limitMillis, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        result.getJobClient().orElseThrow().cancel().get();
        throw new TimeoutException("not within " + limitMillis / 1000 + " s");
      }
    }
  }
}
