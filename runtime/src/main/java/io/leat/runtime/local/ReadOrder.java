package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which sources of a run are read to their end before others begin. Rows that are joined as of
 * processing time with a table of a connector that ends by itself see all of it: the table is read
 * first, on all shards. Safe for use by several threads.
 */
final class ReadOrder {
  /** Of a run without sources. */
  static final ReadOrder NONE = new ReadOrder(Set.of(), Set.of(), 0);

  private final Set<Integer> first;
  private final Set<Integer> later;

  /** How many shards have not read their part of the first sources to its end. */
  private final AtomicInteger unread;

  private ReadOrder(Set<Integer> first, Set<Integer> later, int shards) {
    this.first = first;
    this.later = later;
    this.unread = new AtomicInteger(first.isEmpty() || later.isEmpty() ? 0 : shards);
  }

  /**
   * Of the sources of a circuit.
   *
   * @param bounded by node of a connector's source, whether it ends by itself
   */
  static ReadOrder of(Circuit circuit, Map<Integer, Boolean> bounded, int shards) {
    Set<Integer> first = new HashSet<>();
    Set<Integer> later = new HashSet<>();
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.TemporalJoin join && !join.byEventTime()) {
        collect(circuit, join.right(), first);
        collect(circuit, join.left(), later);
      }
    }
    later.retainAll(bounded.keySet());
    first.retainAll(bounded.keySet());
    first.removeIf(source -> !Boolean.TRUE.equals(bounded.get(source)));
    later.removeAll(first);
    return new ReadOrder(first, later, shards);
  }

  private static void collect(Circuit circuit, int node, Set<Integer> sources) {
    if (circuit.nodes().get(node) instanceof Node.Source) {
      sources.add(node);
    }
    circuit.nodes().get(node).inputs().forEach(input -> collect(circuit, input, sources));
  }

  /** Whether a source is not to be read yet. */
  boolean holds(int source) {
    return unread.get() > 0 && later.contains(source);
  }

  /** Whether others wait for a source. */
  boolean isFirst(int source) {
    return first.contains(source);
  }

  /** Whether there is anything to wait for. */
  boolean isDone() {
    return unread.get() == 0;
  }

  /** A shard has read its part; each says so once. Whether it was the last one. */
  boolean shardHasRead() {
    return unread.decrementAndGet() == 0;
  }
}
