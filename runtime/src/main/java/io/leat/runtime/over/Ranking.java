package io.leat.runtime.over;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.RowTable;
import org.jspecify.annotations.Nullable;

/** ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST and NTILE. */
final class Ranking extends WindowFunction {
  /** Which of them. */
  enum Kind {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE
  }

  private final Kind kind;
  private final @Nullable Value tiles;
  private final int resultColumn;
  private final FrameBounds reach;
  private final FrameEdge firstPeer = new FrameEdge.Peers(false);
  private final FrameEdge peersEnd = new FrameEdge.Peers(true);
  private int rank;
  private int end;
  private long dense;

  /**
   * @param tiles of NTILE
   * @param resultColumn where the table of rows has the results
   */
  Ranking(Kind kind, @Nullable Value tiles, int resultColumn) {
    this.kind = kind;
    this.tiles = tiles;
    this.resultColumn = resultColumn;
    this.reach =
        switch (kind) {
          case ROW_NUMBER -> FrameBounds.upToCurrent();
          case RANK, DENSE_RANK -> FrameBounds.upToPeers();
          case PERCENT_RANK, CUME_DIST, NTILE -> FrameBounds.whole();
        };
  }

  @Override
  public FrameBounds reach() {
    return reach;
  }

  @Override
  public Tail tail() {
    return switch (kind) {
      case ROW_NUMBER, RANK, DENSE_RANK -> Tail.LAST;
      case PERCENT_RANK, CUME_DIST, NTILE -> Tail.ALL;
    };
  }

  @Override
  public void open(SortedPartition partition, int place) {
    switch (kind) {
      case RANK, PERCENT_RANK -> rank = firstPeer.search(partition, place);
      case CUME_DIST -> end = peersEnd.search(partition, place);
      case DENSE_RANK ->
          // What the row before says still holds: nothing that it depends on has changed.
          dense = place == 0 ? 0 : partition.table.word(partition.at(place - 1), resultColumn);
      case ROW_NUMBER, NTILE -> {}
    }
  }

  @Override
  public void append(SortedPartition partition, int place, Column target) {
    int size = partition.size();
    switch (kind) {
      case ROW_NUMBER -> appendWhole(target, partition.dropped() + place + 1);
      case RANK -> {
        rank = firstPeer.find(partition, place, rank);
        appendWhole(target, partition.dropped() + rank + 1);
      }
      case DENSE_RANK -> {
        if (place == 0 || !peers(partition, place - 1, place)) {
          dense++;
        }
        appendWhole(target, dense);
      }
      case PERCENT_RANK -> {
        rank = firstPeer.find(partition, place, rank);
        ((DoubleColumn) target).append(size == 1 ? 0 : (double) rank / (size - 1));
      }
      case CUME_DIST -> {
        end = peersEnd.find(partition, place, end);
        ((DoubleColumn) target).append((double) end / size);
      }
      case NTILE -> ntile(partition.table, partition.at(place), place, size, target);
    }
  }

  /** The first buckets have a row more than the last ones if the rows do not divide evenly. */
  private void ntile(RowTable table, int row, int place, int size, Column target) {
    Long count = tiles == null ? null : tiles.whole(table, row);
    if (count == null) {
      target.appendNull();
      return;
    }
    if (count <= 0) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "NTILE(" + count + "): at least 1 is needed");
    }
    long each = size / count;
    long larger = size % count;
    long inLarger = larger * (each + 1);
    appendWhole(
        target, 1 + (place < inLarger ? place / (each + 1) : larger + (place - inLarger) / each));
  }
}
