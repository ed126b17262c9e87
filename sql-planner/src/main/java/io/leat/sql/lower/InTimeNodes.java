package io.leat.sql.lower;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.util.List;

/** The nodes of a circuit that bring rows together in the order of their times. */
final class InTimeNodes {
  private final CircuitNodes nodes;

  InTimeNodes(CircuitNodes nodes) {
    this.nodes = nodes;
  }

  /** Rows of the whole input in order, on one shard. */
  int release(TimePlan.Release release, int below) {
    return release(nodes.singleton(below), release.time(), List.of(), release.order());
  }

  private int release(int input, int time, List<Integer> keys, List<SortKey> order) {
    RowSchema schema = nodes.get(input).schema();
    boolean appendOnly = nodes.traits(input).appendOnly();
    String detail = time + " " + keys + " " + order;
    return nodes.share(
        List.of("release", input, detail),
        () ->
            new Node.Release(
                nodes.id("release", List.of(input), detail),
                input,
                time,
                keys,
                order,
                appendOnly,
                schema));
  }

  /** Window functions over rows that are never taken back. */
  int over(Plan.Over over, int below) {
    int placed =
        over.partition().isEmpty() ? nodes.singleton(below) : nodes.hashed(below, over.partition());
    int input = release(placed, over.order().get(0).column(), over.partition(), List.of());
    String detail = over.partition() + " " + over.order() + " " + over.calls() + " in order";
    return nodes.share(
        List.of("over", input, detail, over.schema()),
        () ->
            new Node.Over(
                nodes.id("over", List.of(input), detail),
                input,
                over.partition(),
                over.order(),
                over.calls(),
                true,
                true,
                over.schema()));
  }

  /** Of each key the first of rows that are never taken back. */
  int first(Plan.TopN top, int below) {
    int placed =
        top.partition().isEmpty() ? nodes.singleton(below) : nodes.hashed(below, top.partition());
    int input = release(placed, top.order().get(0).column(), top.partition(), List.of());
    String detail =
        top.partition() + " " + top.order() + (top.numbered() ? " numbered" : "") + " in order";
    return ExpiringNodes.share(
        nodes,
        List.of("top", input, detail, top.schema()),
        Lifetimes.NONE,
        () ->
            new Node.TopN(
                nodes.id("top", List.of(input), detail),
                input,
                top.partition(),
                top.order(),
                0,
                1,
                top.numbered(),
                true,
                true,
                top.schema()));
  }

  int join(TimePlan.TimedJoin timed, int leftBelow, int rightBelow) {
    Plan.Join join = timed.join();
    List<JoinKey> keys =
        CircuitBuilder.inPlace(join.keys(), nodes.traits(leftBelow), nodes.traits(rightBelow));
    int left =
        keys.isEmpty()
            ? nodes.singleton(leftBelow)
            : nodes.hashed(leftBelow, keys.stream().map(JoinKey::left).toList());
    int right =
        keys.isEmpty()
            ? nodes.singleton(rightBelow)
            : nodes.hashed(rightBelow, keys.stream().map(JoinKey::right).toList());
    return timed.distance().isPresent()
        ? interval(timed, timed.distance().get(), keys, left, right)
        : temporal(timed, keys, left, right);
  }

  private int interval(
      TimePlan.TimedJoin timed,
      IntervalCondition.Distance distance,
      List<JoinKey> keys,
      int left,
      int right) {
    Plan.Join join = timed.join();
    String detail =
        join.type()
            + " "
            + keys
            + " "
            + timed.leftTime()
            + " "
            + timed.rightTime()
            + " "
            + distance
            + " "
            + join.condition();
    return nodes.share(
        List.of("interval join", left, right, detail, join.schema()),
        () ->
            new Node.IntervalJoin(
                nodes.id("interval join", List.of(left, right), detail),
                left,
                right,
                join.type(),
                keys,
                timed.leftTime(),
                timed.rightTime(),
                distance.lowerMicros(),
                distance.upperMicros(),
                join.condition(),
                join.schema()));
  }

  private int temporal(TimePlan.TimedJoin timed, List<JoinKey> keys, int left, int right) {
    Plan.Join join = timed.join();
    boolean leftAppendOnly = nodes.traits(left).appendOnly();
    boolean rightAppendOnly = nodes.traits(right).appendOnly();
    if (timed.leftTime() < 0 && !leftAppendOnly) {
      throw LeatException.notSupported(
          "FOR SYSTEM_TIME AS OF processing time, of left rows that may be taken back",
          "Join without FOR SYSTEM_TIME, which follows both sides, or by event time");
    }
    String detail =
        join.type()
            + " "
            + keys
            + " "
            + timed.leftTime()
            + " "
            + timed.rightTime()
            + " "
            + join.condition();
    return nodes.share(
        List.of("temporal join", left, right, detail, join.schema()),
        () ->
            new Node.TemporalJoin(
                nodes.id("temporal join", List.of(left, right), detail),
                left,
                right,
                join.type(),
                keys,
                timed.leftTime(),
                timed.rightTime(),
                leftAppendOnly,
                rightAppendOnly,
                join.condition(),
                join.schema()));
  }
}
