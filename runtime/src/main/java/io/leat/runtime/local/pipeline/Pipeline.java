package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.StoredTables;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The stored relations of an engine and the one order of their epochs. A thread of its own takes
 * what writers have handed in, all that is there, makes it one epoch, takes every view that is
 * affected through that epoch, and publishes all new versions at once. Safe for use by several
 * threads.
 */
public final class Pipeline implements AutoCloseable {
  /** Write sets of one epoch. */
  private static final int GROUP = 1024;

  private final LocalRuntime runtime;
  private final Retention retention;
  private final Thread thread = new Thread(this::run, "leat-epochs");
  private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Control> controls = new ConcurrentLinkedQueue<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile Published published;
  private volatile boolean parked;
  private volatile boolean woken;
  private volatile boolean closed;

  /**
   * The newest epoch that views have been taken through; the pipeline thread's. It has not been
   * published if it changed nothing, and is not opened again then either.
   */
  private long opened;

  /** The views, each after those that it reads; the pipeline thread's. */
  private List<ViewRun> views = new ArrayList<>();

  /** What readers see: the newest versions, and where the log of epochs ends. */
  private record Published(Snapshot snapshot, EpochLog log) {}

  private record Request(WriteSet writes, CompletableFuture<Commit> done) {}

  private record Control(Runnable work, CompletableFuture<?> done) {}

  /**
   * How much of the past is kept for {@code AS OF EPOCH} and {@code SINCE EPOCH}.
   *
   * @param epochs at most so many
   * @param bytes of changes at most
   */
  public record Limits(long epochs, long bytes) {}

  public Pipeline(LocalRuntime runtime, Limits limits) {
    this.runtime = runtime;
    EpochLog first = new EpochLog(1, Map.of());
    this.retention = new Retention(first, limits);
    this.published = new Published(new Snapshot(1, Map.of()), first);
    thread.setDaemon(true);
  }

  /** Starts its thread. */
  public void start() {
    thread.start();
  }

  /** The newest epoch. */
  public Snapshot snapshot() {
    return published.snapshot();
  }

  /**
   * An epoch of the past.
   *
   * @throws LeatException 22023 if it is not kept any more, or has not been yet
   */
  public Snapshot at(long epoch) {
    return retention.at(epoch, published.snapshot());
  }

  /** Hands in writes; they are visible when the future completes. */
  public CompletableFuture<Commit> commit(WriteSet writes) {
    CompletableFuture<Commit> done = new CompletableFuture<>();
    requests.add(new Request(writes, done));
    wake();
    if (closed) {
      done.completeExceptionally(shuttingDown());
    }
    return done;
  }

  /** Hands in writes and waits until they are visible. */
  public Commit write(WriteSet writes) {
    return await(commit(writes));
  }

