package io.leat.server.engine;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.durable.JobDefinition;
import io.leat.runtime.durable.RunFolder;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.RunState;
import io.leat.runtime.local.pipeline.Pipeline;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.server.engine.SessionSettings.Setting;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.TemporaryObjects;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The INSERT jobs of an engine. With a directory, those that read connectors or follow stored
 * relations are kept: they are taken down before they begin, and go on after a restart. Safe for
 * use by several threads.
 */
final class InsertJobs {
  /** The name of a job whose definition cannot be read. */
  private static final String UNKNOWN = "(unknown)";

  private final Planner planner;
  private final LocalRuntime runtime;
  private final Pipeline pipeline;
  private final JobRegistry jobs;
  private final SharedSettings shared;
  private final @Nullable KeptRuns kept;
  private final Consumer<String> warnings;

  /**
   * @param kept where jobs are kept; null for nowhere
   */
  InsertJobs(
      Planner planner,
      LocalRuntime runtime,
      Pipeline pipeline,
      JobRegistry jobs,
      SharedSettings shared,
      @Nullable KeptRuns kept,
      Consumer<String> warnings) {
    this.planner = planner;
    this.runtime = runtime;
    this.pipeline = pipeline;
    this.jobs = jobs;
    this.shared = shared;
    this.kept = kept;
    this.warnings = warnings;
  }

