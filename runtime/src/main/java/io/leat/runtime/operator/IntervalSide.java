package io.leat.runtime.operator;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.PrefixRange;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.state.TimeQueue;
import io.leat.runtime.types.RowSchema;
import java.util.List;

/**
 * One input of an interval join: of each key the rows in the order of their times, equal rows once
 * with the sum of their weights. A row is kept until the bound of event time has passed its time by
 * {@code reach}: then no row of the other input can match it any more.
 */
final class IntervalSide {
  /** The word of a row with the sum of the weights of the rows that match it. */
  private static final int MATCHES = 1;

  private final int[] keyColumns;
  private final int time;

  /** How much later than a row of this input a match of it can be, or earlier if negative. */
  private final long reach;

  private final PartitionedRows rows;
  private final RowTable table;
  private final TimeQueue queue = new TimeQueue();
  private final PrefixRange first = new PrefixRange();
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];

  IntervalSide(RowSchema schema, List<Integer> keys, int time, long reach) {
    this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
    this.time = time;
    this.reach = reach;
    this.rows =
        new PartitionedRows(
            schema.types(), schema.size(), 2, keys, List.of(new SortKey(time, false, true)), 0);
    this.table = rows.rows();
  }

  int[] keyColumns() {
    return keyColumns;
  }

  int time() {
    return time;
  }

  RowTable table() {
    return table;
  }

  long weight(int row) {
    return table.get(row, JoinLayout.WEIGHT);
  }

  boolean matched(int row) {
    return table.get(row, MATCHES) != 0;
  }

  /** Adds to the matches of a row, if its being matched changes. */
  void addMatches(int row, long weight, Flips flips) {
    long sum = table.add(row, MATCHES, weight);
    if ((sum == 0) != (sum == weight)) {
      flips.add(row, sum != weight);
    }
  }

  void addMatches(int row, long weight) {
    table.add(row, MATCHES, weight);
  }

  /** Whether no row that is still to come matches a row of that time. */
  boolean isSettled(long rowTime, long bound) {
    return rowTime < passed(bound);
  }

  /** The time before which rows are settled. */
  private long passed(long bound) {
    return bound == EventTime.NONE || bound == EventTime.END ? bound : minus(bound, reach);
  }

  /** The difference of two times, or as much of it as there is. */
  static long minus(long a, long b) {
    long difference = a - b;
    if (((a ^ b) & (a ^ difference)) < 0) {
      return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return difference;
  }

  /** Finds the keys of a batch of the other input; −1 where there is none. */
  void find(Column[] keys, int count, long[] hashes, int[] found) {
    rows.find(keys, count, hashes, found);
  }

  /** Reads the rows of a key whose time lies in a range. */
  void range(int key, long from, long to, PrefixRange range) {
    rows.range(key, from, to, range);
  }

  /**
   * Takes rows.
   *
   * @param hashes of their keys
   * @param matches of each row, the sum of the weights of the rows that match it
   */
  void add(ChangeBatch batch, long[] hashes, long[] matches) {
    int count = batch.size();
    rows.open(batch, hashes, numbers);
    LongColumn times = (LongColumn) batch.column(time);
    boolean removes = false;
    for (int i = 0; i < count; i++) {
      int row = rows.findOrAdd(numbers[i], i);
      if (weight(row) == 0) {
        table.set(row, MATCHES, matches[i]);
        queue.add(times.get(i), numbers[i]);
      }
      removes |= table.add(row, JoinLayout.WEIGHT, batch.weight(i)) == 0;
    }
    if (removes) {
      for (int i = 0; i < count; i++) {
        int row = rows.findOrAdd(numbers[i], i);
        if (weight(row) == 0) {
          rows.remove(numbers[i], row);
        }
      }
      rows.removeEmptyOnce(numbers, count);
    }
  }

  /** Is given rows that are settled; they are gone afterwards. */
  @FunctionalInterface
  interface Settled {
    void rows(int[] rows, int count);
  }

  /** Forgets the rows that are settled by a bound. */
  void settle(long bound, Settled settled) {
    long before = passed(bound);
    int due = queue.advanceDistinct(before);
    if (due == 0) {
      return;
    }
    int[] keys = new int[due];
    int[] gone = new int[ChangeBatch.MAX_ROWS];
    int goneCount = 0;
    for (int i = 0; i < due; i++) {
      int key = queue.due(i);
      keys[i] = key;
      if (!rows.holds(key)) {
        continue;
      }
      int rest = rows.countBefore(key, before);
      while (rest > 0) {
        int part = Math.min(rest, gone.length - goneCount);
        if (part == 0) {
          forget(gone, goneCount, settled);
          goneCount = 0;
          continue;
        }
        goneCount += copyFirst(key, part, gone, goneCount);
        rows.unlinkFirst(key, part);
        rest -= part;
      }
    }
    forget(gone, goneCount, settled);
    rows.removeEmptyOnce(keys, due);
  }

  private int copyFirst(int key, int count, int[] target, int at) {
    rows.range(key, Long.MIN_VALUE, Long.MAX_VALUE, first);
    int copied = 0;
    while (copied < count) {
      copied += first.next(target, at + copied, count - copied);
    }
    return copied;
  }

  private void forget(int[] gone, int count, Settled settled) {
    if (count > 0) {
      settled.rows(gone, count);
      for (int i = 0; i < count; i++) {
        table.remove(gone[i]);
      }
    }
  }

  FrozenRows freeze() {
    return rows.freeze();
  }

  void restore(StateReader reader) {
    rows.restore(reader, (key, row) -> queue.add(table.word(row, time), key));
  }

  /** How many rows are kept. */
  int size() {
    return table.size();
  }

  long memoryBytes() {
    return rows.memoryBytes() + queue.memoryBytes();
  }
}
