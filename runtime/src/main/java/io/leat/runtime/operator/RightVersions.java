package io.leat.runtime.operator;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.PrefixRange;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.state.TimeQueue;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Of each key the rows that held, each from its time on. Kept are those that a left row can still
 * ask for: the last one that the bound has passed, and all later ones. Of several rows of one time
 * the last in the order of all columns holds; but one that comes is put in the place of those of
 * its time that have been replaced, or are ends.
 *
 * <p>A key that has lost its row has an end: a row like the lost one whose time is that from which
 * on there is none.
 */
final class RightVersions implements RightRows {
  /** The word of a row that tells which kind it is. */
  private static final int KIND = 1;

  private static final int PRESENT = 0;
  private static final int END = 1;

  /** The key has got another row since, of another time. */
  private static final int REPLACED = 2;

  /** The word of a key with the number of the epoch in which a row of it last came. */
  private static final int RENEWED = 0;

  private final RowSchema schema;
  private final int time;
  private final boolean appendOnly;
  private final TimedInput arrivals;
  private final PartitionedRows rows;
  private final RowTable table;
  private final TimeQueue queue = new TimeQueue();
  private final PrefixRange range = new PrefixRange();
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private final int[] read = new int[64];

  /** The net changes of the epoch, unless all rows are versions. */
  private final EpochRows changes;

  /** The row that holds at the time that was asked for, until it is read; −1 for none. */
  private int current = -1;

  RightVersions(RowSchema schema, List<Integer> keys, int time, boolean appendOnly) {
    this.schema = schema;
    this.time = time;
    this.appendOnly = appendOnly;
    this.arrivals = new TimedInput(schema, time);
    this.rows =
        new PartitionedRows(
            schema.types(), schema.size(), 2, keys, List.of(new SortKey(time, false, true)), 1);
    this.table = rows.rows();
    this.changes = new EpochRows(schema, List.of());
  }

  @Override
  public RowTable table() {
    return table;
  }

  @Override
  public void take(ChangeBatch delta, OperatorContext context) {
    if (appendOnly) {
      ChangeBatch batch = arrivals.onTime(delta, context, true);
      arrivals.failUntimed(delta, context);
      rows.open(batch, numbers);
      for (int i = 0; i < batch.size(); i++) {
        add(batch, i, numbers[i]);
      }
    } else {
      changes.add(delta);
    }
  }

  private void add(ChangeBatch batch, int batchRow, int key) {
    int row = rows.findOrAdd(key, batchRow);
    if (table.get(row, JoinLayout.WEIGHT) == 0) {
      table.set(row, JoinLayout.WEIGHT, 1);
      queue.add(((LongColumn) batch.column(time)).get(batchRow), key);
    }
    table.set(row, KIND, PRESENT);
  }

  @Override
  public void endChanges(Epoch epoch, OperatorContext context) {
    if (appendOnly) {
      return;
    }
    EpochRows.Sorted sorted = changes.take();
    for (int from = 0; from < sorted.size(); from += ChangeBatch.MAX_ROWS) {
      renew(batch(sorted, from), epoch, context);
    }
    for (int from = 0; from < sorted.size(); from += ChangeBatch.MAX_ROWS) {
      end(batch(sorted, from), epoch, context.bound());
    }
  }

  private ChangeBatch batch(EpochRows.Sorted sorted, int from) {
    int count = Math.min(ChangeBatch.MAX_ROWS, sorted.size() - from);
    Column[] columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
    long[] weights = new long[count];
    for (int i = 0; i < count; i++) {
      sorted.appendTo(from + i, columns, 0);
      weights[i] = sorted.weight(from + i);
    }
    return new ChangeBatch(List.of(columns), count, weights);
  }

  /** Adds the versions that have come, and notes their keys. */
  private void renew(ChangeBatch batch, Epoch epoch, OperatorContext context) {
    LongColumn times = (LongColumn) batch.column(time);
    long bound = context.bound();
    arrivals.onTime(batch, context, false);
    arrivals.failUntimed(batch, context);
    rows.open(batch, numbers);
    for (int i = 0; i < batch.size(); i++) {
      if (batch.weight(i) > 0) {
        rows.set(numbers[i], RENEWED, epoch.number());
        if (!times.isNull(i) && times.get(i) >= bound) {
          removeReplaced(numbers[i], times.get(i));
          add(batch, i, numbers[i]);
        }
      }
    }
  }

