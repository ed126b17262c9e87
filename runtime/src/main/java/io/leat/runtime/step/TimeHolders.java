package io.leat.runtime.step;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.operator.TimeProgress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tables hold the event time of a circuit's nodes back, and which are left out of it. */
final class TimeHolders {
  private final List<Node> nodes;
  private final long[] bounds;
  private final boolean timed;

  /**
   * As of now.
   *
   * @param bounds by node, how far event time has come in its rows, or IDLE
   */
  TimeHolders(Circuit circuit, long[] bounds) {
    this.nodes = circuit.nodes();
    this.bounds = bounds;
    this.timed = nodes.stream().anyMatch(Node.Watermark.class::isInstance);
  }

  /** Of what a node reads; nothing in a circuit where nobody asks for event time. */
  TimeProgress of(int index) {
    Node node = nodes.get(index);
    if (!timed || node.inputs().isEmpty()) {
      return TimeProgress.NONE;
    }
    List<String> idle = new ArrayList<>();
    if (node.inputs().size() > 1) {
      for (int input : node.inputs()) {
        String table = bounds[input] == EventTime.IDLE ? table(input) : null;
        if (table != null) {
          idle.add(table);
        }
      }
    }
    return new TimeProgress(holder(index), idle);
  }

  /** The table behind the inputs that are furthest behind. */
  private @Nullable String holder(int index) {
    int slowest = index;
    while (!nodes.get(slowest).inputs().isEmpty()) {
      int least = -1;
      for (int input : nodes.get(slowest).inputs()) {
        if (bounds[input] != EventTime.IDLE && (least < 0 || bounds[input] < bounds[least])) {
          least = input;
        }
      }
      if (least < 0 || bounds[least] == EventTime.END) {
        return null;
      }
      slowest = least;
    }
    return table(slowest);
  }

  /** A table that a node's rows come from. */
  private @Nullable String table(int index) {
    int source = index;
    while (!nodes.get(source).inputs().isEmpty()) {
      source = nodes.get(source).inputs().get(0);
    }
    return nodes.get(source) instanceof Node.Source read ? read.table().name() : null;
  }
}
