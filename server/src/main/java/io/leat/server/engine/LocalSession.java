package io.leat.server.engine;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.ResultStream;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.pipeline.Pipeline;
import io.leat.runtime.local.pipeline.Snapshot;
import io.leat.runtime.local.pipeline.SnapshotRead;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.server.engine.SessionSettings.Setting;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import io.leat.sql.catalog.TemporaryObjects;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session of {@link LocalEngine}: plans each statement and does what the plan says. */
final class LocalSession implements Session {
  private static final RowSchema SAVEPOINT =
      RowSchema.of(new RowSchema.Field("savepoint_path", ScalarType.STRING.withNullable(false)));

  private static final RowSchema JOB_ID =
      RowSchema.of(new RowSchema.Field("job_id", ScalarType.STRING.withNullable(false)));

  private static final RowSchema JOB_ID_AND_NOTE =
      RowSchema.of(
          new RowSchema.Field("job_id", ScalarType.STRING.withNullable(false)),
          new RowSchema.Field("note", ScalarType.STRING.withNullable(false)));

  private static final String FORGETS =
      "it forgets state that no row has touched for a time (%s), and may then give another result than over all rows";

  /** How often a statement is planned whose relations are altered before it begins. */
  private static final int MOST_PLANS = 3;

  private final SessionRegistry registry;
  private final SessionRegistry.Entry entry;
  private final Catalog catalog;
  private final Planner planner;
  private final LocalRuntime runtime;
  private final JobRegistry jobs;
  private final InsertJobs inserts;
  private final @Nullable KeptRuns kept;
  private final SessionSettings settings;
  private final Durability durability;
  private final boolean mayLoadCode;
  private final OutsideAccess access;
  private final TemporaryObjects temporary = new TemporaryObjects();
  private final CatalogChanges changes;
  private final Pipeline pipeline;
  private final StoredRelations relations;
  private final OpenTransaction transaction;
  private final CommitMode commitMode;
  private final Writes writes;
  private final Set<CircuitRun> queries = ConcurrentHashMap.newKeySet();
  private volatile String currentCatalog = Catalog.DEFAULT_CATALOG;
  private volatile String currentDatabase = Catalog.DEFAULT_DATABASE;
  private volatile CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private final StatementWarnings last = new StatementWarnings();
  private volatile boolean closed;

  LocalSession(
      SessionRegistry registry,
      SessionRegistry.Entry entry,
      Catalog catalog,
      Pipeline pipeline,
      StoredRelations relations,
      Planner planner,
      LocalRuntime runtime,
      JobRegistry jobs,
      InsertJobs inserts,
      @Nullable KeptRuns kept,
      SessionSettings settings,
      OpenTransaction transaction,
      Durability durability,
      boolean mayLoadCode,
      OutsideAccess access) {
    this.registry = registry;
    this.entry = entry;
    this.catalog = catalog;
    this.pipeline = pipeline;
    this.relations = relations;
    this.planner = planner;
    this.runtime = runtime;
    this.jobs = jobs;
    this.inserts = inserts;
    this.kept = kept;
    this.settings = settings;
    this.durability = durability;
    this.mayLoadCode = mayLoadCode;
    this.access = access;
    this.changes = new CatalogChanges(catalog, temporary, relations);
    this.transaction = transaction;
    this.commitMode = new CommitMode(transaction);
    this.writes = new Writes(transaction, this::rows);
    SystemTables.addTo(
        temporary, settings, catalog, relations, () -> transaction.snapshot().epoch());
    registry.add(entry, this);
  }

  @Override
  public String id() {
    return entry.id();
  }

  @Override
  public synchronized StatementResult execute(String sql, List<@Nullable Object> parameters) {
    refuseIfClosed();
    cancelled = new CompletableFuture<>();
    entry.begun(sql, Instant.now());
    try {
      return planAndRun(sql, parameters);
    } finally {
      entry.ended();
    }
  }