  /**
   * Takes rows back. One whose key has got another row has held until that one's time; it never has
   * if the other one's time is the same.
   */
  private void end(ChangeBatch batch, Epoch epoch, long bound) {
    LongColumn times = (LongColumn) batch.column(time);
    rows.open(batch, numbers);
    LongColumn endTimes = new LongColumn();
    int[] ended = new int[batch.size()];
    boolean[] later = new boolean[batch.size()];
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.weight(i) >= 0 || times.isNull(i)) {
        continue;
      }
      if (rows.get(numbers[i], RENEWED) != epoch.number()) {
        later[count] = times.get(i) < bound;
        ended[count++] = i;
        endTimes.append(Math.max(bound, times.get(i)));
      } else {
        boolean another = holdsAnother(numbers[i], times.get(i));
        int row = rows.findOrAdd(numbers[i], i);
        if (another || table.get(row, JoinLayout.WEIGHT) == 0) {
          rows.remove(numbers[i], row);
        } else {
          table.set(row, KIND, REPLACED);
        }
      }
    }
    if (count > 0) {
      ChangeBatch ends = Selection.of(batch, ended, count);
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < schema.size(); i++) {
        columns.add(i == time ? endTimes : ends.column(i));
      }
      addEnds(new ChangeBatch(columns, count, null), later);
    }
    rows.removeEmptyOnce(numbers, batch.size());
  }

  /** Makes room for a row of a key. */
  private void removeReplaced(int key, long rowTime) {
    rows.range(key, rowTime, rowTime, range);
    int count = range.next(read, 0, read.length);
    for (int i = 0; i < count; i++) {
      if (table.get(read[i], KIND) != PRESENT) {
        rows.remove(key, read[i]);
      }
    }
  }

  /** Whether a key has several rows of a time. */
  private boolean holdsAnother(int key, long rowTime) {
    rows.range(key, rowTime, rowTime, range);
    return range.next(read, 0, 2) > 1;
  }

  /**
   * Adds ends, but not in the place of an equal row.
   *
   * @param later whether a row has held longer than to its own time
   */
  private void addEnds(ChangeBatch ends, boolean[] later) {
    int[] keys = new int[ends.size()];
    rows.open(ends, keys);
    for (int i = 0; i < keys.length; i++) {
      int row = rows.findOrAdd(keys[i], i);
      if (later[i] && table.get(row, JoinLayout.WEIGHT) != 0 && table.get(row, KIND) != END) {
        continue;
      }
      add(ends, i, keys[i]);
      table.set(row, KIND, END);
    }
  }

  @Override
  public void find(Column[] keys, int count, long[] hashes, int[] found) {
    rows.find(keys, count, hashes, found);
  }

  @Override
  public void open(int key, long leftTime) {
    int row = last(key, leftTime);
    current = row >= 0 && table.get(row, KIND) != END ? row : -1;
  }

  @Override
  public int next(int[] target, int at, int count) {
    if (current < 0 || count == 0) {
      return 0;
    }
    target[at] = current;
    current = -1;
    return 1;
  }

  /** The row of a key that holds at a time; −1 if there is none. An end counts if it is alone. */
  private int last(int key, long at) {
    int before = rows.countUpTo(key, at);
    if (before == 0) {
      return -1;
    }
    int row = rows.at(key, before - 1);
    long rowTime = table.word(row, time);
    for (int place = before - 1; place >= 0; place--) {
      int candidate = rows.at(key, place);
      if (table.word(candidate, time) != rowTime) {
        break;
      }
      if (table.get(candidate, KIND) != END) {
        return candidate;
      }
    }
    return row;
  }

  @Override
  public void settle(long bound) {
    int due = queue.advanceDistinct(bound == Long.MAX_VALUE ? bound : bound + 1);
    if (due == 0) {
      return;
    }
    int[] keys = new int[due];
    for (int i = 0; i < due; i++) {
      keys[i] = queue.due(i);
      if (rows.holds(keys[i]) && rows.size(keys[i]) > 0) {
        forgetBefore(keys[i], bound);
      }
    }
    rows.removeEmptyOnce(keys, due);
  }

  /** Forgets the rows of a key that are over before a left row that is still to come. */
  private void forgetBefore(int key, long bound) {
    int row = last(key, bound);
    if (row < 0) {
      return;
    }
    long from = table.word(row, time);
    int gone = rows.countBefore(key, from);
    if (table.get(row, KIND) == END) {
      gone = rows.countUpTo(key, from);
    }
    while (gone > 0) {
      rows.range(key, Long.MIN_VALUE, Long.MAX_VALUE, range);
      int part = range.next(read, 0, Math.min(read.length, gone));
      rows.unlinkFirst(key, part);
      for (int i = 0; i < part; i++) {
        table.remove(read[i]);
      }
      gone -= part;
    }
  }

  @Override
  public FrozenRows freeze() {
    return rows.freeze();
  }

  @Override
  public void restore(StateReader reader) {
    rows.restore(reader, (key, row) -> queue.add(table.word(row, time), key));
  }

  @Override
  public long memoryBytes() {
    return rows.memoryBytes() + queue.memoryBytes();
  }
}
