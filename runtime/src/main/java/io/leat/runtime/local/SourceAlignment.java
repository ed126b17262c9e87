package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.EventTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Which sources have run so far ahead of others in event time that they are not read for now. */
final class SourceAlignment {
  private record Member(int source, int watermark, Node.Alignment alignment) {}

  private final List<Member> members = new ArrayList<>();

  /** Of the sources of a circuit. */
  SourceAlignment(Circuit circuit) {
    List<Node> nodes = circuit.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Node.Watermark watermark && watermark.alignment().isPresent()) {
        int source = i;
        while (!nodes.get(source).inputs().isEmpty()) {
          source = nodes.get(source).inputs().get(0);
        }
        members.add(new Member(source, i, watermark.alignment().get()));
      }
    }
  }

  /**
   * Whether a source waits for others of its group.
   *
   * @param bounds how far event time has come at a node
   */
  boolean holds(int source, IntToLongFunction bounds) {
    for (Member member : members) {
      if (member.source() == source) {
        long bound = bounds.applyAsLong(member.watermark());
        if (isKnown(bound)
            && bound - member.alignment().driftMicros()
                > least(member.alignment().group(), bounds)) {
          return true;
        }
      }
    }
    return false;
  }

  private long least(String group, IntToLongFunction bounds) {
    long least = Long.MAX_VALUE;
    for (Member member : members) {
      long bound = bounds.applyAsLong(member.watermark());
      if (member.alignment().group().equals(group) && isKnown(bound)) {
        least = Math.min(least, bound);
      }
    }
    return least;
  }

  private static boolean isKnown(long bound) {
    return bound != EventTime.NONE && bound != EventTime.IDLE && bound != EventTime.END;
  }
}
