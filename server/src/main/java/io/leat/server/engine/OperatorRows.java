package io.leat.server.engine;

import io.leat.runtime.data.EventTime;
import io.leat.runtime.local.CircuitRun.OperatorStatistics;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code leat.operators}. */
final class OperatorRows {
  private static final DataType TEXT = ScalarType.STRING.withNullable(false);
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);
  private static final long MILLI = 1_000;
  private static final long SECOND = 1_000_000;

  /** The watermark is a time as if in UTC, on the time attribute's own scale. */
  static final RowSchema SCHEMA =
      RowSchema.of(
          new RowSchema.Field("job_id", TEXT),
          new RowSchema.Field("job_name", TEXT),
          new RowSchema.Field("operator_id", TEXT),
          new RowSchema.Field("operator", TEXT),
          new RowSchema.Field("shard", ScalarType.INTEGER.withNullable(false)),
          new RowSchema.Field("rows_in", COUNT),
          new RowSchema.Field("rows_out", COUNT),
          new RowSchema.Field("rows_late", COUNT),
          new RowSchema.Field("state_rows", COUNT),
          new RowSchema.Field("state_bytes", COUNT),
          new RowSchema.Field("watermark", ScalarType.timestamp(3)),
          new RowSchema.Field("held_back_by", ScalarType.STRING),
          new RowSchema.Field("idle", ScalarType.STRING),
          new RowSchema.Field("lookups", ScalarType.STRING));

  private OperatorRows() {}

  static List<List<@Nullable Object>> of(JobRegistry jobs) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Job job : jobs.list()) {
      if (job.isRunning()) {
        job.run().operators().forEach(operator -> rows.add(row(job, operator)));
      }
    }
    return rows;
  }

  private static List<@Nullable Object> row(Job job, OperatorStatistics operator) {
    return Arrays.asList(
        job.id(),
        job.name(),
        operator.id(),
        operator.name(),
        operator.shard(),
        operator.rowsIn(),
        operator.rowsOut(),
        operator.rowsLate(),
        operator.stateRows(),
        operator.stateBytes(),
        watermark(operator.bound()),
        operator.heldBy(),
        operator.idle().isEmpty() ? null : String.join(", ", operator.idle()),
        operator.lookups());
  }

  /** The last moment that is not expected any more; null before the first, and at the end. */
  private static @Nullable LocalDateTime watermark(long bound) {
    if (bound == EventTime.NONE || bound >= EventTime.END) {
      return null;
    }
    long last = Math.floorDiv(bound, MILLI) * MILLI - MILLI;
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(last, SECOND), (int) Math.floorMod(last, SECOND) * 1000, ZoneOffset.UTC);
  }
}
