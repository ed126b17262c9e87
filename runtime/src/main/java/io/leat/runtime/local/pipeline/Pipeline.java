package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.RunState;
import io.leat.runtime.local.StoredTables;
import io.leat.runtime.local.pipeline.EpochLog.Ending;
import io.leat.runtime.relation.Delta;
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
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stored relations of an engine and the one order of their epochs: {@link EpochThread} makes
 * them, {@link Views} go through them, {@link Versions} shows them to readers. Safe for use by
 * several threads.
 */
public final class Pipeline implements AutoCloseable {
  private final LocalRuntime runtime;
  private final Versions versions;
  private final EpochThread epochs;

  /** The epoch thread's, as the next. */
  private final Arrangements arrangements = new Arrangements();

  private final Views views = new Views(arrangements);

  /**
   * How much of the past is kept for {@code AS OF EPOCH} and {@code SINCE EPOCH}.
   *
   * @param epochs at most so many
   * @param bytes of changes at most
   */
  public record Limits(long epochs, long bytes) {}

  public Pipeline(LocalRuntime runtime, Limits limits, EpochJournal journal) {
    this.runtime = runtime;
    this.versions = new Versions(limits, journal);
    this.epochs = new EpochThread(versions, views, journal);
  }

  /** Starts its thread. */
  public void start() {
    epochs.start();
  }

  /** The newest epoch. */
  public Snapshot snapshot() {
    return versions.snapshot();
  }

  /**
   * An epoch of the past.
   *
   * @throws LeatException 22023 if it is not kept any more, or has not been yet
   */
  public Snapshot at(long epoch) {
    return versions.at(epoch);
  }

  /** Keeps more or less of the past from now on. */
  public void limit(Limits limits) {
    versions.limit(limits);
  }

  /**
   * Hands in writes without waiting; they are visible when the future completes.
   *
   * @param loop makes their epoch if that is expected to take but a moment, together with what has
   *     been handed in until it comes to do so
   */
  public CompletableFuture<Commit> commit(WriteSet writes, Executor loop) {
    return epochs.commit(writes, loop);
  }

  /** Hands in writes and waits until they are visible. */
  public Commit write(WriteSet writes) {
    return epochs.write(writes);
  }

  /**
   * Adds and takes away rows that a job has computed.
   *
   * @param target the table as the job has found it, without its rows
   * @param owner who writes, if the same may be written again after a restart; else empty
   * @param token of this write, which differs from all others of the owner
   */
  void writeChanges(RelationVersion target, List<ChangeBatch> batches, String owner, String token) {
    RelationDefinition definition = target.definition();
    Map<String, RelationVersion> touched = new HashMap<>(Map.of(definition.name(), target));
    List<TableWrite> writes = new ArrayList<>();
    writes.add(changes(definition, batches));
    if (!owner.isEmpty()) {
      RelationVersion commits = snapshot().get(TableCommits.NAME);
      if (TableCommits.isLast(commits, owner, token)) {
        return;
      }
      touched.put(TableCommits.NAME, commits);
      writes.add(TableCommits.put(owner, token));
    }
    write(new WriteSet(writes, new Snapshot(snapshot().epoch(), touched)));
  }

  private static TableWrite changes(RelationDefinition definition, List<ChangeBatch> batches) {
    if (batches.stream().allMatch(batch -> batch.weights() == null)) {
      Rows rows = new Rows(definition, false);
      batches.forEach(rows::add);
      return new TableWrite.Put(definition.name(), rows.runs(), false);
    }
    RowLayout layout = definition.layout();
    EntriesBuilder builder = new EntriesBuilder();
    batches.forEach(batch -> layout.encode(batch, builder));
    return new TableWrite.Merge(definition.name(), builder.build());
  }

  /** Makes an empty table. */
  public void createTable(RelationDefinition definition) {
    epochs.atBorder(
        () -> {
          long epoch = versions.open();
          publish(epoch, definition.name(), RelationVersion.empty(definition, epoch));
          return null;
        });
  }

  /**
   * Makes a view that cannot be read.
   *
   * @param why in words of users
   */
  public void createFailed(RelationDefinition definition, String why) {
    epochs.atBorder(
        () -> {
          long epoch = versions.open();
          publish(epoch, definition.name(), RelationVersion.empty(definition, epoch).failed(why));
          return null;
        });
  }

  /** Adds rows to a table that is being made again; no two parts hold the same row. */
  public void load(String table, List<Entries> parts) {
    epochs.atBorder(
        () -> {
          publish(versions.open(), table, snapshot().get(table).apply(parts));
          return null;
        });
  }

