package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.LocalRuntime;
import io.leat.runtime.local.RunOptions;
import io.leat.runtime.local.StoredTables;
import io.leat.runtime.local.pipeline.EpochLog.Ending;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntryTree;
import io.leat.runtime.relation.RowLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The stored relations of an engine and the one order of their epochs: {@link EpochThread} makes
 * them, {@link Views} go through them, {@link Versions} shows them to readers. Safe for use by
 * several threads.
 */
public final class Pipeline implements AutoCloseable {
  private final LocalRuntime runtime;
  private final Versions versions;
  private final EpochThread epochs;

  /** The epoch thread's. */
  private final Views views = new Views();

  /**
   * How much of the past is kept for {@code AS OF EPOCH} and {@code SINCE EPOCH}.
   *
   * @param epochs at most so many
   * @param bytes of changes at most
   */
  public record Limits(long epochs, long bytes) {}

  public Pipeline(LocalRuntime runtime, Limits limits, EpochJournal journal) {
    this.runtime = runtime;
    this.versions = new Versions(limits);
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

  /** Hands in writes; they are visible when the future completes. */
  public CompletableFuture<Commit> commit(WriteSet writes) {
    return epochs.commit(writes);
  }

  /** Hands in writes and waits until they are visible. */
  public Commit write(WriteSet writes) {
    return EpochThread.await(commit(writes));
  }

  /**
   * Adds and takes away rows that a job has computed.
   *
   * @param target the table as the job has found it, without its rows
   */
  void writeChanges(RelationVersion target, List<ChangeBatch> batches) {
    RelationDefinition definition = target.definition();
    boolean inserts = batches.stream().allMatch(batch -> batch.weights() == null);
    Snapshot base = new Snapshot(snapshot().epoch(), Map.of(definition.name(), target));
    if (inserts) {
      Entries rows = Rows.toPut(definition, batches, false);
      write(new WriteSet(List.of(new TableWrite.Put(definition.name(), rows, false)), base));
      return;
    }
    RowLayout layout = definition.layout();
    EntriesBuilder builder = new EntriesBuilder();
    batches.forEach(batch -> layout.encode(batch, builder));
    write(new WriteSet(List.of(new TableWrite.Merge(definition.name(), builder.build())), base));
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

  /** Forgets relations and stops the circuits of those that are views. */
  public void drop(Collection<String> names) {
    epochs.atBorder(
        () -> {
          views.remove(names);
          Map<String, RelationVersion> left = new HashMap<>(snapshot().relations());
          left.keySet().removeAll(names);
          Map<String, Ending> endings = new HashMap<>();
          names.forEach(name -> endings.put(name, Ending.DROPPED));
          versions.publish(versions.open(), left, Map.of(), endings);
          return null;
        });
  }

  /**
   * Adds an index to a relation.
   *
   * @throws LeatException 23505 if it is to be unique and rows are equal in it
   */
  public void createIndex(String relation, RelationDefinition.Index index) {
    epochs.atBorder(
        () -> {
          RelationVersion version = snapshot().get(relation).with(index);
          if (index.unique()) {
            version.check(EntryTree.difference(EntryTree.EMPTY, version.rows()));
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
    versions.publish(epoch, versions.with(name, version), Map.of(), Map.of());
  }

  /** Starts to fill a view; {@link ViewFill#finish} makes it readable. */
  public ViewFill fill(RelationDefinition definition, Circuit circuit, RunOptions options) {
    Versions.Published start = versions.newest();
    ViewRun run =
        new ViewRun(runtime, definition, circuit, options, start.snapshot(), epochs::wake);
    return new ViewFill(this, run, start.snapshot(), start.log());
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
      Entries difference = EntryTree.difference(old.rewritten(view.definition), rows);
      if (difference.size() > 0) {
        changes.put(name, new Changes(view.definition, difference));
      }
    } else if (old != null) {
      endings.put(name, Ending.OTHER_COLUMNS);
    }
    views.put(view);
    epochs.publish(epoch, versions.with(name, version), changes, endings);
  }

  /**
   * Starts a query that goes on, from the newest epoch or one of the past.
   *
   * @param since the epoch to begin with; 0 for the newest
   * @param silentStart whether the content of that epoch is left out
   */
  public CircuitRun follow(Circuit circuit, RunOptions options, long since, boolean silentStart) {
    Versions.Published start = since > 0 ? versions.since(since) : versions.newest();
    Follower follower =
        new Follower(
            runtime,
            circuit,
            options,
            tables(start.snapshot()),
            start.snapshot(),
            start.log(),
            silentStart);
    versions.add(follower);
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
        return new TableSink(Pipeline.this, snapshot.get(table.name()));
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

  /** Stops the views and its thread; waits for what is being committed. */
  @Override
  public void close() {
    epochs.close();
    views.stop();
  }
}
