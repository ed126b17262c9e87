package io.leat.runtime.over;

import io.leat.runtime.circuit.Frame;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.state.RowTable;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;

/** Where the frame of each row of a partition begins and ends. */
public final class FrameBounds {
  private final FrameEdge lower;
  private final FrameEdge upper;
  private int start;
  private int end;

  private FrameBounds(FrameEdge lower, FrameEdge upper) {
    this.lower = lower;
    this.upper = upper;
  }

  static FrameBounds of(Frame frame, RowTable table, List<SortKey> order, ZoneId zone) {
    return new FrameBounds(
        edge(frame.unit(), frame.lower(), false, table, order, zone),
        edge(frame.unit(), frame.upper(), true, table, order, zone));
  }

  static FrameBounds whole() {
    return new FrameBounds(new FrameEdge.Unbounded(false), new FrameEdge.Unbounded(true));
  }

  /** All rows up to the last one that is equal to the current row in the order. */
  static FrameBounds upToPeers() {
    return new FrameBounds(new FrameEdge.Unbounded(false), new FrameEdge.Peers(true));
  }

  /** The rows from one to another place relative to the current row. */
  static FrameBounds rows(long from, long to) {
    return new FrameBounds(new FrameEdge.Rows(false, from), new FrameEdge.Rows(true, to));
  }

  /** All rows up to the current one. */
  static FrameBounds upToCurrent() {
    return new FrameBounds(new FrameEdge.Unbounded(false), new FrameEdge.Rows(true, 0));
  }

  /** All rows from the current one on. */
  static FrameBounds fromCurrent() {
    return new FrameBounds(new FrameEdge.Rows(false, 0), new FrameEdge.Unbounded(true));
  }

  private static FrameEdge edge(
      Frame.Unit unit,
      Frame.Bound bound,
      boolean upper,
      RowTable table,
      List<SortKey> order,
      ZoneId zone) {
    if (bound instanceof Frame.Unbounded) {
      return new FrameEdge.Unbounded(upper);
    }
    if (bound instanceof Frame.CurrentRow) {
      return unit == Frame.Unit.ROWS ? new FrameEdge.Rows(upper, 0) : new FrameEdge.Peers(upper);
    }
    boolean preceding = bound instanceof Frame.Preceding;
    Object offset =
        bound instanceof Frame.Preceding before
            ? before.offset().value()
            : ((Frame.Following) bound).offset().value();
    if (offset == null) {
      throw LeatException.notSupported("A frame with a NULL offset", "Give a number or interval");
    }
    if (unit == Frame.Unit.ROWS) {
      long distance = distance(offset);
      return new FrameEdge.Rows(upper, preceding ? -distance : distance);
    }
    if (order.size() != 1) {
      throw LeatException.notSupported(
          "A RANGE frame with an offset over " + order.size() + " order keys",
          "Order the window by one key, or use ROWS");
    }
    return new FrameEdge.Values(
        upper, KeyDistance.of(table, order.get(0), offset, preceding, zone));
  }

  private static long distance(Object offset) {
    BigDecimal number =
        offset instanceof BigDecimal decimal
            ? decimal
            : BigDecimal.valueOf(((Number) offset).longValue());
    // No partition has more rows.
    return number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
  }

  /** Whether frames begin with the partition, so that every change reaches its last row. */
  public boolean isUnboundedBefore() {
    return lower instanceof FrameEdge.Unbounded;
  }

  /** Which rows frames of later rows begin with. */
  Tail tail() {
    return lower.tail();
  }

  /** Prepares for current rows from a place on, one after the other. */
  void open(SortedPartition partition, int place) {
    start = lower.search(partition, place);
    end = upper.search(partition, place);
  }

  /** The place of the frame's first row. */
  int start(SortedPartition partition, int place) {
    start = lower.find(partition, place, start);
    return start;
  }

  /** The place behind the frame's last row; not behind its start if the frame is empty. */
  int end(SortedPartition partition, int place) {
    end = upper.find(partition, place, end);
    return end;
  }

  /**
   * The first row that sees a change.
   *
   * @param change a row is new at this place, or one was taken out before it
   */
  public int firstReached(SortedPartition partition, int change) {
    return upper.firstReaching(partition, change);
  }

  /** The place behind the last row that sees a change. */
  public int reachedEnd(SortedPartition partition, int change) {
    return lower.firstPast(partition, change);
  }
}