  /** What one epoch changed in tables, to be done again; the parts of a table in order. */
  public record Past(long epoch, Map<String, List<Entries>> tables) {}

  /** Does epochs again that have been before, in order; while there are no views. */
  public void replay(List<Past> past) {
    epochs.atBorder(
        () -> {
          past.forEach(this::replay);
          return null;
        });
  }

  private void replay(Past past) {
    Map<String, RelationVersion> changed = new HashMap<>(snapshot().relations());
    Map<String, Changes> changes = new LinkedHashMap<>();
    past.tables()
        .forEach(
            (name, parts) -> {
              RelationVersion version = snapshot().get(name);
              Delta delta = Delta.ofRuns(parts);
              changed.put(name, version.apply(delta));
              changes.put(name, new Changes(version.definition(), delta));
            });
    versions.skipTo(past.epoch() - 1);
    versions.publish(versions.open(), changed, changes, Map.of());
  }

  /** Numbers up to this one are not given to epochs any more. */
  public void skipTo(long epoch) {
    epochs.atBorder(
        () -> {
          versions.skipTo(epoch);
          return null;
        });
  }

  /** Runs something between two epochs, with the newest one. */
  public <T> T atBorder(Function<Snapshot, T> work) {
    return epochs.atBorder(() -> work.apply(snapshot()));
  }

  /** Forgets relations and stops the circuits of those that are views. */
  public void drop(Collection<String> names) {
    epochs.atBorder(
        () -> {
          views.remove(names);
          Map<String, RelationVersion> left = new HashMap<>(snapshot().relations());
          left.keySet().removeAll(names);
          Map<String, Ending> endings = new HashMap<>();
          names.forEach(name -> endings.put(name, Ending.DROPPED));
          versions.publish(versions.open(), arrangements.adjusted(left), Map.of(), endings);
          return null;
        });
  }

  /**
   * Adds an index to a relation.
   *
   * @throws LeatException 23505 if it is to be unique and rows are equal in it
   */
  public void createIndex(String relation, RelationDefinition.Index index) {
    addIndex(relation, index);
  }

  private void addIndex(String relation, RelationDefinition.Index index) {
    // Most of the work is done beside the epochs.
    RelationVersion start = snapshot().get(relation);
    EntryTree tree = start.definition().reordered(start.rows(), index.columns());
    epochs.atBorder(
        () -> {
          RelationVersion version = snapshot().get(relation).with(index, tree, start);
          if (index.unique()) {
            version.checkLastIndex();
          }
          publish(versions.open(), relation, version);
          return null;
        });
  }

  public void dropIndex(String relation, String index) {
    epochs.atBorder(
        () -> {
          RelationVersion version = snapshot().find(relation);
          if (version != null) {
            publish(versions.open(), relation, version.without(index));
          }
          return null;
        });
  }

  /** An epoch in which one relation is another, with the same rows. */
  private void publish(long epoch, String name, RelationVersion version) {
    RelationVersion adjusted = arrangements.adjusted(version);
    versions.publish(epoch, versions.with(name, adjusted), Map.of(), Map.of());
  }

  /** Starts to fill a view; {@link ViewFill#finish} makes it readable. */
  public ViewFill fill(RelationDefinition definition, Circuit circuit, RunOptions options) {
    Arrangements.Claim claim = Arrangements.of(circuit);
    claim.orders().forEach((name, orders) -> orders.forEach(columns -> arrange(name, columns)));
    RunState state = options.restored();
    Start begin = epochs.atBorder(() -> start(claim, state));
    Versions.Published start = begin.published();
    try {
      if (state != null) {
        return resume(definition, circuit, claim, options, state, begin);
      }
      ViewRun run =
          new ViewRun(runtime, definition, circuit, claim, options, start.snapshot(), epochs::wake);
      return new ViewFill(this, run, begin.epoch(), start.snapshot(), start.log());
    } catch (RuntimeException | Error e) {
      release(claim);
      throw e;
    }
  }

  /** Where a view begins, and the number of its first epoch: no other is published between. */
  private record Start(Versions.Published published, long epoch) {}

  private Start start(Arrangements.Claim claim, @Nullable RunState state) {
    Versions.Published published = claimed(claim);
    // The numbers of a run's epochs ascend, those of before a restart included.
    return new Start(published, state == null ? published.snapshot().epoch() : versions.open());
  }

