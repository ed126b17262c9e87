package io.leat.runtime.over;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.PartitionedRows;

/**
 * An aggregate over a frame that slides along the partition. If the frame begins with the
 * partition, and the accumulator can be kept in words, the aggregate of the whole partition is kept
 * with it: rows are then only taken out down to the first frame that is wanted, instead of being
 * added from the first row on.
 */
final class FrameAggregate extends WindowFunction {
  private final FrameAccumulator accumulator;
  private final FrameBounds frame;
  private final int resultColumn;
  private final boolean total;
  private final PartitionedRows.Cursor entering;
  private final PartitionedRows.Cursor leaving;
  private final long[] words;
  private int firstWord;

  /** The rows that are in the accumulator. */
  private int start;

  private int end;

  /**
   * @param resultColumn where the table of rows has the results
   */
  FrameAggregate(
      FrameAccumulator accumulator, FrameBounds frame, int resultColumn, PartitionedRows rows) {
    this.accumulator = accumulator;
    this.frame = frame;
    this.resultColumn = resultColumn;
    this.total = frame.isUnboundedBefore() && accumulator.words() > 0;
    this.entering = rows.cursor();
    this.leaving = rows.cursor();
    this.words = new long[accumulator.words()];
  }

  @Override
  public void close() {
    accumulator.close();
  }

  @Override
  public FrameBounds reach() {
    return frame;
  }

  @Override
  public int words() {
    return total ? words.length : 0;
  }

  @Override
  public void placeWords(int first) {
    firstWord = first;
  }

  @Override
  public void open(SortedPartition partition, int place) {
    entering.open(partition.number());
    leaving.open(partition.number());
    frame.open(partition, place);
    if (total) {
      start = 0;
      end = frame.end(partition, place);
      openTotal(partition);
    } else if (frame.isUnboundedBefore()
        && place > 0
        && accumulator.seed(partition.at(place - 1), resultColumn)) {
      // The frame of the row before is as it was, and ends where this one's begins to grow.
      start = 0;
      end = endBefore(partition, place);
    } else {
      accumulator.reset();
      start = frame.start(partition, place);
      end = start;
    }
  }

  private int endBefore(SortedPartition partition, int place) {
    frame.open(partition, place - 1);
    return frame.end(partition, place - 1);
  }

  /** Makes the total of the last epoch that of the rows before {@link #end}. */
  private void openTotal(SortedPartition partition) {
    load(partition, partition.number());
    for (int i = 0; i < partition.takenCount(); i++) {
      accumulator.remove(partition.taken(i));
    }
    for (int at = end; at < partition.size(); at++) {
      int row = entering.get(at);
      if (partition.isCounted(row)) {
        accumulator.remove(row);
      }
    }
    for (int at = partition.firstChange(); at < end; at++) {
      int row = entering.get(at);
      if (!partition.isCounted(row)) {
        accumulator.add(row);
      }
    }
  }

  private void load(SortedPartition partition, int number) {
    for (int i = 0; i < words.length; i++) {
      words[i] = partition.rows.get(number, firstWord + i);
    }
    accumulator.load(words);
  }

  private void save(SortedPartition partition, int number) {
    accumulator.save(words);
    for (int i = 0; i < words.length; i++) {
      partition.rows.set(number, firstWord + i, words[i]);
    }
  }

  @Override
  public void append(SortedPartition partition, int place, Column target) {
    int from = frame.start(partition, place);
    int to = frame.end(partition, place);
    if (from >= end || from >= to) {
      accumulator.reset();
      start = from;
      end = from;
    }
    while (end < to) {
      accumulator.add(entering.get(end++));
    }
    while (start < from) {
      accumulator.remove(leaving.get(start++));
    }
    accumulator.append(target);
  }

  @Override
  public void close(SortedPartition partition) {
    if (total) {
      while (end < partition.size()) {
        accumulator.add(entering.get(end++));
      }
      save(partition, partition.number());
    }
    accumulator.reset();
  }

  @Override
  public void restore(SortedPartition partition, int number, int row) {
    if (total) {
      load(partition, number);
      accumulator.add(row);
      save(partition, number);
    }
  }
}
