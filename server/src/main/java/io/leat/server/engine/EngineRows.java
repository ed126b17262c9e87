package io.leat.server.engine;

import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.server.engine.SessionSettings.Setting;
import io.leat.sql.PlannedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What only the engine knows, as SHOW statements and system tables give it. */
record EngineRows(RowSchema schema, List<List<Object>> rows) {
  private static final DataType TEXT = ScalarType.STRING.withNullable(false);
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);

  static final RowSchema JOBS =
      RowSchema.of(
          new RowSchema.Field("job_id", TEXT),
          new RowSchema.Field("job_name", TEXT),
          new RowSchema.Field("status", TEXT),
          new RowSchema.Field("start_time", ScalarType.timestampLtz(3).withNullable(false)),
          new RowSchema.Field("rows_in", COUNT),
          new RowSchema.Field("rows_out", COUNT),
          new RowSchema.Field("rows_failed", COUNT),
          new RowSchema.Field("error", TEXT));

  static final RowSchema ERRORS =
      RowSchema.of(
          new RowSchema.Field("job_id", TEXT),
          new RowSchema.Field("epoch", COUNT),
          new RowSchema.Field("node", TEXT),
          new RowSchema.Field("sqlstate", TEXT),
          new RowSchema.Field("message", TEXT),
          new RowSchema.Field("row", TEXT));

  static final RowSchema SETTINGS =
      RowSchema.of(
          new RowSchema.Field("key", TEXT),
          new RowSchema.Field("value", TEXT),
          new RowSchema.Field("description", TEXT));

  /**
   * @param last of the session's last statement
   */
  static EngineRows of(
      PlannedStatement.Show show,
      JobRegistry jobs,
      SessionSettings settings,
      StatementWarnings last) {
    EngineRows all =
        switch (show.kind()) {
          case JOBS -> jobs(jobs);
          case ERRORS -> errors(jobs);
          case WARNINGS -> warnings(last);
          case SETTINGS -> settings(settings);
        };
    Optional<PlannedStatement.LikePattern> pattern = show.pattern();
    if (pattern.isEmpty()) {
      return all;
    }
    return new EngineRows(
        all.schema(),
        all.rows().stream().filter(row -> pattern.get().matches((String) row.get(0))).toList());
  }

  static EngineRows jobs(JobRegistry jobs) {
    List<List<Object>> rows = new ArrayList<>();
    for (Job job : jobs.list()) {
      if (job.kind() == Job.Kind.QUERY && !job.isRunning()) {
        continue;
      }
      CircuitRun.Statistics statistics = job.run().statistics();
      rows.add(
          List.of(
              job.id(),
              job.name(),
              job.status(),
              job.started(),
              statistics.rowsIn(),
              statistics.rowsOut(),
              statistics.rowsFailed(),
              job.run().state() == CircuitRun.State.FAILED ? job.failure().message() : ""));
    }
    return new EngineRows(JOBS, rows);
  }

  static EngineRows errors(JobRegistry jobs) {
    List<List<Object>> rows = new ArrayList<>();
    for (Job job : jobs.list()) {
      for (CircuitRun.RowError error : job.run().rowErrors()) {
        rows.add(
            List.of(
                job.id(),
                error.epoch(),
                error.node(),
                error.sqlState(),
                error.message(),
                error.row()));
      }
    }
    return new EngineRows(ERRORS, rows);
  }

  private static EngineRows warnings(StatementWarnings warnings) {
    RowSchema schema = RowSchema.of(new RowSchema.Field("warning", TEXT));
    List<List<Object>> rows = new ArrayList<>();
    warnings.texts().forEach(text -> rows.add(List.of(text)));
    return new EngineRows(schema, rows);
  }

  static EngineRows settings(SessionSettings settings) {
    List<List<Object>> rows = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      rows.add(List.of(setting.key(), settings.get(setting), setting.description()));
    }
    return new EngineRows(SETTINGS, rows);
  }
}
