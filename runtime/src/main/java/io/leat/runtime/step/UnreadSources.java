package io.leat.runtime.step;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which sources of a circuit nothing reads any more. */
public final class UnreadSources {
  private UnreadSources() {}

  /**
   * The indexes of the sources whose rows nothing needs.
   *
   * @param complete ids of the nodes that take no more input
   */
  public static Set<Integer> of(Circuit circuit, Set<String> complete) {
    List<Node> nodes = circuit.nodes();
    Set<Integer> read = new HashSet<>();
    Set<Integer> unread = new HashSet<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      boolean needed = node instanceof Node.Result || node instanceof Node.Sink || read.contains(i);
      if (needed && !complete.contains(node.id())) {
        read.addAll(node.inputs());
      }
      if (!needed && node instanceof Node.Source) {
        unread.add(i);
      }
    }
    return unread;
  }
}
