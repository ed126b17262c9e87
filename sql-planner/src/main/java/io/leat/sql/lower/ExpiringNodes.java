package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.sql.validate.StateLifetime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets what keeps state forget it, if the session says so, {@code table.exec.state.ttl}, or for one
 * node a hint. What needs it to be right, such as a recursive query, is refused if the session says
 * so; so is what cannot do it yet. A hint that no node can follow is an error.
 */
final class ExpiringNodes {
  private static final String INSTEAD =
      "RESET 'table.exec.state.ttl' before this statement, or leave this part out of the query";

  private ExpiringNodes() {}

  /** The node with that key, or the one that lets it forget. */
  static int share(CircuitNodes nodes, List<?> key, Lifetimes hints, Supplier<Node> node) {
    List<Long> sides =
        List.of(nodes.lifetimeMicros(hints.left()), nodes.lifetimeMicros(hints.right()));
    boolean never = sides.equals(List.of(0L, 0L));
    int shared =
        never
            ? nodes.share(key, node)
            : nodes.share(
                List.of("expiring", key, sides), () -> expiring(nodes, node.get(), sides));
    if (nodes.get(shared) instanceof Node.Expiring || keepsKeys(nodes.get(shared))) {
      nodes.honour(hints);
    }
    return shared;
  }

  /**
   * Lets a node forget.
   *
   * @param sides how long what it keeps of an input is kept; of others than joins it is the first
   */
  private static Node expiring(CircuitNodes nodes, Node body, List<Long> sides) {
    List<Long> lifetimes =
        body instanceof Node.Join ? sides : Collections.nCopies(body.inputs().size(), sides.get(0));
    if (!keepsKeys(body) || lifetimes.stream().allMatch(lifetime -> lifetime == 0)) {
      return body;
    }
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

  /** Refuses hints in a query that is kept up to date as what it gives over all rows. */
  static void refuse(Set<StateLifetime> hints) {
    for (StateLifetime hint : hints) {
      throw LeatException.notSupported(
              "STATE_TTL of '" + hint.input() + "' in a materialized view, which forgets nothing,",
              "INSERT INTO a table with a primary key keeps a result that forgets")
          .at(hint.position());
    }
  }

  /** Refuses hints about what no node keeps, or not in a way that it could be forgotten. */
  static void check(CircuitNodes nodes, Set<StateLifetime> hints) {
    for (StateLifetime hint : hints) {
      if (!nodes.honours(hint)) {
        throw LeatException.notSupported(
                "STATE_TTL of '" + hint.input() + "', of which nothing is kept by key until then,",
                "leave it out: windows and joins in time drop their state by watermark, other"
                    + " parts keep none, or one for all rows")
            .at(hint.position());
      }
    }
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
