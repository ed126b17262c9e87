package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** An aggregation in a circuit: one node, or one on each side of an exchange. */
final class AggregateNodes {
  private AggregateNodes() {}

  /**
   * The node that gives the groups of the rows of node {@code below}. If it reports rows that are
   * late for their windows, it reads the rows themselves; so it does if groups are forgotten and
   * rows may be taken back, so that those of forgotten groups are told apart.
   */
  static int add(CircuitNodes nodes, Plan.Aggregate aggregate, int below, Windowing windowing) {
    List<Integer> keys = aggregate.keys();
    boolean needsRows = windowing.forgets(nodes) && !nodes.traits(below).appendOnly();
    PreAggregation steps =
        nodes.isPlaced(below, windowing.distribution(0, keys))
                || !windowing.takesParts(keys)
                || needsRows
            ? null
            : PreAggregation.of(aggregate, nodes.get(below).schema(), nodes.traits(below));
    if (steps == null) {
      return add(
          nodes,
          below,
          keys,
          aggregate.calls(),
          OptionalInt.empty(),
          aggregate.schema(),
          windowing);
    }
    int partial =
        nodes.share(
            List.of("preaggregate", below, steps.groups(), steps.parts()),
            () ->
                new Node.PreAggregate(
                    nodes.id("preaggregate", List.of(below), steps.groups() + " " + steps.parts()),
                    below,
                    steps.groups(),
                    steps.parts(),
                    steps.schema()));
    return add(
        nodes,
        partial,
        IntStream.range(0, keys.size()).boxed().toList(),
        steps.calls(),
        steps.rows(),
        aggregate.schema(),
        windowing.moved(keys));
  }

  /** The node that gives the groups of parts that a first step has made, in node {@code parts}. */
  static int merge(
      CircuitNodes nodes,
      Plan.Aggregate aggregate,
      PreAggregation steps,
      int parts,
      Windowing windowing) {
    return add(
        nodes,
        parts,
        IntStream.range(0, aggregate.keys().size()).boxed().toList(),
        steps.calls(),
        steps.rows(),
        aggregate.schema(),
        windowing);
  }

  private static int add(
      CircuitNodes nodes,
      int below,
      List<Integer> keys,
      List<AggregateCall> calls,
      OptionalInt rows,
      RowSchema schema,
      Windowing windowing) {
    int input =
        keys.isEmpty()
            ? nodes.singleton(below)
            : nodes.hashed(below, windowing.distribution(0, keys));
    boolean appendOnly = nodes.traits(input).appendOnly();
    return windowing.share(
        nodes,
        List.of("aggregate", input, keys, calls, schema),
        () ->
            new Node.Aggregate(
                nodes.id("aggregate", List.of(input), keys + " " + calls),
                input,
                keys,
                calls,
                appendOnly,
                rows,
                schema));
  }
}
