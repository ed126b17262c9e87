package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.data.LongColumn;
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
 * Sessions that wait for nothing: rows are given at the end of their epoch, and taken back and
 * given anew when their session has become another. Of each touched partition the rows are looked
 * at that are in one session with a touched row, or were.
 *
 * <p>If event time closes sessions, those that have been over for long enough are forgotten, which
 * takes no row back; and rows are late, and the bound of the result is held, as those of {@link
 * ClosingSessionsOperator} are, but so much later.
 */
public final class UpdatingSessionsOperator implements Operator {
  private static final int STATE_VERSION = 2;
  private static final int HOLDING_STATE_VERSION = 3;

  // Words of a row: its weight; the weight with which it has been given, and in which session. If
  // rows may be taken back of sessions that close: whether it is behind.
  private static final int WEIGHT = 0;
  private static final int GIVEN = 1;
  private static final int START = 2;
  private static final int END = 3;
  private static final int BEHIND = 4;

  // Words of a partition: the first and last touched row in its order, plus one; when it is to be
  // looked at for sessions that are gone, less the least number; that of the hold.
  private static final int FIRST = 0;
  private static final int LAST = 1;
  private static final int WAKE = 2;
  private static final int HOLD = 3;

  private final Node.Sessions node;
  private final long gap;
  private final boolean closes;
  private final long latenessMicros;
  private final SessionTimes times;
  private final PartitionedRows rows;
  private final RowTable table;
  private final PartitionedRows.Cursor cursor;
  private final SessionWriter sessions;
  private final LateRows late;
  private final TimeQueue queue = new TimeQueue();
  private final @Nullable SessionHold hold;
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private final RowNumbers touched = new RowNumbers();
  private final RowNumbers leaving = new RowNumbers();
  private final RowNumbers leavingPartitions = new RowNumbers();

  /** Partitions that may have no rows left. */
  private final RowNumbers emptied = new RowNumbers();

  private OperatorContext context = OperatorContext.NOT_OPEN;

  /** The bounds of sessions that are gone are at most this: before the epoch, and as of its end. */
  private long goneBefore = EventTime.NONE;

  private long gone = EventTime.NONE;

  public UpdatingSessionsOperator(Node.Sessions node, RowSchema input, ZoneId zone) {
    this.node = node;
    this.gap = node.gapMicros();
    this.closes = node.closing().isPresent();
    this.latenessMicros = node.closing().map(Node.Emission::latenessMicros).orElse(0L);
    this.times = new SessionTimes(input, node.time(), zone);
    List<DataType> types = times.types(input);
    this.rows =
        new PartitionedRows(
            types,
            types.size(),
            node.holdsBound() ? 5 : 4,
            node.partition(),
            List.of(new SortKey(times.column(), false, false)),
            node.holdsBound() ? 4 : 3);
    this.table = rows.rows();
    this.cursor = rows.cursor();
    this.hold =
        node.holdsBound()
            ? new SessionHold(rows, HOLD, times, gap, row -> table.get(row, BEHIND) != 0)
            : null;
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
    rows.open(times.rows(delta), numbers);
    for (int i = 0; i < delta.size(); i++) {
      int partition = numbers[i];
      if (instants.isNull(i)) {
        context.rowFailed(delta, i, ClosingSessionsOperator.NO_TIME);
        emptied.add(partition);
        continue;
      }
      int row = rows.findOrAdd(partition, i);
      table.add(row, WEIGHT, delta.weight(i));
      touch(partition, row);
    }
  }

  private void touch(int partition, int row) {
    int first = (int) rows.get(partition, FIRST) - 1;
    if (first < 0) {
      touched.add(partition);
    }
    if (first < 0 || time(row) < time(first)) {
      rows.set(partition, FIRST, row + 1L);
    }
    int last = (int) rows.get(partition, LAST) - 1;
    if (last < 0 || time(row) > time(last)) {
      rows.set(partition, LAST, row + 1L);
    }
  }

  private long time(int row) {
    return table.word(row, times.column());
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    throw new IllegalStateException("called without a bound");
  }

  @Override
  public long endEpoch(Epoch epoch, long bound, Output output) {
    goneBefore = closes ? EventTime.behind(context.bound(), latenessMicros) : EventTime.NONE;
    gone = closes ? EventTime.behind(bound, latenessMicros) : EventTime.NONE;
    for (int i = 0; i < touched.size(); i++) {
      renew(touched.get(i), output);
      emptied.add(touched.get(i));
    }
    sessions.flush(output);
    removeLeaving();
    if (closes) {
      forgetOver(bound);
      removeLeaving();
    }
    long made = closes ? times.boundOfResult(bound) : bound;
    made = hold == null ? made : hold.held(made, latenessMicros);
    int[] partitions =
        Arrays.stream(emptied.array(), 0, emptied.size()).sorted().distinct().toArray();
    rows.removeEmpty(partitions, partitions.length);
    touched.clear();
    emptied.clear();
    return made;
  }

  private void removeLeaving() {
    for (int i = 0; i < leaving.size(); i++) {
      int row = leaving.get(i);
      if (hold != null) {
        hold.remove(leavingPartitions.get(i), time(row));
      }
      rows.remove(leavingPartitions.get(i), row);
    }
    leaving.clear();
    leavingPartitions.clear();
  }

  /** Whether nothing of a row is in a session, at the end of an epoch. */
  private boolean isNothing(int row) {
    long weight = table.get(row, WEIGHT);
    return weight == 0 || (closes && weight < 0);
  }

