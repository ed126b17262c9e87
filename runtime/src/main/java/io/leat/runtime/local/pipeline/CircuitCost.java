package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import java.util.List;

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

  /** Rows that are added up within microseconds where trees remember what the others come to. */
  private static final long SHORT_TO_ADD = 50_000;

  /** The same where a moment is well spent, since trees remember these then. */
  private static final long SMALL_TO_ADD = 10_000_000;

  private CircuitCost() {}

  /** Whether a circuit takes a few rows of a snapshot once each, or adds up what trees remember. */
  static boolean isShort(SnapshotRead read) {
    Circuit circuit = read.circuit();
    return NodeCost.areLinear(circuit.nodes())
        && NodeCost.areQuick(circuit.nodes())
        && (readsAtMost(SHORT, read) || addsUp(SHORT_TO_ADD, SHORT, read));
  }

  /** Whether a circuit reads nothing but few rows of a snapshot, or adds up what trees remember. */
  static boolean isSmall(SnapshotRead read) {
    long small = small(read.circuit());
    return readsAtMost(small, read) || addsUp(SMALL_TO_ADD, small, read);
  }

  private static boolean readsAtMost(long most, SnapshotRead read) {
    return readsAtMost(
        most,
        read,
        (index, source, version) ->
            source.range().isPresent()
                ? new KeyLookup(version).count(source.range().get(), most)
                : version.rows().entries());
  }

  /**
   * Whether a circuit reads nothing but whole relations, and gives what trees remember of all but
   * so many of their rows. Then they remember it of all.
   *
   * @param listed the most rows that it may list itself
   */
  private static boolean addsUp(long most, long listed, SnapshotRead read) {
    WholeSums sums = read.sums();
    return sums.areAll()
        && listedRows(read.circuit()) <= listed
        && readsAtMost(
            most, read, (index, source, version) -> sums.unknown(index, version, most + 1))
        && areFound(read);
  }

  /** Whether all sums of a circuit that reads nothing else are known; trees remember them then. */
  private static boolean areFound(SnapshotRead read) {
    for (int source : read.sums().sources()) {
      if (read.known(source).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static long listedRows(Circuit circuit) {
    long rows = 0;
    for (Node node : circuit.nodes()) {
      rows += node instanceof Node.Values values ? values.rows().size() : 0;
    }
    return rows;
  }

  /** How many rows of a source are read. */
  private interface RowCount {
    long of(int index, Node.Source source, RelationVersion version);
  }

  private static boolean readsAtMost(long most, SnapshotRead read, RowCount count) {
    long rows = 0;
    List<Node> nodes = read.circuit().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
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
        rows += count.of(i, source, read.snapshot().get(source.table().name()));
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
