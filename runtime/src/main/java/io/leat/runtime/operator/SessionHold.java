package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.state.PartitionedRows;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * How far event time has come in what sessions give, when rows may be taken back: any row of an
 * open session that is not behind may be what is left of it, so that the bound is at most the last
 * moment of the earliest session of one such row. A row is not behind only if, when it came, its
 * own session was not over; so the bound never goes back.
 *
 * <p>Of each partition, a word has the time of its first such row, less the least number.
 */
final class SessionHold {
  private final PartitionedRows rows;
  private final int word;
  private final SessionTimes times;
  private final long gap;
  private final IntPredicate isBehind;
  private final PartitionedRows.Cursor cursor;

  /** How many partitions have their first such row at a time. */
  private final TreeMap<Long, Integer> firsts = new TreeMap<>();

  /** Partitions whose first such row has gone. */
  private final RowNumbers moved = new RowNumbers();

  /**
   * @param word of a partition
   * @param isBehind whether a row of the table is behind
   */
  SessionHold(PartitionedRows rows, int word, SessionTimes times, long gap, IntPredicate isBehind) {
    this.rows = rows;
    this.word = word;
    this.times = times;
    this.gap = gap;
    this.isBehind = isBehind;
    this.cursor = rows.cursor();
  }

  /** A row that is not behind has come. */
  void add(int partition, long time) {
    long known = rows.get(partition, word);
    if (known == 0 || time < known + Long.MIN_VALUE) {
      set(partition, known, time - Long.MIN_VALUE);
    }
  }

  /** A row is taken out of its partition. */
  void remove(int partition, long time) {
    if (rows.get(partition, word) == time - Long.MIN_VALUE) {
      moved.add(partition);
    }
  }

  private void set(int partition, long before, long after) {
    if (before != 0) {
      firsts.computeIfPresent(
          before + Long.MIN_VALUE, (time, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
    if (after != 0) {
      firsts.merge(after + Long.MIN_VALUE, 1, Integer::sum);
    }
    rows.set(partition, word, after);
  }

  /**
   * The bound of the result, after all changes of the epoch and before empty partitions are gone.
   *
   * @param bound what it would be if no row were taken back any more
   * @param latenessMicros how long after their end windows are kept
   */
  long held(long bound, long latenessMicros) {
    for (int i = 0; i < moved.size(); i++) {
      int partition = moved.get(i);
      set(partition, rows.get(partition, word), first(partition));
    }
    moved.clear();
    return firsts.isEmpty()
        ? bound
        : Math.min(bound, times.lastMoment(firsts.firstKey() + gap) + latenessMicros);
  }

  private long first(int partition) {
    cursor.open(partition);
    int size = rows.size(partition);
    for (int place = 0; place < size; place++) {
      int row = cursor.get(place);
      if (!isBehind.test(row)) {
        return rows.rows().word(row, times.column()) - Long.MIN_VALUE;
      }
    }
    return 0;
  }

  /** Bytes of memory held, about. */
  long memoryBytes() {
    return 80L * firsts.size();
  }
}
