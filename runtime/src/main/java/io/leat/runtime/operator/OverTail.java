package io.leat.runtime.operator;

import io.leat.runtime.data.EventTime;
import io.leat.runtime.over.Tail;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.PrefixRange;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.TimeQueue;

/**
 * Drops the rows of partitions that no later row's result depends on, where rows come in the order
 * of their times. What is known of all rows of a partition, the words of its functions, lies in its
 * last row too, so that it is frozen with the rows.
 */
final class OverTail {
  private final PartitionedRows rows;
  private final RowTable table;
  private final int time;
  private final Tail tail;

  /** The partition's words that go with the last row; first how many rows have been dropped. */
  private final int firstPartitionWord;

  private final int words;
  private final TimeQueue queue = new TimeQueue();
  private final PrefixRange range = new PrefixRange();
  private final int[] gone = new int[256];

  /**
   * @param time the column that partitions are ordered by
   * @param firstPartitionWord and as many words from here on are kept in the last row, behind its
   *     first word
   */
  OverTail(PartitionedRows rows, int time, Tail tail, int firstPartitionWord, int words) {
    this.rows = rows;
    this.table = rows.rows();
    this.time = time;
    this.tail = tail;
    this.firstPartitionWord = firstPartitionWord;
    this.words = words;
  }

  /** A row has come. */
  void added(int partition, int row) {
    if (tail.micros() > 0) {
      queue.add(table.word(row, time), partition);
    }
  }

  /** Drops rows of a partition whose results have been given. */
  void trim(int partition, long bound) {
    int size = rows.size(partition);
    int drop = Math.max(0, size - tail.rows());
    if (tail.micros() > 0) {
      drop = Math.min(drop, rows.countBefore(partition, needed(bound)));
    }
    rows.set(partition, firstPartitionWord, rows.get(partition, firstPartitionWord) + drop);
    while (drop > 0) {
      rows.range(partition, Long.MIN_VALUE, Long.MAX_VALUE, range);
      int part = range.next(gone, 0, Math.min(drop, gone.length));
      rows.unlinkFirst(partition, part);
      for (int i = 0; i < part; i++) {
        table.remove(gone[i]);
      }
      drop -= part;
    }
    if (rows.size(partition) > 0) {
      int last = rows.last(partition);
      for (int i = 0; i < words; i++) {
        table.set(last, 1 + i, rows.get(partition, firstPartitionWord + i));
      }
    }
  }

  /** The time from which on rows are needed. */
  private long needed(long bound) {
    return bound == EventTime.NONE || bound == EventTime.END
        ? bound
        : IntervalSide.minus(bound, tail.micros());
  }

  /** Drops what has become too old everywhere. */
  void expire(long bound) {
    if (tail.micros() == 0) {
      return;
    }
    int due = queue.advanceDistinct(needed(bound));
    int[] partitions = new int[due];
    for (int i = 0; i < due; i++) {
      partitions[i] = queue.due(i);
      if (rows.holds(partitions[i]) && rows.size(partitions[i]) > 0) {
        trim(partitions[i], bound);
      }
    }
    rows.removeEmptyOnce(partitions, due);
  }

  /** A row has been restored; its partition goes on from its last row. */
  void restored(int partition, int row) {
    added(partition, row);
    if (rows.last(partition) == row) {
      for (int i = 0; i < words; i++) {
        rows.set(partition, firstPartitionWord + i, table.get(row, 1 + i));
      }
    }
  }

  long memoryBytes() {
    return queue.memoryBytes();
  }
}