  /**
   * Starts a job.
   *
   * @param repeatable whether the statement's text is all there is to it: it has no parameters
   * @param session of whom has asked for it
   */
  Job start(
      String sql,
      PlannedStatement.Insert insert,
      boolean repeatable,
      PlannerSession session,
      SessionSettings settings,
      RunOptions options,
      Snapshot snapshot) {
    if (kept == null || !repeatable || !mayBeKept(insert) || !isSharedBy(sql, insert, session)) {
      return jobs.register(Job.Kind.INSERT, options.name(), run(insert, options, snapshot, ""));
    }
    String id = jobs.newId(Job.Kind.INSERT);
    Map<String, String> values = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      if (!setting.isShared()) {
        values.put(setting.key(), settings.get(setting));
      }
    }
    values.put(Setting.TIME_ZONE.key(), session.zone().getId());
    KeptRun folder =
        kept.add(
            id,
            new JobDefinition(
                sql,
                options.name(),
                session.catalog(),
                session.database(),
                values,
                Instant.now().toEpochMilli(),
                JobDefinition.State.RUNNING,
                ""));
    try {
      return begin(id, folder, insert, options, snapshot);
    } catch (RuntimeException | Error e) {
      kept.remove(id);
      folder.forget();
      throw e;
    }
  }

  /** What whoever has started a job should know of it; empty if its writes are visible at once. */
  Optional<String> note(Job job) {
    return kept == null || kept.job(job.id()) == null
        ? Optional.empty()
        : Optional.of(kept.visibility());
  }

  private Job begin(
      String id,
      KeptRun folder,
      PlannedStatement.Insert insert,
      RunOptions options,
      Snapshot snapshot) {
    CircuitRun run = run(insert, options.keptBy(folder), snapshot, id);
    folder.begun(run);
    KeptRuns all = kept;
    if (all != null) {
      var unused = run.whenEnded().thenRun(() -> all.ended(id, folder, run));
    }
    return jobs.register(id, Job.Kind.INSERT, options.name(), run);
  }

  /**
   * @param owner the job's id, if it is kept
   */
  private CircuitRun run(
      PlannedStatement.Insert insert, RunOptions options, Snapshot snapshot, String owner) {
    return insert.followsStored()
        ? pipeline.follow(insert.circuit(), options, 0, false, owner)
        : runtime.start(insert.circuit(), options, pipeline.tables(snapshot, owner));
  }

  /** Whether its state can be kept: all that it reads can be read on from somewhere. */
  private static boolean mayBeKept(PlannedStatement.Insert insert) {
    return insert.followsStored()
        || (Pipeline.readsConnectors(insert.circuit())
            && Pipeline.reads(insert.circuit()).isEmpty());
  }

  /** Whether the statement means the same without the session's temporary objects. */
  private boolean isSharedBy(String sql, PlannedStatement.Insert insert, PlannerSession session) {
    try {
      return plan(sql, without(session)) instanceof PlannedStatement.Insert again
          && sameTables(again.circuit(), insert.circuit());
    } catch (LeatException e) {
      return false;
    }
  }

  private static boolean sameTables(Circuit a, Circuit b) {
    return RunState.shapes(a).equals(RunState.shapes(b)) && tables(a).equals(tables(b));
  }

  private static List<Object> tables(Circuit circuit) {
    return circuit.nodes().stream()
        .<Object>mapMulti(
            (node, target) -> {
              if (node instanceof Node.Source source) {
                target.accept(source.table());
              } else if (node instanceof Node.Sink sink) {
                target.accept(sink.table());
              } else if (node instanceof Node.Lookup lookup) {
                target.accept(lookup.table());
              }
            })
        .toList();
  }

  private static PlannerSession without(PlannerSession session) {
    return new PlannerSession(
        session.catalog(),
        session.database(),
        session.zone(),
        session.time(),
        new TemporaryObjects(),
        session.mayLoadCode());
  }

  private PlannedStatement plan(String sql, PlannerSession session) {
    return planner.plan(sql, session, List.of());
  }

  /** Takes up the jobs of before a restart. */
  void resume() {
    if (kept == null) {
      return;
    }
    for (String id : kept.folders().jobs()) {
      jobs.reserve(id);
      RunFolder folder = kept.folders().job(id);
      Optional<JobDefinition> found;
      try {
        found = folder.definition();
      } catch (LeatException e) {
        cannotGoOn(id, e);
        kept.unknown(id);
        registerEnded(id, UNKNOWN, CircuitRun.State.FAILED, e);
        continue;
      }
      if (found.isEmpty()) {
        // Its removal was cut short.
        folder.delete();
        continue;
      }
      JobDefinition job = found.get();
      KeptRun run = kept.restored(id, job);
      switch (job.state()) {
        case RUNNING -> {
          try {
            goOn(id, run, job, folder.newest());
          } catch (LeatException e) {
            cannotGoOn(id, e);
            registerEnded(id, job.name(), CircuitRun.State.FAILED, e);
          }
        }
        case STOPPED -> registerEnded(id, job.name(), CircuitRun.State.STOPPED, null);
        case FAILED ->
            registerEnded(
                id,
                job.name(),
                CircuitRun.State.FAILED,
                new LeatException(SqlState.NOT_READY, job.error()));
      }
    }
  }

  private void cannotGoOn(String id, LeatException why) {
    String hint = why.hint();
    warnings.accept(
        "job '" + id + "' cannot go on: " + why.message() + (hint == null ? "" : "; " + hint));
  }

  private void registerEnded(
      String id, String name, CircuitRun.State state, @Nullable Throwable why) {
    jobs.register(id, Job.Kind.INSERT, name, new EndedRun(state, why));
  }

  private void goOn(String id, KeptRun run, JobDefinition job, @Nullable RunState state) {
    SessionSettings settings = new SessionSettings(Map.of(), shared);
    job.settings().forEach(settings::set);
    PlannerSession session =
        new PlannerSession(
            job.catalog(),
            job.database(),
            settings.zone(),
            settings.time(),
            new TemporaryObjects(),
            true);
    if (!(plan(job.sql(), session) instanceof PlannedStatement.Insert insert)) {
      throw new LeatException(SqlState.NOT_READY, "it is no job any more: " + job.sql());
    }
    Snapshot snapshot = pipeline.snapshot();
    if (state != null && state.finished()) {
      runtime.commit(insert.circuit(), state.tokens(), pipeline.tables(snapshot, id));
      run.forget();
      remove(id);
      return;
    }
    RunOptions options =
        new RunOptions(job.name(), settings.failOnRowError(), settings.zone(), isOneEpoch(insert))
            .from(state);
    begin(id, run, insert, options, snapshot);
  }

  /** Whether what ends and takes rows back on its way is written once, as it is at the end. */
  static boolean isOneEpoch(PlannedStatement.Insert insert) {
    return insert.bounded()
        && insert.circuit().nodes().stream().anyMatch(Node.Consolidate.class::isInstance);
  }

  private void remove(String id) {
    if (kept != null) {
      kept.remove(id);
    }
  }

  /** Stops a job of any kind and forgets what is kept of it; waits for nothing. */
  void stop(String id) {
    KeptRun run = kept == null ? null : kept.job(id);
    if (run == null) {
      jobs.stop(id);
      return;
    }
    run.forget();
    remove(id);
    jobs.forget(id);
  }

  /**
   * Stops a job at a checkpoint.
   *
   * @return the checkpoint's file
   */
  String stopWithSavepoint(String id) {
    KeptRun run = kept == null ? null : kept.job(id);
    CircuitRun running = run == null ? null : run.run();
    if (run == null || running == null || running.state() != CircuitRun.State.RUNNING) {
      jobs.requireRunning(id);
      throw new LeatException(
              SqlState.FEATURE_NOT_SUPPORTED, "the state of job '" + id + "' is not kept")
          .withHint(
              kept == null
                  ? "start the engine with a directory (durability.directory)"
                  : "a job is kept whose statement has no parameters and no temporary objects");
    }
    long number;
    try {
      number = run.checkpoint().join();
    } catch (java.util.concurrent.CompletionException e) {
      throw Failures.of(e.getCause());
    }
    run.define(JobDefinition.State.STOPPED, "");
    running.stop();
    running.whenEnded().join();
    return run.folder().checkpoint(number).toString();
  }

  /**
   * Lets a job that has been stopped or has failed go on.
   *
   * @param savepoint the file to go on from; empty for the newest
   */
  void restart(String id, Optional<String> savepoint) {
    KeptRuns all = kept;
    KeptRun old = all == null ? null : all.job(id);
    JobDefinition job = old == null ? null : old.job();
    if (old != null && old.run() == null && job == null) {
      // Says what is the matter with it, or that there is none.
      old.folder().definition();
    }
    if (all == null || old == null || job == null) {
      throw jobs.unknownOrEnded(id);
    }
    CircuitRun before = old.run();
    if (before != null && before.state() == CircuitRun.State.RUNNING) {
      throw new LeatException(SqlState.OBJECT_IN_USE, "job '" + id + "' is running");
    }
    RunState state = savepoint.map(path -> read(all, path)).orElseGet(old.folder()::newest);
    KeptRun run = all.restored(id, job.in(JobDefinition.State.RUNNING, ""));
    try {
      jobs.forget(id);
      goOn(id, run, job, state);
      run.folder().define(job.in(JobDefinition.State.RUNNING, ""));
    } catch (RuntimeException | Error e) {
      if (run.run() == null) {
        all.restored(id, job);
        registerEnded(
            id,
            job.name(),
            job.state() == JobDefinition.State.FAILED
                ? CircuitRun.State.FAILED
                : CircuitRun.State.STOPPED,
            e);
      }
      throw e;
    }
  }

  private static RunState read(KeptRuns all, String path) {
    Path file = Path.of(path);
    if (!all.folders().contains(file)) {
      throw new LeatException(
              SqlState.INVALID_PARAMETER_VALUE, "'" + path + "' is no savepoint of this server")
          .withHint("STOP JOB … WITH SAVEPOINT says where it is");
    }
    return RunFolder.read(file);
  }
}