  /** Gives what has changed around the touched rows of a partition. */
  private void renew(int partition, Output output) {
    int size = rows.size(partition);
    int from = rows.place(partition, (int) rows.get(partition, FIRST) - 1);
    int to = rows.placeBehind(partition, (int) rows.get(partition, LAST) - 1);
    rows.set(partition, FIRST, 0);
    rows.set(partition, LAST, 0);
    cursor.open(partition);
    while (from > 0 && time(cursor.get(from)) - time(cursor.get(from - 1)) <= gap) {
      from--;
    }
    while (to < size && time(cursor.get(to)) - time(cursor.get(to - 1)) <= gap) {
      to++;
    }
    for (int first = from; first < to; ) {
      if (isNothing(cursor.get(first))) {
        leave(partition, cursor.get(first), output);
        first++;
        continue;
      }
      long end = time(cursor.get(first)) + gap;
      int last = first;
      while (last + 1 < to && time(cursor.get(last + 1)) <= end) {
        last++;
        if (!isNothing(cursor.get(last))) {
          end = time(cursor.get(last)) + gap;
        }
      }
      renew(partition, first, last, end, output);
      first = last + 1;
    }
  }

  /** Gives the session of the rows between two places, both included. */
  private void renew(int partition, int first, int last, long end, Output output) {
    long start = time(cursor.get(first));
    boolean isLate = closes && times.over(end) <= goneBefore && isBehind(first, last);
    boolean isOver = closes && times.over(end) <= gone;
    for (int place = first; place <= last; place++) {
      int row = cursor.get(place);
      if (isNothing(row)) {
        leave(partition, row, output);
      } else if (isLate) {
        leave(partition, row, output);
      } else {
        hold(partition, row);
        give(row, start, end, output);
        if (isOver) {
          forget(partition, row);
        }
      }
    }
    if (closes && !isOver) {
      wakeBy(partition, end);
    }
  }

  private boolean isBehind(int first, int last) {
    for (int place = first; place <= last; place++) {
      int row = cursor.get(place);
      if (!isNothing(row) && !isBehind(row)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a row's own session was gone before the row came. Without rows that are taken back this
   * is asked of new ones only: the sessions of others have a row that is not behind.
   */
  private boolean isBehind(int row) {
    if (table.get(row, GIVEN) != 0) {
      return hold != null && table.get(row, BEHIND) != 0;
    }
    return times.over(time(row) + gap) <= goneBefore;
  }

  /** Notes a row that is in a session, before it is given. */
  private void hold(int partition, int row) {
    if (hold == null || table.get(row, GIVEN) != 0) {
      return;
    }
    if (isBehind(row)) {
      table.set(row, BEHIND, 1);
    } else {
      hold.add(partition, time(row));
    }
  }

  /** Lets a partition be looked at when a session that ends then is gone. */
  private void wakeBy(int partition, long end) {
    long time = times.over(end) + latenessMicros - 1;
    long known = rows.get(partition, WAKE);
    if (known == 0 || time < known + Long.MIN_VALUE) {
      rows.set(partition, WAKE, time - Long.MIN_VALUE);
      queue.add(time, partition);
    }
  }

  /** Forgets the sessions that are over, which are the first of their partitions. */
  private void forgetOver(long bound) {
    int due = queue.advanceDistinct(bound);
    for (int i = 0; i < due; i++) {
      int partition = queue.due(i);
      long wake = rows.holds(partition) ? rows.get(partition, WAKE) : 0;
      if (wake == 0 || wake + Long.MIN_VALUE >= bound) {
        continue;
      }
      rows.set(partition, WAKE, 0);
      emptied.add(partition);
      cursor.open(partition);
      int size = rows.size(partition);
      int place = 0;
      while (place < size && times.over(table.get(cursor.get(place), END)) <= gone) {
        forget(partition, cursor.get(place++));
      }
      if (place < size) {
        wakeBy(partition, table.get(cursor.get(place), END));
      }
    }
  }

  private void forget(int partition, int row) {
    leaving.add(row);
    leavingPartitions.add(partition);
  }

  private void leave(int partition, int row, Output output) {
    takeBack(row, output);
    if (closes) {
      late.report(row, table.get(row, WEIGHT));
    }
    forget(partition, row);
  }

  private void takeBack(int row, Output output) {
    long given = table.get(row, GIVEN);
    if (given != 0) {
      sessions.add(row, -given, table.get(row, START), table.get(row, END), output);
    }
  }

  private void give(int row, long start, long end, Output output) {
    long weight = table.get(row, WEIGHT);
    long given = table.get(row, GIVEN);
    if (given != 0 && table.get(row, START) == start && table.get(row, END) == end) {
      if (weight != given) {
        sessions.add(row, weight - given, start, end, output);
        table.set(row, GIVEN, weight);
      }
      return;
    }
    takeBack(row, output);
    sessions.add(row, weight, start, end, output);
    table.set(row, GIVEN, weight);
    table.set(row, START, start);
    table.set(row, END, end);
  }

  @Override
  public FrozenState freeze() {
    FrozenRows frozen = rows.freeze();
    return FrozenRows.state(stateVersion(), frozen);
  }

  private int stateVersion() {
    return hold == null ? STATE_VERSION : HOLDING_STATE_VERSION;
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, stateVersion());
    rows.restore(
        reader,
        (partition, row) -> {
          if (closes) {
            wakeBy(partition, table.get(row, END));
          }
          if (hold != null && table.get(row, BEHIND) == 0) {
            hold.add(partition, time(row));
          }
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
