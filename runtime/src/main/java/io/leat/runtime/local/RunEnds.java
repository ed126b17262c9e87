package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.lookup.LookupTable;
import io.leat.runtime.connector.lookup.LookupTables;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads from and writes to, by node: sources and their splits, sinks, and tables that
 * rows are looked up in. Opened and closed by one thread at a time, read by all shards between.
 */
final class RunEnds {
  private final WorkerRuntime runtime;
  private final Circuit circuit;
  private final RunOptions options;
  private final StoredTables stored;
  private final Map<Integer, Sink> sinks = new LinkedHashMap<>();
  private final Map<Integer, Source> sources = new LinkedHashMap<>();
  private final Map<Integer, SplitAssignment> splits = new LinkedHashMap<>();
  private final Map<Integer, LookupTable> lookups = new LinkedHashMap<>();
  private ReadOrder readOrder = ReadOrder.NONE;

  /** Hears that something of a table that rows are looked up in cannot be read. */
  @FunctionalInterface
  interface LookupFailure {
    void lookupFailed(Node.Lookup node, String sqlState, String message, String record);
  }

  RunEnds(WorkerRuntime runtime, Circuit circuit, RunOptions options, StoredTables stored) {
    this.runtime = runtime;
    this.circuit = circuit;
    this.options = options;
    this.stored = stored;
  }

  /**
   * Opens everything; if that fails, what is open already is to be closed.
   *
   * @param restored what the run goes on from
   * @param checkpointed takes up its sinks
   */
  void open(
      @Nullable RunState restored, CheckpointedSinks checkpointed, LookupFailure onLookupFailure) {
    for (int i = 0; i < circuit.nodes().size(); i++) {
      Node node = circuit.nodes().get(i);
      if (node instanceof Node.Source source) {
        open(i, source, restored);
      } else if (node instanceof Node.Sink sink) {
        checkpointed.add(i, sink, open(i, sink, restored));
      } else if (node instanceof Node.Lookup lookup) {
        lookups.put(i, open(lookup, onLookupFailure));
      }
    }
    Map<Integer, Boolean> bounded = new LinkedHashMap<>();
    sources.forEach(
        (node, source) -> {
          if (!((Node.Source) circuit.nodes().get(node)).table().isStored()) {
            bounded.put(node, source.bounded());
          }
        });
    readOrder = ReadOrder.of(circuit, bounded, runtime.shards());
  }

  private void open(int index, Node.Source node, @Nullable RunState restored) {
    Source opened =
        node.table().isStored()
            ? stored.source(node)
            : runtime.connector(node.table()).source(node.table());
    sources.put(index, opened);
    List<Split> known =
        restored == null || node.table().isStored() ? null : restored.offsets().get(node.id());
    SplitAssignment assignment =
        known == null
            ? new SplitAssignment(opened.enumerator(), runtime.shards())
            : new SplitAssignment(opened.enumerator(known), runtime.shards(), known);
    splits.put(index, assignment);
    assignment.discover();
  }

  private Sink open(int index, Node.Sink node, @Nullable RunState restored) {
    Sink opened = runtime.sink(node, stored);
    sinks.put(index, opened);
    List<byte[]> tokens =
        restored == null ? List.of() : restored.tokens().getOrDefault(node.id(), List.of());
    CheckpointStore store = options.checkpoints();
    if (!tokens.isEmpty()) {
      opened.resume(tokens);
    } else if (store != null) {
      opened.begin(store.name() + " " + node.id());
    }
    return opened;
  }

  private LookupTable open(Node.Lookup node, LookupFailure onFailure) {
    return LookupTables.open(
        runtime.connector(node.table()),
        node.table(),
        node.lookupKeys().stream().map(JoinKey::right).toList(),
        node.columns(),
        runtime.lookupThreads(),
        runtime.lookupTimer(),
        runtime.clock(),
        options.zone(),
        (sqlState, message, record) -> onFailure.lookupFailed(node, sqlState, message, record));
  }

  Source source(int node) {
    return require(sources.get(node));
  }

  /** The nodes of all sources. */
  Set<Integer> sources() {
    return Collections.unmodifiableSet(sources.keySet());
  }

  SplitAssignment splits(int node) {
    return require(splits.get(node));
  }

  Sink sink(int node) {
    return require(sinks.get(node));
  }

  boolean haveSinks() {
    return !sinks.isEmpty();
  }

  LookupTable lookups(int node) {
    return require(lookups.get(node));
  }

  private static <T> T require(@Nullable T part) {
    if (part == null) {
      throw new IllegalArgumentException("no such node");
    }
    return part;
  }

  /** Which sources wait for others. */
  ReadOrder readOrder() {
    return readOrder;
  }

  /**
   * Closes all that is open.
   *
   * @param closing runs each step, whatever became of those before
   */
  void close(Consumer<Runnable> closing) {
    splits.values().forEach(assignment -> closing.accept(assignment::close));
    sinks.values().forEach(sink -> closing.accept(sink::close));
    lookups.values().forEach(table -> closing.accept(table::close));
  }
}
