package io.leat.sql.lower;

import io.leat.runtime.circuit.Node;
import java.util.List;

/** The nodes of a circuit that know time. */
final class TimeNodes {
  private final CircuitNodes nodes;

  TimeNodes(CircuitNodes nodes) {
    this.nodes = nodes;
  }

  /**
   * The node of a plan with one input.
   *
   * @param below the node that gives the input's rows
   */
  int add(TimePlan plan, int below) {
    if (plan instanceof TimePlan.Watermark watermark) {
      return watermark(watermark, below);
    }
    if (plan instanceof TimePlan.WindowAssign assign) {
      String detail = assign.time() + " " + assign.window() + " " + assign.closing();
      return nodes.share(
          List.of("assign", below, detail, assign.schema()),
          () ->
              new Node.WindowAssign(
                  nodes.id("assign", List.of(below), detail),
                  below,
                  assign.time(),
                  assign.window(),
                  assign.closing(),
                  assign.schema()));
    }
    return sessions((TimePlan.Sessions) plan, below);
  }

  /** Changes of a stored relation are one stream, whichever shard reads them. */
  private int watermark(TimePlan.Watermark watermark, int rows) {
    int below = followsStored(rows) ? nodes.singleton(rows) : rows;
    String detail =
        watermark.unitMicros()
            + " "
            + watermark.idleMicros()
            + (watermark.byProcessingTime() ? " processing" : "")
            + watermark.alignment().map(alignment -> " " + alignment).orElse("");
    return nodes.share(
        List.of("watermark", below, detail, watermark.schema()),
        () ->
            new Node.Watermark(
                nodes.id("watermark", List.of(below), detail),
                below,
                watermark.unitMicros(),
                watermark.idleMicros(),
                watermark.byProcessingTime(),
                watermark.alignment(),
                watermark.schema()));
  }

  private boolean followsStored(int node) {
    return nodes.get(node) instanceof Node.Source source
        ? source.follows()
        : nodes.get(node).inputs().stream().anyMatch(this::followsStored);
  }

  private int sessions(TimePlan.Sessions sessions, int below) {
    int input =
        sessions.partition().isEmpty()
            ? nodes.singleton(below)
            : nodes.hashed(below, sessions.partition());
    String detail =
        sessions.time()
            + " "
            + sessions.partition()
            + " "
            + sessions.gapMicros()
            + sessions.closing().map(emission -> " closing " + emission).orElse("");
    boolean appendOnly = nodes.traits(input).appendOnly();
    return nodes.share(
        List.of("sessions", input, detail, sessions.schema()),
        () ->
            new Node.Sessions(
                nodes.id("sessions", List.of(input), detail),
                input,
                sessions.time(),
                sessions.partition(),
                sessions.gapMicros(),
                sessions.closing(),
                appendOnly,
                sessions.schema()));
  }
}
