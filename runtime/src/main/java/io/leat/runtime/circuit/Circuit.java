package io.leat.runtime.circuit;

import java.util.List;

/** A continuous query as data: nodes in topological order, inputs before their consumers. */
public record Circuit(List<Node> nodes) {
  public Circuit {
    nodes = List.copyOf(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      for (int input : nodes.get(i).inputs()) {
        if (input < 0 || input >= i) {
          throw new IllegalArgumentException("node " + i + " reads node " + input);
        }
      }
    }
  }
}
