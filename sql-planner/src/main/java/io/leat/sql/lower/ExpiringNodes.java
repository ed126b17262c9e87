package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets what keeps state forget it, if the session says so: {@code table.exec.state.ttl}. What needs
 * it to be right, such as a recursive query, is refused then; so is what cannot do it yet.
 */
final class ExpiringNodes {
  private static final String INSTEAD =
      "RESET 'table.exec.state.ttl' before this statement, or leave this part out of the query";

  private ExpiringNodes() {}

  /** The node with that key, or the one that lets it forget. */
  static int share(CircuitNodes nodes, List<?> key, Supplier<Node> node) {
    long lifetime = nodes.lifetimeMicros();
    return lifetime == 0
        ? nodes.share(key, node)
        : nodes.share(
            List.of("expiring", key, lifetime), () -> expiring(nodes, node.get(), lifetime));
  }

  private static Node expiring(CircuitNodes nodes, Node body, long lifetime) {
    if (!keepsKeys(body)) {
      return body;
    }
    List<Long> lifetimes = Collections.nCopies(body.inputs().size(), lifetime);
    return new Node.Expiring(
        nodes.id("expiring", body.inputs(), body.id() + " " + lifetimes),
        body.inputs(),
        body,
        lifetimes,
        body.inputs().stream().map(input -> nodes.traits(input).appendOnly()).toList(),
        body.schema());
  }

  /** Whether there are keys that can be forgotten, one by one. */
  private static boolean keepsKeys(Node body) {
    if (body instanceof Node.Aggregate aggregate) {
      return !aggregate.keys().isEmpty();
    }
    if (body instanceof Node.TopN top) {
      return !top.partition().isEmpty();
    }
    return body instanceof Node.Join || body instanceof Node.SetOperation;
  }

  /** Refuses what keeps state for ever although it is to be forgotten. */
  static void check(Circuit circuit) {
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Fixpoint) {
        throw refused("WITH RECURSIVE");
      } else if (node instanceof Node.Over over && !over.ascending()) {
        throw refused("window functions over rows that do not come in the order of event time");
      } else if (node instanceof Node.Remember) {
        throw refused("a value that differs each time, of rows that may be taken back,");
      } else if (node instanceof Node.Sessions sessions && sessions.closing().isEmpty()) {
        throw refused("SESSION windows without a watermark");
      }
    }
  }

  private static LeatException refused(String what) {
    return LeatException.notSupported(what + " with 'table.exec.state.ttl'", INSTEAD);
  }
}