  @Override
  public synchronized CompletableFuture<Optional<StatementResult>> executeIfShort(
      String sql, List<@Nullable Object> parameters, Executor loop) {
    refuseIfClosed();
    Optional<PlannedStatement> known = planner.known(sql, plannerSession(), parameters);
    Optional<SnapshotRead> read = known.flatMap(this::shortRead);
    if (read.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    cancelled = new CompletableFuture<>();
    entry.begun(sql, Instant.now());
    CompletableFuture<Optional<StatementResult>> result = runShort(known.get(), read.get(), loop);
    return result.whenComplete((ended, failure) -> entry.ended());
  }

  /** What a statement reads if that is short; what is wrong with one is said when it is run. */
  private Optional<SnapshotRead> shortRead(PlannedStatement statement) {
    Optional<Circuit> circuit = ofSnapshot(statement);
    if (circuit.isEmpty()) {
      return Optional.empty();
    }
    try {
      access.check(statement);
      commitMode.beginByItself();
      SnapshotRead read = new SnapshotRead(circuit.get(), transaction.snapshot());
      return read.isShort() ? Optional.of(read) : Optional.empty();
    } catch (LeatException e) {
      return Optional.empty();
    }
  }

  /** The circuit of a statement that reads the newest snapshot and does nothing else before. */
  private static Optional<Circuit> ofSnapshot(PlannedStatement statement) {
    if (statement instanceof PlannedStatement.Query query) {
      boolean ofNewest = query.snapshot() && !query.followsStored() && query.asOf().isEmpty();
      return ofNewest ? Optional.of(query.circuit()) : Optional.empty();
    }
    return statement instanceof PlannedStatement.Write write ? write.circuit() : Optional.empty();
  }

  private CompletableFuture<Optional<StatementResult>> runShort(
      PlannedStatement statement, SnapshotRead read, Executor loop) {
    try {
      if (statement instanceof PlannedStatement.Write write) {
        return writes
            .handIn(write, read, loop)
            .thenApply(rows -> rows.map(count -> new StatementResult.Updated(count)));
      }
      return CompletableFuture.completedFuture(
          Optional.of(computed((PlannedStatement.Query) statement, read)));
    } catch (LeatException e) {
      return mayBePlannedAgain(statement, e)
          ? CompletableFuture.completedFuture(Optional.empty())
          : CompletableFuture.failedFuture(e);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new LeatException(SqlState.CONNECTION_DOES_NOT_EXIST, "the session is closed");
    }
  }

  /** A query or write that loses against who alters what it reads is planned again. */
  private StatementResult planAndRun(String sql, List<@Nullable Object> parameters) {
    for (int attempt = 1; ; attempt++) {
      PlannedStatement statement = planner.plan(sql, plannerSession(), parameters);
      access.check(statement);
      try {
        return run(sql, statement, parameters.isEmpty());
      } catch (LeatException e) {
        if (attempt == MOST_PLANS || !mayBePlannedAgain(statement, e)) {
          throw e;
        }
      }
    }
  }

  private boolean mayBePlannedAgain(PlannedStatement statement, LeatException failure) {
    return (statement instanceof PlannedStatement.Query
            || statement instanceof PlannedStatement.Write)
        && failure.sqlState().equals(SqlState.SERIALIZATION_FAILURE)
        && !transaction.inTransaction();
  }

  /**
   * @param repeatable whether the text is all there is to it
   */
  private StatementResult run(String sql, PlannedStatement statement, boolean repeatable) {
    if (statement instanceof PlannedStatement.Query query) {
      commitMode.beginByItself();
      return query(sql, query);
    }
    if (statement instanceof PlannedStatement.Insert insert) {
      commitMode.beginByItself();
      commitMode.tookEffect();
      return insert(sql, insert, repeatable);
    }
    if (statement instanceof PlannedStatement.Write write) {
      commitMode.beginByItself();
      return new StatementResult.Updated(writes.write(List.of(write)));
    }
    if (statement instanceof PlannedStatement.WriteTogether together) {
      commitMode.beginByItself();
      return new StatementResult.Updated(writes.write(together.writes()));
    }
    if (statement instanceof PlannedStatement.Rows rows) {
      return rows(rows.schema(), rows.rows());
    }
    if (statement instanceof PlannedStatement.ExplainAlter explain) {
      List<List<Object>> lines = new ArrayList<>(explain.plan().rows());
      relations
          .explainReuse(explain.create(), settings.zone())
          .forEach(line -> lines.add(List.of(line)));
      return rows(explain.plan().schema(), lines);
    }
    if (statement instanceof PlannedStatement.Show show) {
      EngineRows answer = EngineRows.of(show, jobs, settings, last);
      return rows(answer.schema(), answer.rows());
    }
    if (statement instanceof PlannedStatement.SetOption set) {
      settings.set(set.key(), set.value());
    } else if (statement instanceof PlannedStatement.ResetOption reset) {
      reset.key().ifPresentOrElse(settings::reset, settings::resetAll);
    } else if (statement instanceof PlannedStatement.UseDatabase use) {
      use(use.database().catalog(), use.database().database());
    } else if (statement instanceof PlannedStatement.StopJob stop) {
      if (stop.withSavepoint()) {
        return rows(SAVEPOINT, List.of(List.of(inserts.stopWithSavepoint(stop.jobId()))));
      }
      inserts.stop(stop.jobId());
    } else if (statement instanceof PlannedStatement.StartJob start) {
      inserts.restart(start.jobId(), start.savepoint());
    } else if (statement instanceof PlannedStatement.Transaction transaction) {
      commitMode.apply(transaction);
    } else if (statement instanceof PlannedStatement.Checkpoint) {
      durability.checkpoint(pipeline, catalog);
      if (kept != null) {
        kept.checkpoint();
      }
    } else if (statement instanceof PlannedStatement.CreateMaterializedView create) {
      relations.create(
          create, new RunOptions(create.view().name().name(), false, settings.zone()), cancelled);
      durability.catalogChanged(settings);
      commitMode.tookEffect();
    } else if (changes.apply(statement, () -> durability.catalogChanged(settings))) {
      durability.catalogChanged(settings);
      commitMode.tookEffect();
      last.droppedToo(changes.droppedToo());
      if (statement instanceof PlannedStatement.CreateTable create
          && !create.temporary()
          && create.table().isManaged()) {
        transaction.created(create.table().name().toString());
      }
    } else if (!(statement instanceof PlannedStatement.NoOperation)) {
      throw new IllegalStateException("no way to do " + statement.getClass().getSimpleName());
    }
    return new StatementResult.Updated(0);
  }

  private StatementResult query(String sql, PlannedStatement.Query query) {
    Circuit circuit = query.circuit();
    boolean failOnRowError = query.snapshot() || settings.failOnRowError();
    CircuitRun run;
    if (query.followsStored()) {
      long since = query.since().map(PlannedStatement.Since::epoch).orElse(0L);
      boolean silent = query.since().map(from -> !from.snapshot()).orElse(false);
      RunOptions options = options(sql, failOnRowError, false);
      run = pipeline.follow(circuit, options, since, silent);
      register(Job.Kind.QUERY, options, run);
    } else {
      Snapshot snapshot =
          query.asOf().isPresent() ? pipeline.at(query.asOf().getAsLong()) : transaction.snapshot();
      SnapshotRead read = new SnapshotRead(circuit, snapshot);
      if (query.snapshot() && read.isSmall()) {
        return computed(query, read);
      }
      run = start(Job.Kind.QUERY, sql, circuit, failOnRowError, query.oneEpoch(), snapshot).run();
    }
    queries.add(run);
    var unused = run.whenEnded().thenRun(() -> queries.remove(run));
    if (closed) {
      run.stop();
    }
    ResultStream rows = Objects.requireNonNull(run.results());
    return new StatementResult.Rows(
        query.limit().isPresent() ? new LimitedRows(rows, query.limit().getAsLong()) : rows,
        query.bounded() || query.limit().isPresent(),
        !query.changesAsked() && givesChanges(query.circuit()));
  }

  private StatementResult computed(PlannedStatement.Query query, SnapshotRead read) {
    return new StatementResult.Rows(
        new BatchRows(query.schema(), read.snapshot().epoch(), compute(read)), true);
  }

  private static boolean givesChanges(Circuit circuit) {
    List<Node> nodes = circuit.nodes();
    return nodes.stream()
        .anyMatch(
            node ->
                node instanceof Node.Result result
                    && nodes.get(result.input()) instanceof Node.Changes);
  }

  private StatementResult insert(String sql, PlannedStatement.Insert insert, boolean repeatable) {
    // Rows that the statement itself lists are not a stream: if one fails, so does the statement.
    boolean listed =
        insert.circuit().nodes().stream().noneMatch(node -> node instanceof Node.Source);
    boolean failOnRowError = listed || settings.failOnRowError();
    Job job =
        inserts.start(
            sql,
            insert,
            repeatable,
            plannerSession(),
            settings,
            options(sql, failOnRowError, InsertJobs.isOneEpoch(insert)),
            transaction.snapshot());
    last.runs(job.run());
    if (!insert.bounded()) {
      String note = note(job, insert.circuit());
      return note.isEmpty()
          ? rows(JOB_ID, List.of(List.of(job.id())))
          : rows(JOB_ID_AND_NOTE, List.of(List.of(job.id(), note)));
    }
    CompletableFuture<Void> stopRequest = cancelled;
    CompletableFuture.anyOf(job.run().whenEnded(), stopRequest).join();
    if (stopRequest.isDone()) {
      if (job.isRunning()) {
        inserts.stop(job.id());
      }
      job.run().whenEnded().join();
    }
    return switch (job.run().state()) {
      case FINISHED -> new StatementResult.Updated(job.run().statistics().rowsOut());
      case FAILED -> throw job.failure();
      default -> throw new LeatException(SqlState.QUERY_CANCELED, "the statement was cancelled");
    };
  }

  /** What whoever has started a job should know of it; empty if there is nothing. */
  private String note(Job job, Circuit circuit) {
    List<String> notes = new ArrayList<>();
    inserts.note(job).ifPresent(notes::add);
    if (circuit.nodes().stream().anyMatch(node -> node instanceof Node.Expiring)) {
      boolean always = plannerSession().time().stateMicros() > 0;
      notes.add(FORGETS.formatted(always ? "table.exec.state.ttl" : "the hint STATE_TTL"));
    }
    return String.join("; ", notes);
  }

  /** The rows that a bounded circuit gives over a snapshot. */
  private void rows(SnapshotRead read, Consumer<ChangeBatch> rows) {
    if (read.isSmall()) {
      compute(read).forEach(rows);
      return;
    }
    CircuitRun run =
        runtime.start(read.circuit(), options("", true, true), pipeline.tables(read.snapshot()));
    ResultStream stream = Objects.requireNonNull(run.results());
    CompletableFuture<Void> stopRequest = cancelled;
    try {
      while (!stream.finished()) {
        ResultStream.Page page = stream.poll();
        if (page != null) {
          rows.accept(page.batch());
          continue;
        }
        CompletableFuture<Void> available = new CompletableFuture<>();
        stream.onAvailable(() -> available.complete(null));
        CompletableFuture.anyOf(available, stopRequest).join();
        if (stopRequest.isDone()) {
          throw new LeatException(SqlState.QUERY_CANCELED, "the statement was cancelled");
        }
      }
    } finally {
      // Does nothing to one that has ended by itself.
      run.stop();
    }
    Throwable failure = stream.failure();
    if (failure != null) {
      throw Failures.of(failure);
    }
  }

  private List<ChangeBatch> compute(SnapshotRead read) {
    return runtime.compute(read.circuit(), settings.zone(), read);
  }

  private RunOptions options(String sql, boolean failOnRowError, boolean oneEpoch) {
    String name = settings.get(Setting.JOB_NAME);
    if (name.isEmpty()) {
      name = sql.strip().replaceAll("\\s+", " ");
    }
    return new RunOptions(name, failOnRowError, settings.zone(), oneEpoch);
  }

  private Job register(Job.Kind kind, RunOptions options, CircuitRun run) {
    last.runs(run);
    return jobs.register(kind, options.name(), run);
  }

  private Job start(
      Job.Kind kind,
      String sql,
      Circuit circuit,
      boolean failOnRowError,
      boolean oneEpoch,
      Snapshot snapshot) {
    RunOptions options = options(sql, failOnRowError, oneEpoch);
    return register(kind, options, runtime.start(circuit, options, pipeline.tables(snapshot)));
  }

  private static StatementResult rows(
      RowSchema schema, List<? extends List<? extends @Nullable Object>> rows) {
    ResultStream stream = new FixedRows(schema, rows);
    return new StatementResult.Rows(stream, true);
  }

  @Override
  public Description describe(String sql) {
    io.leat.sql.Description description = planner.describe(sql, plannerSession());
    return new Description(description.schema(), description.parameters());
  }

  @Override
  public void cancel() {
    cancelled.complete(null);
  }

  @Override
  public boolean autoCommit() {
    return commitMode.automatic();
  }

  @Override
  public synchronized void autoCommit(boolean on) {
    commitMode.automatic(on);
  }

  @Override
  public synchronized void begin() {
    commitMode.begin();
  }

  @Override
  public synchronized void commit() {
    commitMode.commit();
  }

  @Override
  public synchronized CompletableFuture<Void> commitWithoutWaiting(Executor loop) {
    return commitMode.handIn(loop);
  }

  @Override
  public synchronized void rollback() {
    commitMode.rollback();
  }

  @Override
  public boolean inTransaction() {
    return commitMode.inTransaction();
  }

  @Override
  public String catalog() {
    return currentCatalog;
  }

  @Override
  public String database() {
    return currentDatabase;
  }

  @Override
  public synchronized void use(String newCatalog, String database) {
    if (!catalog.hasDatabase(newCatalog, database)) {
      throw new LeatException(
          SqlState.INVALID_SCHEMA_NAME, "there is no database " + newCatalog + "." + database);
    }
    currentCatalog = newCatalog;
    currentDatabase = database;
  }

  @Override
  public ZoneId zone() {
    return settings.zone();
  }

  @Override
  public Metadata metadata() {
    return new CatalogMetadata(catalog, temporary);
  }

  @Override
  public void set(String key, String value) {
    settings.set(key, value);
  }

  @Override
  public void close() {
    closed = true;
    registry.remove(entry);
    cancel();
    queries.forEach(CircuitRun::stop);
  }

  private PlannerSession plannerSession() {
    return new PlannerSession(
        currentCatalog, currentDatabase, settings.zone(), settings.time(), temporary, mayLoadCode);
  }
}