  /** Adds and takes away rows that a job has computed. */
  void writeChanges(RelationDefinition definition, List<ChangeBatch> batches) {
    boolean inserts = batches.stream().allMatch(batch -> batch.weights() == null);
    Snapshot base = snapshot();
    if (inserts) {
      Entries rows = Rows.toPut(definition, batches, false);
      write(new WriteSet(List.of(new TableWrite.Put(definition.name(), rows, false)), base));
      return;
    }
    RowLayout layout = definition.layout();
    EntriesBuilder builder = new EntriesBuilder();
    batches.forEach(batch -> layout.encode(batch, builder));
    Snapshot empty = new Snapshot(base.epoch(), Map.of());
    write(new WriteSet(List.of(new TableWrite.Change(definition.name(), builder.build())), empty));
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LeatException known) {
        throw known;
      }
      throw e;
    }
  }

  /** Makes an empty table. */
  public void createTable(RelationDefinition definition) {
    atBorder(
        () -> {
          publish(
              with(
                  definition.name(),
                  RelationVersion.empty(definition, Math.max(opened, snapshot().epoch() + 1))),
              Map.of());
          return null;
        });
  }

  /** Forgets relations and stops the circuits of those that are views. */
  public void drop(Collection<String> names) {
    atBorder(
        () -> {
          for (ViewRun view : views) {
            if (names.contains(view.definition.name())) {
              view.stop();
            }
          }
          views.removeIf(view -> names.contains(view.definition.name()));
          Map<String, RelationVersion> left = new HashMap<>(snapshot().relations());
          left.keySet().removeAll(names);
          publish(left, Map.of());
          return null;
        });
  }

  /**
   * Adds an index to a relation.
   *
   * @throws LeatException 23505 if it is to be unique and rows are equal in it
   */
  public void createIndex(String relation, RelationDefinition.Index index) {
    atBorder(
        () -> {
          RelationVersion version = snapshot().get(relation).with(index);
          if (index.unique()) {
            version.check(EntryTree.difference(EntryTree.EMPTY, version.rows()));
          }
          publish(with(relation, version), Map.of());
          return null;
        });
  }

  public void dropIndex(String relation, String index) {
    atBorder(
        () -> {
          RelationVersion version = snapshot().find(relation);
          if (version != null) {
            publish(with(relation, version.without(index)), Map.of());
          }
          return null;
        });
  }

  private Map<String, RelationVersion> with(String name, RelationVersion version) {
    Map<String, RelationVersion> changed = new HashMap<>(snapshot().relations());
    changed.put(name, version);
    return changed;
  }

  /** Starts to fill a view; {@link ViewFill#finish} makes it readable. */
  public ViewFill fill(RelationDefinition definition, Circuit circuit, RunOptions options) {
    Published start = published;
    ViewRun run = new ViewRun(runtime, definition, circuit, options, start.snapshot(), this::wake);
    return new ViewFill(this, run, start.snapshot(), start.log());
  }

  /** Brings a view that has been filled into the order of epochs; on the pipeline's thread. */
  void join(ViewFill fill) {
    atBorder(
        () -> {
          EntryTree rows = fill.catchUp();
          ViewRun view = fill.view();
          String name = view.definition.name();
          RelationVersion old = snapshot().find(name);
          boolean sameColumns =
              old != null
                  && old.definition().schema().types().equals(view.definition.schema().types());
          long since = old != null && sameColumns ? old.since() : nextNumber();
          RelationVersion version = RelationVersion.of(view.definition, since, rows);
          Map<String, Changes> changes = new LinkedHashMap<>();
          List<ViewRun> replaced = new ArrayList<>();
          if (old != null) {
            if (sameColumns) {
              for (RelationDefinition.Index index : old.definition().indexes()) {
                version = version.with(index);
              }
            }
            // Followers of a view whose columns have changed learn it from the definition.
            Entries difference =
                sameColumns
                    ? EntryTree.difference(old.rewritten(view.definition), rows)
                    : EntryTree.difference(EntryTree.EMPTY, rows);
            if (difference.size() > 0) {
              changes.put(name, new Changes(view.definition, difference));
            }
            for (ViewRun each : views) {
              if (each.definition.name().equals(name)) {
                each.stop();
                replaced.add(each);
              }
            }
          }
          views.removeAll(replaced);
          views.add(view);
          views = ordered(views);
          epoch(with(name, version), changes);
          return null;
        });
  }

  private static List<ViewRun> ordered(List<ViewRun> all) {
    Map<String, ViewRun> open = new LinkedHashMap<>();
    all.forEach(view -> open.put(view.definition.name(), view));
    List<ViewRun> ordered = new ArrayList<>();
    while (!open.isEmpty()) {
      List<ViewRun> next =
          open.values().stream()
              .filter(view -> view.reads.stream().noneMatch(open::containsKey))
              .toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("views read each other: " + open.keySet());
      }
      ordered.addAll(next);
      next.forEach(view -> open.remove(view.definition.name()));
    }
    return ordered;
  }

  /**
   * Starts a query that goes on, from the newest epoch or one of the past.
   *
   * @param since the epoch to begin with; 0 for the newest
   * @param silentStart whether the content of that epoch is left out
   */
  public CircuitRun follow(Circuit circuit, RunOptions options, long since, boolean silentStart) {
    Published now = published;
    Snapshot start = now.snapshot();
    EpochLog position = now.log();
    if (since > 0) {
      start = retention.at(since, start);
      position = retention.position(since);
    }
    Follower follower =
        new Follower(runtime, circuit, options, tables(start), start, position, silentStart);
    followers.add(follower);
    var unused = follower.run().whenEnded().thenRun(() -> followers.remove(follower));
    follower.proceed();
    return follower.run();
  }

  /** What stored relations are to a query of one snapshot, or to a job that writes them. */
  public StoredTables tables(Snapshot snapshot) {
    StoredTables bounded = Inputs.bounded(snapshot);
    return new StoredTables() {
      @Override
      public Source source(Node.Source node) {
        return bounded.source(node);
      }

      @Override
      public Sink sink(TableDefinition table) {
        return new TableSink(Pipeline.this, snapshot.get(table.name()).definition());
      }
    };
  }

  /** Whether a circuit reads nothing but few rows of a snapshot, and writes nothing. */
  public static boolean isSmall(Circuit circuit, Snapshot snapshot) {
    return Inputs.isSmall(circuit, snapshot)
        && circuit.nodes().stream().noneMatch(Node.Sink.class::isInstance);
  }

  /** The stored relations that a circuit reads. */
  public static Set<String> reads(Circuit circuit) {
    return Inputs.of(circuit);
  }

  /** Runs something between two epochs, and waits for it. */
  private <T> T atBorder(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    controls.add(
        new Control(
            () -> {
              try {
                done.complete(work.get());
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            },
            done));
    wake();
    if (closed) {
      done.completeExceptionally(shuttingDown());
    }
    return await(done);
  }

  private static LeatException shuttingDown() {
    return new LeatException(SqlState.SHUTTING_DOWN, "The engine is shutting down");
  }

  private void wake() {
    woken = true;
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      woken = false;
      boolean worked = false;
      for (Control control = controls.poll(); control != null; control = controls.poll()) {
        control.work().run();
        worked = true;
      }
      if (!worked && !nextEpoch()) {
        parked = true;
        if (!woken && !closed) {
          LockSupport.park(this);
        }
        parked = false;
      }
    }
    for (Request request = requests.poll(); request != null; request = requests.poll()) {
      request.done().completeExceptionally(shuttingDown());
    }
    for (Control control = controls.poll(); control != null; control = controls.poll()) {
      control.done().completeExceptionally(shuttingDown());
    }
  }

  /** Works on what is there; false if there is nothing. */
  private boolean nextEpoch() {
    if (requests.isEmpty() && views.stream().noneMatch(view -> view.isAffected(Map.of()))) {
      return false;
    }
    TableWriter writer = new TableWriter(snapshot().relations());
    List<Request> applied = new ArrayList<>();
    List<Long> rows = new ArrayList<>();
    for (int i = 0; i < GROUP; i++) {
      Request request = requests.poll();
      if (request == null) {
        break;
      }
      try {
        rows.add(writer.apply(request.writes()));
        applied.add(request);
      } catch (RuntimeException e) {
        request.done().completeExceptionally(e);
      }
    }
    Map<String, Changes> changes = new LinkedHashMap<>();
    writer
        .changes()
        .forEach(
            (name, entries) -> {
              RelationVersion version = writer.versions().get(name);
              if (version != null && entries.size() > 0) {
                changes.put(name, new Changes(version.definition(), entries));
              }
            });
    try {
      epoch(writer.versions(), changes);
    } catch (RuntimeException | Error e) {
      applied.forEach(request -> request.done().completeExceptionally(e));
      return true;
    }
    long number = snapshot().epoch();
    for (int i = 0; i < applied.size(); i++) {
      applied.get(i).done().complete(new Commit(number, rows.get(i)));
    }
    return true;
  }

  /** Takes every view that these changes affect through an epoch, and publishes it. */
  private void epoch(Map<String, RelationVersion> versions, Map<String, Changes> tableChanges) {
    Map<String, RelationVersion> changed = new HashMap<>(versions);
    Map<String, Changes> changes = new LinkedHashMap<>(tableChanges);
    opened = nextNumber();
    long epoch = opened;
    int at = 0;
    while (at < views.size()) {
      // Views that read none of those that work already, side by side.
      List<ViewRun> level = new ArrayList<>();
      Set<String> atWork = new java.util.HashSet<>();
      for (; at < views.size(); at++) {
        ViewRun view = views.get(at);
        if (view.reads.stream().anyMatch(atWork::contains)) {
          break;
        }
        if (view.isAffected(changes)) {
          view.begin(epoch, changes);
          level.add(view);
          atWork.add(view.definition.name());
        }
      }
      for (ViewRun view : level) {
        end(view, changed, changes);
      }
    }
    changes.values().removeIf(each -> each.entries().size() == 0);
    if (!changes.isEmpty() || !changed.equals(snapshot().relations())) {
      publish(changed, changes);
    }
  }

  private static void end(
      ViewRun view, Map<String, RelationVersion> versions, Map<String, Changes> changes) {
    String name = view.definition.name();
    RelationVersion version = versions.get(name);
    if (version == null || version.failure() != null) {
      return;
    }
    try {
      Entries changed = view.end();
      if (changed.size() > 0) {
        versions.put(name, version.apply(changed));
        changes.merge(name, new Changes(version.definition(), changed), Changes::plus);
      }
    } catch (LeatException e) {
      versions.put(name, version.failed(e.message()));
    } catch (IllegalStateException e) {
      view.stop();
      versions.put(name, version.failed("internal error: " + e.getMessage()));
    }
  }

  private long nextNumber() {
    return Math.max(opened, snapshot().epoch()) + 1;
  }

  private void publish(Map<String, RelationVersion> versions, Map<String, Changes> changes) {
    Published before = published;
    long epoch = Math.max(opened, before.snapshot().epoch() + 1);
    EpochLog log = new EpochLog(epoch, changes);
    // Whoever sees the epoch finds it in the log; so the log has it first.
    retention.add(log);
    before.log().next = log;
    published = new Published(new Snapshot(epoch, versions), log);
    for (Follower follower : followers) {
      follower.proceed();
    }
  }

  /** Stops the views and its thread; waits for what is being committed. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    views.forEach(ViewRun::stop);
  }
}
