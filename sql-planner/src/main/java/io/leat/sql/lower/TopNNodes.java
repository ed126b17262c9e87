package io.leat.sql.lower;

import io.leat.runtime.circuit.Node;
import java.util.List;

/** The first rows of partitions in a circuit: one node, or one on each side of an exchange. */
final class TopNNodes {
  /** More places are not looked for below an exchange: there they cost a search for each row. */
  private static final int MOST_PLACES = 128;

  private TopNNodes() {}

  static int add(CircuitNodes nodes, Plan.TopN top, int rows, Windowing windowing) {
    int below = windowing.isNone() ? preTopN(nodes, top, rows) : rows;
    int input =
        top.partition().isEmpty()
            ? nodes.singleton(below)
            : nodes.hashed(below, windowing.distribution(0, top.partition()));
    boolean appendOnly = nodes.traits(input).appendOnly();
    String detail =
        top.partition()
            + " "
            + top.order()
            + " "
            + top.offset()
            + ","
            + top.fetch()
            + (top.numbered() ? " numbered" : "");
    return windowing.share(
        nodes,
        List.of("top", input, detail, top.schema()),
        () ->
            new Node.TopN(
                nodes.id("top", List.of(input), detail),
                input,
                top.partition(),
                top.order(),
                top.offset(),
                top.fetch(),
                top.numbered(),
                appendOnly,
                top.schema()));
  }

  /**
   * Of rows that are never taken back those that may have a place, if they go to other shards.
   * Without an order there is no reason why earlier rows should be better than later ones.
   */
  private static int preTopN(CircuitNodes nodes, Plan.TopN top, int rows) {
    long places = top.offset() + top.fetch();
    if (top.fetch() <= 0
        || top.order().isEmpty()
        || places > MOST_PLACES
        || !nodes.traits(rows).appendOnly()
        || nodes.isPlaced(rows, top.partition())) {
      return rows;
    }
    String detail = top.partition() + " " + top.order() + " " + places;
    return nodes.share(
        List.of("pretop", rows, detail),
        () ->
            new Node.PreTopN(
                nodes.id("pretop", List.of(rows), detail),
                rows,
                top.partition(),
                top.order(),
                (int) places,
                nodes.get(rows).schema()));
  }
}
