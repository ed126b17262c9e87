package io.leat.sql.lower;

import io.leat.runtime.circuit.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a node runs: once over all rows, or once for each window.
 *
 * @param lifetimes what hints say of how long it keeps its state, if it is over all rows
 */
record Windowing(Optional<TimePlan.Windowed> windows, Lifetimes lifetimes) {
  /** Over all rows. */
  static final Windowing NONE = keeping(Lifetimes.NONE);

  /** Over all rows, which are kept for so long. */
  static Windowing keeping(Lifetimes lifetimes) {
    return new Windowing(Optional.empty(), lifetimes);
  }

  static Windowing by(TimePlan.Windowed windows) {
    return new Windowing(Optional.of(windows), Lifetimes.NONE);
  }

  /** Whether what is kept of the first input is forgotten some day. */
  boolean forgets(CircuitNodes nodes) {
    return nodes.lifetimeMicros(lifetimes.left()) > 0;
  }

  boolean isNone() {
    return windows.isEmpty();
  }

  /**
   * The columns by which rows of an input go to shards: without those that are constant within a
   * window, unless there are no others.
   */
  List<Integer> distribution(int input, List<Integer> keys) {
    if (windows.isEmpty() || windows.get().body() instanceof Plan.SetOperation) {
      return keys;
    }
    List<Integer> constants = windows.get().constants().get(input);
    List<Integer> others = keys.stream().filter(key -> !constants.contains(key)).toList();
    return others.isEmpty() ? keys : others;
  }

  /** Whether rows equal in these columns may come as one that stands for them. */
  boolean takesParts(List<Integer> columns) {
    if (windows.isEmpty()) {
      return true;
    }
    TimePlan.Windowed how = windows.get();
    return how.late() != Node.Late.REPORTED
        && how.emission().equals(Node.Emission.ONCE)
        && !how.ends().isEmpty()
        && columns.containsAll(how.ends())
        && columns.containsAll(how.constants().get(0));
  }

  /** The same over rows of these columns, among which are all that tell of the window. */
  Windowing moved(List<Integer> columns) {
    if (windows.isEmpty()) {
      return this;
    }
    TimePlan.Windowed how = windows.get();
    return by(
        new TimePlan.Windowed(
            how.body(),
            how.ends().stream().map(columns::indexOf).toList(),
            how.constants().stream()
                .map(input -> input.stream().map(columns::indexOf).toList())
                .toList(),
            how.unitMicros(),
            how.late(),
            how.emission()));
  }

  /** The node with that key, or the one that runs it for each window, or lets it forget. */
  int share(CircuitNodes nodes, List<?> key, Supplier<Node> node) {
    if (windows.isEmpty()) {
      return ExpiringNodes.share(nodes, key, lifetimes, node);
    }
    TimePlan.Windowed how = windows.get();
    int windowed =
        nodes.share(
            List.of("windowed", key, how.ends(), how.constants(), how.late(), how.emission()),
            () -> windowed(nodes, node.get(), how));
    return how.emission().equals(Node.Emission.ONCE) && wavers(nodes, windowed)
        ? nodes.share(
            List.of("consolidate", windowed),
            () ->
                new Node.Consolidate(
                    nodes.id("consolidate", List.of(windowed), ""),
                    windowed,
                    nodes.get(windowed).schema()))
        : windowed;
  }

  /** Whether a body gives rows that it takes back at once: before it has seen all of a window. */
  private static boolean wavers(CircuitNodes nodes, int windowed) {
    Node body = ((Node.Windowed) nodes.get(windowed)).body();
    return (body instanceof Node.Join || body instanceof Node.SetOperation)
        && !TraitDerivation.of(body, body.inputs().stream().map(nodes::traits).toList())
            .appendOnly();
  }

  private static Node windowed(CircuitNodes nodes, Node body, TimePlan.Windowed how) {
    return new Node.Windowed(
        nodes.id("windowed", body.inputs(), body.id() + " " + how.ends() + " " + how.emission()),
        body.inputs(),
        body,
        how.ends(),
        how.constants(),
        how.unitMicros(),
        how.late(),
        how.emission(),
        body.schema());
  }
}
