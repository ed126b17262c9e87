package io.leat.sql.lower;

import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import java.util.List;

/**
 * Whether rows are results over an input without end, such as groups and ranks, each of which is
 * replaced by another as rows come. Filters and joins do not make rows such, which are taken back
 * only when what they are made of changes; but rows that are there because an input has none that
 * is like them are such, if that input is without end.
 */
final class Revision {
  private final CircuitNodes nodes;

  Revision(CircuitNodes nodes) {
    this.nodes = nodes;
  }

  boolean isRevised(int index) {
    boolean[] endless = new boolean[index + 1];
    boolean[] revised = new boolean[index + 1];
    for (int i = 0; i <= index; i++) {
      Node node = nodes.get(i);
      List<Integer> inputs = node.inputs();
      endless[i] =
          node instanceof Node.Source source
              ? !source.table().isStored() && !nodes.traits(i).bounded()
              : inputs.stream().anyMatch(input -> endless[input]);
      revised[i] =
          !nodes.traits(i).appendOnly()
              && (revises(node, endless) || inputs.stream().anyMatch(input -> revised[input]));
    }
    return revised[index];
  }

  private static boolean revises(Node node, boolean[] endless) {
    if (node instanceof Node.Expiring expiring) {
      return revises(expiring.body(), endless);
    }
    if (node instanceof Node.Join join) {
      boolean withoutRight = join.type().keepsLeft() || join.type() == JoinType.ANTI;
      return (withoutRight && endless[join.right()])
          || (join.type().keepsRight() && endless[join.left()]);
    }
    if (node instanceof Node.SetOperation operation) {
      return switch (operation.kind()) {
        case EXCEPT, EXCEPT_ALL ->
            operation.inputs().stream().skip(1).anyMatch(input -> endless[input]);
        case DISTINCT, INTERSECT, INTERSECT_ALL -> false;
      };
    }
    return (node instanceof Node.Windowed
            || node instanceof Node.Aggregate
            || node instanceof Node.TopN
            || node instanceof Node.Over
            || node instanceof Node.Sessions
            || node instanceof Node.Fixpoint)
        && node.inputs().stream().anyMatch(input -> endless[input]);
  }
}
