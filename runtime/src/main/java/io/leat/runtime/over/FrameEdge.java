package io.leat.runtime.over;

/**
 * One end of a frame. Edges never move back while the current row moves on, so that {@link #find}
 * goes on from where it was.
 */
abstract class FrameEdge {
  final boolean upper;

  FrameEdge(boolean upper) {
    this.upper = upper;
  }

  /**
   * Whether a row lies outside of the frame on this side: before a lower edge, behind an upper one.
   *
   * @param place of the current row
   */
  abstract boolean excludes(SortedPartition partition, int place, int other);

  /**
   * The place of the first row of the frame (lower) or behind it (upper).
   *
   * @param from where to begin to look: not behind the answer
   */
  int find(SortedPartition partition, int place, int from) {
    int at = from;
    int size = partition.size();
    while (at < size && excludes(partition, place, at) != upper) {
      at++;
    }
    return at;
  }

  /** Of a lower edge, which rows those behind the last one can reach. */
  abstract Tail tail();

  /** {@link #find} by halving, for the first of many current rows. */
  int search(SortedPartition partition, int place) {
    int low = 0;
    int high = partition.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (excludes(partition, place, middle) != upper) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first current row whose frame this (upper) edge lets reach a change at a place. */
  int firstReaching(SortedPartition partition, int change) {
    if (change == 0) {
      return 0;
    }
    int low = 0;
    int high = partition.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (excludes(partition, middle, change - 1)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first current row whose frame this (lower) edge keeps behind a change at a place. */
  int firstPast(SortedPartition partition, int change) {
    int size = partition.size();
    if (change >= size) {
      return size;
    }
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (excludes(partition, middle, change)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** No limit. */
  static final class Unbounded extends FrameEdge {
    Unbounded(boolean upper) {
      super(upper);
    }

    @Override
    boolean excludes(SortedPartition partition, int place, int other) {
      return false;
    }

    @Override
    Tail tail() {
      return Tail.ALL;
    }

    @Override
    int find(SortedPartition partition, int place, int from) {
      return upper ? partition.size() : 0;
    }

    @Override
    int search(SortedPartition partition, int place) {
      return upper ? partition.size() : 0;
    }

    @Override
    int firstReaching(SortedPartition partition, int change) {
      return 0;
    }

    @Override
    int firstPast(SortedPartition partition, int change) {
      return partition.size();
    }
  }

  /** So many rows behind the current one; before it if negative. */
  static final class Rows extends FrameEdge {
    private final long distance;

    Rows(boolean upper, long distance) {
      super(upper);
      this.distance = distance;
    }

    @Override
    boolean excludes(SortedPartition partition, int place, int other) {
      long edge = clamp(place + distance, partition.size());
      return upper ? other > edge : other < edge;
    }

    @Override
    Tail tail() {
      return new Tail((int) Math.max(0, -distance), 0);
    }

    private static long clamp(long place, int size) {
      return Math.max(-1, Math.min(size, place));
    }

    @Override
    int find(SortedPartition partition, int place, int from) {
      return search(partition, place);
    }

    @Override
    int search(SortedPartition partition, int place) {
      long edge = upper ? place + distance + 1 : place + distance;
      return (int) Math.max(0, Math.min(partition.size(), edge));
    }

    @Override
    int firstReaching(SortedPartition partition, int change) {
      return (int) Math.max(0, Math.min(partition.size(), change - 1 - distance));
    }

    @Override
    int firstPast(SortedPartition partition, int change) {
      return (int) Math.max(0, Math.min(partition.size(), change - distance + 1));
    }
  }

  /** All rows equal to the current one in the order are inside. */
  static final class Peers extends FrameEdge {
    Peers(boolean upper) {
      super(upper);
    }

    @Override
    boolean excludes(SortedPartition partition, int place, int other) {
      int compared = partition.order.compareKeys(partition.at(other), partition.at(place));
      return upper ? compared > 0 : compared < 0;
    }

    @Override
    Tail tail() {
      return Tail.NONE;
    }
  }

  /** Rows whose key is so far from the current one's are inside. */
  static final class Values extends FrameEdge {
    private final KeyDistance distance;

    Values(boolean upper, KeyDistance distance) {
      super(upper);
      this.distance = distance;
    }

    @Override
    boolean excludes(SortedPartition partition, int place, int other) {
      int compared = distance.compare(partition.at(other), partition.at(place));
      return upper ? compared > 0 : compared < 0;
    }

    @Override
    Tail tail() {
      long micros = distance.mostMicros();
      return micros < 0 ? Tail.ALL : new Tail(0, micros);
    }
  }
}
