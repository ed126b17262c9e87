package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * Sessions whose rows are given, once, when event time has passed their end. Until then the rows of
 * a partition lie in order of time. A partition is looked at when its first session may have ended,
 * from where the session was known to reach.
 *
 * <p>A row is late if a session of it alone would have ended, or if it belongs to a session that has
 * been given, whose last row stays as a mark, of weight 0, as long as rows may come that are near
 * it. So the sessions given are exactly those of all rows that were not late.
 */
public final class ClosingSessionsOperator implements Operator {
  static final RowException NO_TIME =
      new RowException(
          SqlState.NULL_NOT_ALLOWED, "the time attribute is NULL, so the row is in no session");

  private static final int STATE_VERSION = 1;
  private static final int WEIGHT = 0;
  private static final int MARK = 1;

  // Words of a partition: when it is to be looked at, less the least number; the row to which its
  // first session is known to reach, plus one; the time of that session's first row.
  private static final int WAKE = 0;
  private static final int REACH = 1;
  private static final int START = 2;

  private final Node.Sessions node;
  private final RowSchema input;
  private final long gap;
  private final PartitionedRows rows;
  private final RowTable table;
  private final PartitionedRows.Cursor cursor;
  private final TimeQueue queue = new TimeQueue();
  private final SessionWriter sessions;
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];

  /** Rows that may have become weightless, or are on their way out, and their partitions. */
  private final RowNumbers leaving = new RowNumbers();

  private final RowNumbers leavingPartitions = new RowNumbers();

  /** Last rows of sessions that are being given. */
  private final RowNumbers marked = new RowNumbers();

  /** Partitions that may have no rows left. */
  private final RowNumbers emptied = new RowNumbers();

  private OperatorContext context = OperatorContext.NOT_OPEN;

  public ClosingSessionsOperator(Node.Sessions node, RowSchema input, ZoneId zone) {
    this.node = node;
    this.input = input;
    this.gap = node.gapMicros();
    this.rows =
        new PartitionedRows(
            input.types(),
            input.size(),
            2,
            node.partition(),
            List.of(new SortKey(node.time(), false, false)),
            3);
    this.table = rows.rows();
    this.cursor = rows.cursor();
    this.sessions = new SessionWriter(node, input, table, zone);
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
  }

  @Override
  public void process(int inputIndex, ChangeBatch delta, Output output) {
    LongColumn times = (LongColumn) delta.column(node.time());
    long bound = context.bound();
    rows.open(delta, numbers);
    for (int i = 0; i < delta.size(); i++) {
      int partition = numbers[i];
      if (times.isNull(i)) {
        context.rowFailed(delta, i, NO_TIME);
        emptied.add(partition);
        continue;
      }
      long time = times.get(i);
      int row = rows.findOrAdd(partition, i);
      if (time < bound && isLate(partition, row, time, delta.weight(i), bound)) {
        context.rowLate(input, delta, i, input.type(node.time()), time);
        if (!isMark(row) && table.get(row, WEIGHT) == 0) {
          leave(partition, row);
        }
        continue;
      }
      if (table.add(row, WEIGHT, delta.weight(i)) == 0) {
        leave(partition, row);
      }
      wakeBy(partition, time + gap);
    }
  }

  private boolean isLate(int partition, int row, long time, long weight, long bound) {
    if (time + gap <= bound) {
      return weight > 0 || isMark(row) || table.get(row, WEIGHT) <= 0;
    }
    cursor.open(partition);
    for (int place = rows.place(partition, row) - 1; place >= 0; place--) {
      int before = cursor.get(place);
      if (time - time(before) >= gap) {
        return false;
      } else if (isMark(before)) {
        return true;
      }
    }
    return false;
  }

  private void leave(int partition, int row) {
    leaving.add(row);
    leavingPartitions.add(partition);
  }

  private long time(int row) {
    return table.word(row, node.time());
  }

  private boolean isMark(int row) {
    return table.get(row, MARK) != 0;
  }

  /** Lets a partition be looked at when event time has come that far. */
  private void wakeBy(int partition, long time) {
    long known = rows.get(partition, WAKE);
    if (known == 0 || time < known + Long.MIN_VALUE) {
      rows.set(partition, WAKE, time - Long.MIN_VALUE);
      queue.add(time, partition);
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    throw new IllegalStateException("called without a bound");
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output output) {
    removeLeaving(true);
    while (queue.isDue(bound)) {
      long due = queue.firstTime();
      int partition = queue.take();
      if (rows.holds(partition) && rows.get(partition, WAKE) == due - Long.MIN_VALUE) {
        rows.set(partition, WAKE, 0);
        close(partition, bound, output);
      }
    }
    sessions.flush(output);
    for (int i = 0; i < marked.size(); i++) {
      table.set(marked.get(i), WEIGHT, 0);
      table.set(marked.get(i), MARK, 1);
    }
    marked.clear();
    removeLeaving(false);
    removeEmptied();
    boolean special = bound == EventTime.NONE || bound == EventTime.END;
    long unit = sessions.unitMicros();
    return special ? bound : Math.floorDiv(bound, unit) * unit;
  }

  /**
   * Removes rows.
   *
   * @param weightless only those that weigh nothing and are no marks
   */
  private void removeLeaving(boolean weightless) {
    for (int i = 0; i < leaving.size(); i++) {
      int row = leaving.get(i);
      int partition = leavingPartitions.get(i);
      if (table.holds(row) && !(weightless && (isMark(row) || table.get(row, WEIGHT) != 0))) {
        rows.set(partition, REACH, 0);
        rows.remove(partition, row);
        emptied.add(partition);
        if (weightless) {
          // What is left may be a session that has ended.
          wakeBy(partition, Math.max(context.bound(), Long.MIN_VALUE + 1));
        }
      }
    }
    leaving.clear();
    leavingPartitions.clear();
  }

  private void removeEmptied() {
    int[] sorted = Arrays.copyOf(emptied.array(), emptied.size());
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[count++] = sorted[i];
      }
    }
    rows.removeEmpty(sorted, count);
    emptied.clear();
  }

  /** Gives the sessions of a partition that have ended. */
  private void close(int partition, long bound, Output output) {
    cursor.open(partition);
    int size = rows.size(partition);
    for (int place = 0; place < size; ) {
      int row = cursor.get(place);
      if (isMark(row)) {
        if (isOver(time(row), bound)) {
          leave(partition, row);
        } else {
          wakeBy(partition, time(row) + 2 * gap);
        }
        place++;
        continue;
      }
      int last = reach(partition, place, size);
      long end = time(cursor.get(last)) + gap;
      if (end > bound) {
        rows.set(partition, REACH, cursor.get(last) + 1L);
        rows.set(partition, START, time(row));
        wakeBy(partition, end);
        return;
      }
      give(partition, place, last, bound, output);
      place = last + 1;
    }
  }

  /** Whether all rows are late that belong to a session, by the time of its last row. */
  private boolean isOver(long last, long bound) {
    return bound == EventTime.END || last + 2 * gap <= bound;
  }

  /** The place of the last row of a session, by that of its first one. */
  private int reach(int partition, int first, int size) {
    int last = first;
    int known = (int) rows.get(partition, REACH) - 1;
    if (known >= 0 && rows.get(partition, START) == time(cursor.get(first))) {
      last = Math.max(first, rows.place(partition, known));
    }
    while (last + 1 < size && time(cursor.get(last + 1)) - time(cursor.get(last)) < gap) {
      last++;
    }
    return last;
  }

  /** Gives the session between two places, both included. */
  private void give(int partition, int first, int last, long bound, Output output) {
    long start = time(cursor.get(first));
    long lastTime = time(cursor.get(last));
    for (int place = first; place <= last; place++) {
      int row = cursor.get(place);
      sessions.add(row, table.get(row, WEIGHT), start, lastTime + gap, output);
      if (place < last || isOver(lastTime, bound)) {
        leave(partition, row);
        continue;
      }
      marked.add(row);
      wakeBy(partition, lastTime + 2 * gap);
    }
    rows.set(partition, REACH, 0);
  }

  @Override
  public FrozenState freeze() {
    FrozenRows frozen = rows.freeze();
    return FrozenRows.state(STATE_VERSION, frozen);
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    rows.restore(
        reader,
        (partition, row) -> wakeBy(partition, time(row) + (isMark(row) ? 2 * gap : gap)));
  }

  @Override
  public long stateRows() {
    return table.size();
  }

  @Override
  public long memoryBytes() {
    return rows.memoryBytes() + queue.memoryBytes();
  }

  @Override
  public void close() {}
}
