package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;

/** Whether what a circuit computes comes to an end by itself. */
public final class Boundedness {
  private Boundedness() {}

  /** Whether every result and sink gets a last row. */
  public static boolean ends(Circuit circuit) {
    boolean[] ends = new boolean[circuit.nodes().size()];
    boolean all = true;
    for (int i = 0; i < ends.length; i++) {
      Node node = circuit.nodes().get(i);
      ends[i] = ends(node, ends);
      all &= ends[i] || !(node instanceof Node.Result || node instanceof Node.Sink);
    }
    return all;
  }

  /** Whether all sources end, so that nothing but them decides how many rows there are. */
  public static boolean readsBoundedSources(Circuit circuit) {
    return circuit.nodes().stream()
        .allMatch(node -> !(node instanceof Node.Source source) || isBounded(source));
  }

  /** Whether a node emits a last row: its sources end, or a limit ends it. */
  private static boolean ends(Node node, boolean[] inputEnds) {
    if (node instanceof Node.Source source) {
      return isBounded(source);
    }
    return node instanceof Node.UntilFull
        || (node instanceof Node.Limit limit && limit.fetch() >= 0)
        || node.inputs().stream().allMatch(input -> inputEnds[input]);
  }

  /** Whether it reads stored relations and goes on with their changes. */
  public static boolean followsStored(Circuit circuit) {
    return circuit.nodes().stream()
        .anyMatch(node -> node instanceof Node.Source source && source.follows());
  }

  static boolean isBounded(TableDefinition table) {
    Connector connector = Connectors.find(table.connector());
    return connector != null && connector.source(table).bounded();
  }

  private static boolean isBounded(Node.Source source) {
    if (source.table().isStored()) {
      return !source.follows();
    }
    return isBounded(source.table());
  }
}