  /** The same for a view that goes on from where it was. */
  private ViewFill resume(
      RelationDefinition definition,
      Circuit circuit,
      Arrangements.Claim claim,
      RunOptions options,
      RunState state,
      Start begin) {
    Versions.Published start = begin.published();
    RestoredRelations read =
        new RestoredRelations(state, Inputs.of(circuit), claim.orders(), start.snapshot());
    ViewRun run =
        new ViewRun(runtime, definition, circuit, claim, options, read.before(), epochs::wake);
    ViewFill fill = new ViewFill(this, run, begin.epoch(), start.snapshot(), start.log());
    fill.goOnFrom(state.relations().getOrDefault(definition.name(), EntryTree.EMPTY), read);
    return fill;
  }

  /** Keeps an index for views, if a relation has none. */
  private void arrange(String relation, List<Integer> columns) {
    if (!snapshot().get(relation).hasOrder(columns)) {
      addIndex(relation, Arrangements.index(columns));
    }
  }

  /** The newest epoch, in which all is there that is claimed. */
  private Versions.Published claimed(Arrangements.Claim claim) {
    arrangements.add(claim);
    Map<String, RelationVersion> adjusted = arrangements.adjusted(snapshot().relations());
    if (!adjusted.equals(snapshot().relations())) {
      versions.publish(versions.open(), adjusted, Map.of(), Map.of());
    }
    return versions.newest();
  }

  /** Stops a view that has not been filled. */
  void abandon(ViewRun view) {
    view.stop();
    release(view.claim);
  }

  private void release(Arrangements.Claim claim) {
    if (epochs.isOpen()) {
      epochs.atBorder(
          () -> {
            arrangements.remove(claim);
            return null;
          });
    }
  }

  /** Brings a view that has been filled into the order of epochs, and publishes its rows. */
  void join(ViewFill fill) {
    epochs.atBorder(
        () -> {
          join(fill.view(), fill.catchUp());
          return null;
        });
  }

  private void join(ViewRun view, EntryTree rows) {
    String name = view.definition.name();
    RelationVersion old = snapshot().find(name);
    long epoch = versions.open();
    long since = epoch;
    Map<String, Changes> changes = new LinkedHashMap<>();
    Map<String, Ending> endings = new HashMap<>();
    RelationVersion version = RelationVersion.of(view.definition, since, rows);
    if (old != null && old.hasColumnsOf(version)) {
      since = old.since();
      version = RelationVersion.of(view.definition, since, rows);
      for (RelationDefinition.Index index : old.definition().indexes()) {
        version = version.with(index);
      }
      Delta difference = EntryTree.difference(old.rewritten(view.definition), rows);
      if (!difference.isEmpty()) {
        changes.put(name, new Changes(view.definition, difference));
      }
    } else if (old != null) {
      endings.put(name, Ending.OTHER_COLUMNS);
    }
    views.put(view);
    epochs.publish(epoch, arrangements.adjusted(versions.with(name, version)), changes, endings);
  }

  /**
   * Starts a query that goes on, from the newest epoch or one of the past.
   *
   * @param since the epoch to begin with; 0 for the newest
   * @param silentStart whether the content of that epoch is left out
   */
  public CircuitRun follow(Circuit circuit, RunOptions options, long since, boolean silentStart) {
    return follow(circuit, options, since, silentStart, "");
  }

  /**
   * The same for a job.
   *
   * @param owner see {@link #tables(Snapshot, String)}
   */
  public CircuitRun follow(
      Circuit circuit, RunOptions options, long since, boolean silentStart, String owner) {
    Versions.Published start = since > 0 ? versions.since(since) : versions.newest();
    RunState state = options.restored();
    Follower follower =
        new Follower(
            runtime,
            circuit,
            options,
            tables(start.snapshot(), owner),
            start,
            silentStart,
            state == null
                ? null
                : new RestoredRelations(state, Inputs.of(circuit), Map.of(), start.snapshot()));
    versions.add(follower);
    return follower.run();
  }

  /** What stored relations are to a query of one snapshot, or to a job that writes them. */
  public StoredTables tables(Snapshot snapshot) {
    return tables(snapshot, "");
  }

  /**
   * The same.
   *
   * @param owner names a job that may write the same again after a restart; else empty
   */
  public StoredTables tables(Snapshot snapshot, String owner) {
    return new SnapshotTables(snapshot) {
      @Override
      public Sink sink(TableDefinition table) {
        return new TableSink(Pipeline.this, snapshot.get(table.name()), owner);
      }
    };
  }

  /** Whether a circuit reads tables of connectors. */
  public static boolean readsConnectors(Circuit circuit) {
    return Inputs.hasConnectors(circuit);
  }

  /** The stored relations that a circuit reads. */
  public static Set<String> reads(Circuit circuit) {
    return Inputs.of(circuit);
  }

  /** Stops the views and its thread; waits for what is being committed. */
  @Override
  public void close() {
    epochs.close();
    views.stop();
  }
}
