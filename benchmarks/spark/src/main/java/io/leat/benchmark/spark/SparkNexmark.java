package io.leat.benchmark.spark;

import io.leat.benchmark.nexmark.engine.Engine;
import io.leat.benchmark.nexmark.engine.EngineRun;
import io.leat.benchmark.nexmark.engine.Query;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * Spark in one process. {@code ddl.sql} holds only the number of events; the tables are made here,
 * since a watermark has no SQL. The last statement of a query is run, appending or, where Spark
 * wants it, updating.
 */
public final class SparkNexmark implements Engine {
  private @Nullable SparkSession session;

  public static void main(String[] arguments) {
    EngineRun.main(new SparkNexmark(), arguments);
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public String title() {
    return "Apache Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  @Override
  public void run(Query query, int workers) throws Exception {
    SparkSession spark = session(workers);
    String events = query.statements().get(0).replaceAll("\\D", "");
    for (String kind : List.of("person", "auction", "bid")) {
      spark
          .readStream()
          .format(NexmarkProvider.class.getName())
          .option("kind", kind)
          .option("events", events)
          .option("workers", workers)
          .load()
          .withWatermark("dateTime", "4 seconds")
          .createOrReplaceTempView(kind);
    }
    List<String> statements = query.statements();
    for (String statement : statements.subList(1, statements.size() - 1)) {
      spark.sql(statement);
    }
    Dataset<Row> result = spark.sql(statements.get(statements.size() - 1));
    StreamingQuery run;
    try {
      run = start(result, "append");
    } catch (AnalysisException notByAppending) {
      try {
        run = start(result, "update");
      } catch (AnalysisException neither) {
        throw notByAppending;
      }
    }
    run.awaitTermination();
    for (SourceProgress source : run.lastProgress().sources()) {
      if (!events.equals(source.endOffset())) {
        throw new IllegalStateException("the query ended at event " + source.endOffset());
      }
    }
  }

  /** Spark finds most of what it cannot do only when a query starts. */
  private static StreamingQuery start(Dataset<Row> result, String mode) throws Exception {
    Path checkpoint = Files.createTempDirectory("spark-nexmark");
    return result
        .writeStream()
        .format("noop")
        .outputMode(mode)
        .option("checkpointLocation", checkpoint.toString())
        .trigger(Trigger.AvailableNow())
        .start();
  }

  private SparkSession session(int workers) {
    SparkSession made = session;
    if (made == null) {
      made =
          SparkSession.builder()
              .master("local[" + workers + "]")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", workers)
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.driver.host", "localhost")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .getOrCreate();
      made.sparkContext().setLogLevel("OFF");
      session = made;
    }
    return made;
  }
}
