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
    for (int i = 0; i < circuit.nodes().size(); i++) {
      Node node = circuit.nodes().get(i);
      boolean end = node instanceof Node.Result || node instanceof Node.Sink;
      if (end && !ends(circuit, i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all sources end, so that nothing but them decides how many rows there are. */
  public static boolean readsBoundedSources(Circuit circuit) {
    return circuit.nodes().stream()
        .allMatch(node -> !(node instanceof Node.Source source) || isBounded(source));
  }

  /** Whether a node emits a last row: its sources end, or a limit ends it. */
  static boolean ends(Circuit circuit, int index) {
    Node node = circuit.nodes().get(index);
    if (node instanceof Node.Source source) {
      return isBounded(source);
    }
    if (node instanceof Node.UntilFull
        || (node instanceof Node.Limit limit && limit.fetch() >= 0)) {
      return true;
    }
    return node.inputs().stream().allMatch(input -> ends(circuit, input));
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
