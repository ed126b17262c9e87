package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.state.TimeQueue;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions whose rows are given, once, when event time has passed their end, at which a row would
 * still belong to them; see {@link SessionTimes}. Until then the rows of a partition lie in order
 * of time. A partition is looked at when its first session may have ended, from where the session
 * was known to reach.
 *
 * <p>Late rows are found at the end of an epoch, so that the order within it does not matter: a row
 * is behind if its own session was over before its epoch, and a session of rows that are all behind
 * is late. Such rows came late, or are left when others that had joined them to an open session are
 * taken back. If rows may be taken back, open sessions hold the bound of the result, see {@link
 * SessionHold}.
 */
public final class ClosingSessionsOperator implements Operator {
  /** An error of rows has no stack trace that would belong to the first one. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final RowException NO_TIME =
      new RowException(
          SqlState.NULL_NOT_ALLOWED, "the time attribute is NULL, so the row is in no session");

  private static final int STATE_VERSION = 2;
  private static final int WEIGHT = 0;

  /** Whether a row is behind. */
  private static final int BEHIND = 1;

  // Words of a partition: when it is to be looked at, less the least number; the row to which its
  // first session is known to reach, plus one; the time of that session's first row. If rows may be
  // taken back, the one of the hold, and how many rows are behind.
  private static final int WAKE = 0;
  private static final int REACH = 1;
  private static final int START = 2;
  private static final int HOLD = 3;
  private static final int BEHINDS = 4;

