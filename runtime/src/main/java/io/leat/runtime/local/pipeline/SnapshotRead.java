package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import java.util.HashMap;
import java.util.Map;

/**
 * A bounded circuit and the snapshot that it is to read: how much work that is, and the rows. What
 * is worked out to tell the one is at hand for the other. For one thread.
 */
public final class SnapshotRead extends SnapshotTables {
  private final Circuit circuit;
  private final Snapshot snapshot;
  private final WholeSums sums;

  /** What has been found to be known, by the places of sources. */
  private final Map<Integer, Map<Integer, ChangeBatch>> known = new HashMap<>();

  private boolean foundShort;

  public SnapshotRead(Circuit circuit, Snapshot snapshot) {
    super(snapshot);
    this.circuit = circuit;
    this.snapshot = snapshot;
    this.sums = WholeSums.of(circuit);
  }

  public Circuit circuit() {
    return circuit;
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  WholeSums sums() {
    return sums;
  }

  /** Whether it reads nothing but few rows, and writes nothing. */
  public boolean isSmall() {
    if (foundShort) {
      return true;
    }
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Sink) {
        return false;
      }
    }
    return CircuitCost.isSmall(this);
  }

  /** Whether it {@link #isSmall is small} and worked through within microseconds. */
  public boolean isShort() {
    foundShort = CircuitCost.isShort(this);
    return foundShort;
  }

  @Override
  public Map<Integer, ChangeBatch> known(int source) {
    Map<Integer, ChangeBatch> rows = known.get(source);
    if (rows == null) {
      rows = sums.rows(source, version((Node.Source) circuit.nodes().get(source)));
      known.put(source, rows);
    }
    return rows;
  }
}
