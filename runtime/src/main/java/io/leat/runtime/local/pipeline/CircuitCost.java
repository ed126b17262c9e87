package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;

/**
 * Tells circuits whose work over a snapshot is little, so that it is done where it is asked for.
 */
final class CircuitCost {
  /** Rows that are worked through within microseconds. */
  private static final long SHORT = 500;

  /** Rows that are worked through where they are asked for. */
  private static final long SMALL = 1_000;

  /** The same of a circuit whose work does not grow faster than its rows. */
  private static final long SMALL_IF_LINEAR = 20_000;

  /** The same of a circuit that does nothing but add up rows. */
  private static final long SMALL_IF_SUMMED = 500_000;

  private CircuitCost() {}

  /** Whether a circuit takes a few rows of a snapshot once each, or adds up what trees remember. */
  static boolean isShort(Circuit circuit, Snapshot snapshot) {
    return NodeCost.areLinear(circuit.nodes())
        && NodeCost.areQuick(circuit.nodes())
        && (readsAtMost(SHORT, circuit, snapshot)
            || (WholeSums.areAll(circuit) && isSmall(circuit, snapshot)));
  }

  /** Whether a circuit reads nothing but few rows of a snapshot. */
  static boolean isSmall(Circuit circuit, Snapshot snapshot) {
    return readsAtMost(small(circuit), circuit, snapshot);
  }

  private static boolean readsAtMost(long most, Circuit circuit, Snapshot snapshot) {
    long rows = 0;
    for (Node node : circuit.nodes()) {
      if (multiplies(node) || node instanceof Node.Lookup) {
        return false;
      }
      if (node instanceof Node.Values values) {
        rows += values.rows().size();
      }
      if (node instanceof Node.Source source) {
        if (!source.table().isStored()) {
          return false;
        }
        RelationVersion version = snapshot.get(source.table().name());
        rows +=
            source.range().isPresent()
                ? new KeyLookup(version).count(source.range().get(), most)
                : version.rows().entries();
      }
    }
    return rows <= most;
  }

  private static long small(Circuit circuit) {
    if (isSummed(circuit)) {
      return SMALL_IF_SUMMED;
    }
    return NodeCost.areLinear(circuit.nodes()) ? SMALL_IF_LINEAR : SMALL;
  }

  private static boolean isSummed(Circuit circuit) {
    boolean parts = false;
    for (Node node : circuit.nodes()) {
      if (!isSum(node, circuit)) {
        return false;
      }
      parts |= node instanceof Node.PreAggregate;
    }
    return parts;
  }

  /** Whether a node gives rows as they are stored, or belongs to an aggregation without keys. */
  private static boolean isSum(Node node, Circuit circuit) {
    return node instanceof Node.Source
        || node instanceof Node.Exchange
        || (node instanceof Node.PreAggregate parts && parts.keys().isEmpty())
        || (node instanceof Node.Aggregate sums && sums.keys().isEmpty() && sums.rows().isPresent())
        || (node instanceof Node.Sort sort
            && circuit.nodes().get(sort.input()) instanceof Node.Aggregate)
        || node instanceof Node.Result;
  }

  /** Whether a node may make very many rows of few. */
  private static boolean multiplies(Node node) {
    return node instanceof Node.TableFunction
        || node instanceof Node.Fixpoint
        || (node instanceof Node.Join join && join.keys().isEmpty());
  }
}