  private final Node.Sessions node;
  private final long gap;
  private final PartitionedRows rows;
  private final RowTable table;
  private final PartitionedRows.Cursor cursor;
  private final TimeQueue queue = new TimeQueue();
  private final SessionWriter sessions;
  private final SessionTimes times;
  private final LateRows late;
  private final @Nullable SessionHold hold;
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];

  /** Partitions in which there may be rows that are late. */
  private final RowNumbers suspects = new RowNumbers();

  /** Rows that may have become weightless, or are on their way out, and their partitions. */
  private final RowNumbers leaving = new RowNumbers();

  private final RowNumbers leavingPartitions = new RowNumbers();

  /**
   * Partitions to be looked at for sessions that have ended: those that are due, or have lost rows.
   */
  private final RowNumbers closing = new RowNumbers();

  /** Partitions that may have no rows left. */
  private final RowNumbers emptied = new RowNumbers();

  private OperatorContext context = OperatorContext.NOT_OPEN;

  public ClosingSessionsOperator(Node.Sessions node, RowSchema input, ZoneId zone) {
    this.node = node;
    this.gap = node.gapMicros();
    this.times = new SessionTimes(input, node.time(), zone);
    List<DataType> types = times.types(input);
    this.rows =
        new PartitionedRows(
            types,
            types.size(),
            2,
            node.partition(),
            List.of(new SortKey(times.column(), false, false)),
            node.holdsBound() ? 5 : 3);
    this.table = rows.rows();
    this.cursor = rows.cursor();
    this.hold = node.holdsBound() ? new SessionHold(rows, HOLD, times, gap, this::isBehind) : null;
    this.sessions = new SessionWriter(node, input, table, times);
    this.late = new LateRows(table, input, node.time());
  }

  @Override
  public void open(OperatorContext newContext) {
    context = newContext;
    late.open(newContext);
  }

  @Override
  public void process(int inputIndex, ChangeBatch delta, Output output) {
    LongColumn instants = (LongColumn) delta.column(node.time());
    long bound = context.bound();
    rows.open(times.rows(delta), numbers);
    for (int i = 0; i < delta.size(); i++) {
      int partition = numbers[i];
      if (instants.isNull(i)) {
        context.rowFailed(delta, i, NO_TIME);
        emptied.add(partition);
        continue;
      }
      int known = table.size();
      int row = rows.findOrAdd(partition, i);
      if (table.add(row, WEIGHT, delta.weight(i)) <= 0) {
        leave(partition, row);
      }
      wakeBy(partition, time(row) + gap);
      if (table.size() > known) {
        if (instants.get(i) < bound && times.over(time(row) + gap) <= bound) {
          table.set(row, BEHIND, 1);
          suspects.add(partition);
        }
        hold(partition, row);
      }
    }
  }

  private boolean isBehind(int row) {
    return table.get(row, BEHIND) != 0;
  }

  /** Notes a row that has come. */
  private void hold(int partition, int row) {
    if (hold == null) {
      return;
    }
    if (isBehind(row)) {
      rows.set(partition, BEHINDS, rows.get(partition, BEHINDS) + 1);
    } else {
      hold.add(partition, time(row));
    }
  }

  private void leave(int partition, int row) {
    leaving.add(row);
    leavingPartitions.add(partition);
  }

  private long time(int row) {
    return table.word(row, times.column());
  }

  private boolean isDue(int partition, long bound) {
    long wake = rows.get(partition, WAKE);
    return wake != 0 && wake + Long.MIN_VALUE < bound;
  }

  /** Lets a partition be looked at when a session that ends then is over. */
  private void wakeBy(int partition, long end) {
    long time = times.over(end) - 1;
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
    long before = context.bound();
    removeWeightless();
    judgeSuspects(before);
    int due = queue.advance(bound);
    for (int i = 0; i < due; i++) {
      int partition = queue.due(i);
      if (rows.holds(partition) && isDue(partition, bound)) {
        rows.set(partition, WAKE, 0);
        closing.add(partition);
      }
    }
    int[] partitions = distinct(closing);
    closing.clear();
    for (int partition : partitions) {
      close(partition, bound, output);
    }
    sessions.flush(output);
    removeLeaving();
    long made = times.boundOfResult(bound);
    made = hold == null ? made : hold.held(made, 0);
    removeEmptied();
    return made;
  }

  /** Rows that were taken back; what is left may be a session that has ended. */
  private void removeWeightless() {
    for (int i = 0; i < leaving.size(); i++) {
      int row = leaving.get(i);
      if (!table.holds(row) || table.get(row, WEIGHT) > 0) {
        continue;
      }
      int partition = leavingPartitions.get(i);
      late.report(row, table.get(row, WEIGHT));
      remove(partition, row);
      closing.add(partition);
      if (hold != null && rows.get(partition, BEHINDS) > 0) {
        suspects.add(partition);
      }
    }
    leaving.clear();
    leavingPartitions.clear();
  }

  private void removeLeaving() {
    for (int i = 0; i < leaving.size(); i++) {
      remove(leavingPartitions.get(i), leaving.get(i));
    }
    leaving.clear();
    leavingPartitions.clear();
  }

  private void remove(int partition, int row) {
    rows.set(partition, REACH, 0);
    if (hold != null && isBehind(row)) {
      rows.set(partition, BEHINDS, rows.get(partition, BEHINDS) - 1);
    } else if (hold != null) {
      hold.remove(partition, time(row));
    }
    rows.remove(partition, row);
    emptied.add(partition);
  }

  private static int[] distinct(RowNumbers numbers) {
    return Arrays.stream(numbers.array(), 0, numbers.size()).sorted().distinct().toArray();
  }

  private void removeEmptied() {
    int[] partitions = distinct(emptied);
    rows.removeEmpty(partitions, partitions.length);
    emptied.clear();
  }

  private void judgeSuspects(long bound) {
    for (int partition : distinct(suspects)) {
      judge(partition, bound);
    }
    removeLeaving();
    suspects.clear();
  }

  /** Takes out the late sessions of a partition, which are among its first. */
  private void judge(int partition, long bound) {
    cursor.open(partition);
    int size = rows.size(partition);
    for (int first = 0; first < size; ) {
      int last = first;
      boolean allBehind = true;
      while (true) {
        allBehind &= isBehind(cursor.get(last));
        long end = time(cursor.get(last)) + gap;
        if (times.over(end) > bound) {
          return;
        } else if (last + 1 == size || time(cursor.get(last + 1)) > end) {
          break;
        }
        last++;
      }
      for (int place = first; allBehind && place <= last; place++) {
        late.report(cursor.get(place), table.get(cursor.get(place), WEIGHT));
        leave(partition, cursor.get(place));
      }
      first = last + 1;
    }
  }

  /** Gives the sessions of a partition that have ended. */
  private void close(int partition, long bound, Output output) {
    cursor.open(partition);
    int size = rows.size(partition);
    for (int place = 0; place < size; ) {
      int row = cursor.get(place);
      int last = reach(partition, place, size);
      long end = time(cursor.get(last)) + gap;
      if (times.over(end) > bound) {
        rows.set(partition, REACH, cursor.get(last) + 1L);
        rows.set(partition, START, time(row));
        wakeBy(partition, end);
        return;
      }
      give(partition, place, last, end, output);
      place = last + 1;
    }
  }

  /** The place of the last row of a session, by that of its first one. */
  private int reach(int partition, int first, int size) {
    int last = first;
    int known = (int) rows.get(partition, REACH) - 1;
    if (known >= 0 && rows.get(partition, START) == time(cursor.get(first))) {
      last = Math.max(first, rows.place(partition, known));
    }
    while (last + 1 < size && time(cursor.get(last + 1)) - time(cursor.get(last)) <= gap) {
      last++;
    }
    return last;
  }

  /** Gives the session between two places, both included. */
  private void give(int partition, int first, int last, long end, Output output) {
    long start = time(cursor.get(first));
    for (int place = first; place <= last; place++) {
      int row = cursor.get(place);
      sessions.add(row, table.get(row, WEIGHT), start, end, output);
      leave(partition, row);
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
        (partition, row) -> {
          wakeBy(partition, time(row) + gap);
          hold(partition, row);
        });
  }

  @Override
  public long stateRows() {
    return table.size();
  }

  @Override
  public long memoryBytes() {
    return rows.memoryBytes() + queue.memoryBytes() + (hold == null ? 0 : hold.memoryBytes());
  }

  @Override
  public void close() {}
}
