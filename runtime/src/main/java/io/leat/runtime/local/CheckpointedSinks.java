package io.leat.runtime.local;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.connector.Sink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The sinks of a run that become visible with its checkpoints, and what they have prepared and not
 * committed. A token is in every checkpoint until it has been committed. Safe for use by several
 * threads.
 */
final class CheckpointedSinks {
  private final boolean on;
  private final Consumer<Throwable> onFailure;
  private final Map<Integer, String> ids = new LinkedHashMap<>();
  private final Map<String, Sink> sinks = new LinkedHashMap<>();
  private final Map<String, List<byte[]>> prepared = new LinkedHashMap<>();

  /**
   * @param on whether the run has checkpoints
   * @param onFailure hears that a commit has failed
   */
  CheckpointedSinks(boolean on, Consumer<Throwable> onFailure) {
    this.on = on;
    this.onFailure = onFailure;
  }

  /** Takes up a sink, if it is one of them; before any of the other methods. */
  void add(int index, Node.Sink node, Sink sink) {
    if (on && sink.withCheckpoints()) {
      ids.put(index, node.id());
      sinks.put(node.id(), sink);
    }
  }

  /** Whether a sink, by its node, waits for checkpoints. */
  boolean contains(int node) {
    return on && ids.containsKey(node);
  }

  /** Takes tokens that the next checkpoint is to hold, and gives all that it is to hold. */
  synchronized Map<String, List<byte[]>> prepare(List<OpenEpoch.Token> tokens) {
    for (OpenEpoch.Token token : tokens) {
      String id = ids.get(token.sink());
      if (id != null) {
        prepared.computeIfAbsent(id, sink -> new ArrayList<>()).add(token.bytes());
      }
    }
    Map<String, List<byte[]>> all = new LinkedHashMap<>();
    prepared.forEach((id, list) -> all.put(id, List.copyOf(list)));
    return all;
  }

  void persist(Map<String, List<byte[]>> tokens) {
    tokens.forEach((id, list) -> list.forEach(sink(id)::persist));
  }

  /** Commits tokens that {@link #prepare} gave. */
  void commit(Map<String, List<byte[]>> tokens) {
    try {
      commitOrFail(tokens);
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
      throw e;
    }
  }

  private synchronized void commitOrFail(Map<String, List<byte[]>> tokens) {
    tokens.forEach(
        (id, list) -> {
          List<byte[]> left = prepared.getOrDefault(id, List.of());
          // By identity: those that somebody else has committed meanwhile are not there.
          List<byte[]> due = left.stream().filter(list::contains).toList();
          if (!due.isEmpty()) {
            sink(id).commit(due);
            left.removeAll(due);
          }
        });
  }

  private Sink sink(String id) {
    Sink sink = sinks.get(id);
    if (sink == null) {
      throw new IllegalArgumentException("no sink " + id);
    }
    return sink;
  }
}
