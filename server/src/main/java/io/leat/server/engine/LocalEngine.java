package io.leat.server.engine;

import io.leat.runtime.connector.Clock;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.LocalRuntimes;
import io.leat.runtime.local.SystemClock;
import io.leat.runtime.local.pipeline.Pipeline;
import io.leat.server.engine.SessionSettings.Setting;
import io.leat.sql.Planner;
import io.leat.sql.catalog.Catalog;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine on this process's cores, in memory, or with a directory that keeps its data. */
public final class LocalEngine implements Engine {
  private final Catalog catalog = new Catalog();
  private final Planner planner = new Planner(catalog);
  private final LocalRuntime runtime;
  private final Durability durability;
  private final Pipeline pipeline;
  private final StoredRelations relations;
  private final JobRegistry jobs = new JobRegistry(java.time.Clock.systemUTC());
  private final @Nullable KeptRuns kept;
  private final InsertJobs inserts;
  private final Map<Setting, String> sessionDefaults;
  private final SharedSettings shared;
  private final boolean remoteCode;
  private final OutsideAccess remoteAccess;
  private final SessionRegistry sessions = new SessionRegistry();

  private LocalEngine(EngineSettings settings, Clock clock, Consumer<String> warnings) {
    this.remoteCode = settings.remoteCode();
    this.remoteAccess = settings.remoteAccess();
    this.sessionDefaults = settings.sessionDefaults();
    this.shared = new SharedSettings(sessionDefaults);
    this.durability = Durability.open(settings.durability(), catalog, warnings);
    int workers = settings.workers();
    this.runtime =
        LocalRuntimes.start(
            workers > 0 ? workers : Runtime.getRuntime().availableProcessors(), clock);
    this.pipeline = new Pipeline(runtime, shared.history(), durability.journal());
    shared.onHistory(pipeline::limit);
    this.kept = durability.runs(warnings);
    this.relations = new StoredRelations(catalog, pipeline, jobs, kept);
    this.inserts = new InsertJobs(planner, runtime, pipeline, jobs, shared, kept, warnings);
    pipeline.start();
    SystemTables.addTo(catalog, jobs, sessions);
    try {
      durability.recover(catalog, planner, pipeline, relations);
      inserts.resume();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts an engine, with all that its directory holds.
   *
   * @param warnings takes sentences for whoever runs it
   */
  public static LocalEngine start(EngineSettings settings, Consumer<String> warnings) {
    return start(settings, new SystemClock(), warnings);
  }

  /** As {@link #start(EngineSettings, Consumer)}, in another time: a virtual one in tests. */
  public static LocalEngine start(EngineSettings settings, Clock clock, Consumer<String> warnings) {
    return new LocalEngine(settings, clock, warnings);
  }

  /**
   * Starts an engine whose sessions have the built-in defaults.
   *
   * @param workers worker threads, each running one shard of every query; 0: one per core
   */
  public static LocalEngine start(int workers) {
    return start(workers, Map.of(), false);
  }

  /**
   * As {@link #start(int)}.
   *
   * @param sessionDefaults what sessions start with, where it differs from the built-in defaults
   * @param remoteCode whether clients on the network may load code
   */
  public static LocalEngine start(
      int workers, Map<Setting, String> sessionDefaults, boolean remoteCode) {
    return start(
        EngineSettings.DEFAULT
            .withWorkers(workers)
            .withSessionDefaults(sessionDefaults)
            .withRemoteCode(remoteCode),
        warning -> {});
  }

  @Override
  public Session openSession(String user, boolean remote) {
    return new LocalSession(
        sessions,
        sessions.open(user, remote, Instant.now()),
        catalog,
        pipeline,
        relations,
        planner,
        runtime,
        jobs,
        inserts,
        kept,
        new SessionSettings(sessionDefaults, shared),
        new OpenTransaction(pipeline),
        durability,
        !remote || remoteCode,
        remote ? remoteAccess : OutsideAccess.UNLIMITED);
  }

  /** How many sessions are open. */
  public int openSessions() {
    return sessions.size();
  }

  /** How many queries run now, INSERT jobs not counted. */
  public long runningQueries() {
    return jobs.list().stream()
        .filter(job -> job.kind() == Job.Kind.QUERY && job.isRunning())
        .count();
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
    }
    pipeline.close();
    jobs.stopAll();
    runtime.close();
    durability.close();
  }
}
