package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
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
 * Sessions that wait for nothing: rows are given at the end of their epoch, and taken back and
 * given anew when their session has become another. Of each touched partition the rows are looked
 * at that are in one session with a touched row, or were.
 */
public final class UpdatingSessionsOperator implements Operator {
  private static final int STATE_VERSION = 1;

  // Words of a row: its weight; the weight with which it has been given, and in which session.
  private static final int WEIGHT = 0;
  private static final int GIVEN = 1;
  private static final int START = 2;
  private static final int END = 3;

  // Words of a partition: the first and last touched row in its order, plus one.
  private static final int FIRST = 0;
  private static final int LAST = 1;

  private final Node.Sessions node;
  private final long gap;
  private final PartitionedRows rows;
  private final RowTable table;
  private final PartitionedRows.Cursor cursor;
  private final SessionWriter sessions;
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private final RowNumbers touched = new RowNumbers();
  private final RowNumbers leaving = new RowNumbers();
  private final RowNumbers leavingPartitions = new RowNumbers();
  private final RowNumbers withoutTime = new RowNumbers();
  private OperatorContext context = OperatorContext.NOT_OPEN;

  public UpdatingSessionsOperator(Node.Sessions node, RowSchema input, ZoneId zone) {
    this.node = node;
    this.gap = node.gapMicros();
    this.rows =
        new PartitionedRows(
            input.types(),
            input.size(),
            4,
            node.partition(),
            List.of(new SortKey(node.time(), false, false)),
            2);
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
    rows.open(delta, numbers);
    for (int i = 0; i < delta.size(); i++) {
      int partition = numbers[i];
      if (times.isNull(i)) {
        context.rowFailed(delta, i, ClosingSessionsOperator.NO_TIME);
        withoutTime.add(partition);
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
    return table.word(row, node.time());
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    for (int i = 0; i < touched.size(); i++) {
      renew(touched.get(i), output);
    }
    sessions.flush(output);
    for (int i = 0; i < leaving.size(); i++) {
      rows.remove(leavingPartitions.get(i), leaving.get(i));
    }
    removeEmpty();
    touched.clear();
    leaving.clear();
    leavingPartitions.clear();
    withoutTime.clear();
  }

  private void removeEmpty() {
    int[] all = Arrays.copyOf(touched.array(), touched.size() + withoutTime.size());
    System.arraycopy(withoutTime.array(), 0, all, touched.size(), withoutTime.size());
    int[] different = Arrays.stream(all).sorted().distinct().toArray();
    rows.removeEmpty(different, different.length);
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
      if (table.get(cursor.get(first), WEIGHT) == 0) {
        leave(partition, cursor.get(first), output);
        first++;
        continue;
      }
      long end = time(cursor.get(first)) + gap;
      int last = first;
      while (last + 1 < to && time(cursor.get(last + 1)) <= end) {
        last++;
        if (table.get(cursor.get(last), WEIGHT) != 0) {
          end = time(cursor.get(last)) + gap;
        }
      }
      long start = time(cursor.get(first));
      for (int place = first; place <= last; place++) {
        int row = cursor.get(place);
        if (table.get(row, WEIGHT) == 0) {
          leave(partition, row, output);
        } else {
          give(row, start, end, output);
        }
      }
      first = last + 1;
    }
  }

  private void leave(int partition, int row, Output output) {
    takeBack(row, output);
    leaving.add(row);
    leavingPartitions.add(partition);
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
    return FrozenRows.state(STATE_VERSION, frozen);
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    rows.restore(reader, (partition, row) -> {});
  }

  @Override
  public long stateRows() {
    return table.size();
  }

  @Override
  public long memoryBytes() {
    return rows.memoryBytes();
  }

  @Override
  public void close() {}
}
