package io.leat.sql.lower;

import io.leat.runtime.circuit.Node;

/**
 * Whether rows are results over an input without end, such as groups and ranks, each of which is
 * replaced by another as rows come. Joins and filters do not make rows such: theirs are taken back
 * only when what they are made of changes.
 */
final class Revision {
  private final CircuitNodes nodes;

  Revision(CircuitNodes nodes) {
    this.nodes = nodes;
  }

  boolean isRevised(int index) {
    if (nodes.traits(index).appendOnly()) {
      return false;
    }
    Node node = nodes.get(index);
    return (revises(node) && readsConnector(index))
        || node.inputs().stream().anyMatch(this::isRevised);
  }

  private static boolean revises(Node node) {
    if (node instanceof Node.Expiring expiring) {
      return revises(expiring.body());
    }
    return node instanceof Node.Windowed
        || node instanceof Node.Aggregate
        || node instanceof Node.TopN
        || node instanceof Node.Over
        || node instanceof Node.Sessions
        || node instanceof Node.Fixpoint;
  }

  private boolean readsConnector(int index) {
    Node node = nodes.get(index);
    return node instanceof Node.Source source
        ? !source.table().isStored() && !nodes.traits(index).bounded()
        : node.inputs().stream().anyMatch(this::readsConnector);
  }
}
