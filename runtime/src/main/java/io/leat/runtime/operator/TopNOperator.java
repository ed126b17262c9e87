package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;

/**
 * Of each partition the rows whose places lie in a window; a row of weight n takes n places. At the
 * end of an epoch each touched partition is walked from its first row to the end of the window or
 * of what was emitted before, and each row's change is emitted.
 *
 * <p>Rows after an offset without an end (unless they are numbered) are all rows but those before
 * it: changes are passed on, and the window is what comes before the offset, with its changes
 * turned around.
 *
 * <p>Of an append-only input only rows in the window, or before it, are kept. A row that surely
 * comes behind a full window does not touch it.
 *
 * <p>Words of a row: its weight; how many copies were in the window when it was last walked; the
 * place of the first of these, if places are shown, or the weight as it was emitted.
 *
 * <p>If partitions are forgotten, those that rows have come to know the tick of it. Since words of
 * partitions are not frozen, a row of the partition has it too, in one more word; others have the
 * ticks of earlier times.
 */
public final class TopNOperator implements WindowBody, Forgetful {
  private static final int STATE_VERSION = 1;

  private static final int WEIGHT = 0;
  private static final int TAKEN = 1;
  private static final int PLACE = 2;
  private static final int BEFORE = 2;

  // Words of a partition: copies of its rows in the window; whether the window has been touched in
  // this epoch; the sort prefix of the row with its last place, as the difference to the largest
  // number, which stands for a window that has places left; the weight of the rows kept.
  private static final int ALL_TAKEN = 0;
  private static final int TOUCHED = 1;
  private static final int EDGE = 2;
  private static final int KEPT = 3;

  private static final int CHUNK = 256;

  private final Lifetimes lifetimes;
  private final boolean forgets;

  /** The word of a row, and that of a partition, with the tick in which it was touched. */
  private final int rowTick;

  private final int partitionTick;
  private final RowNumbers seen = new RowNumbers();

  private final boolean numbered;
  private final boolean inverted;
  private final boolean trimmed;

  /** Whether the window is all that is kept, so that only touched rows need to be looked at. */
  private final boolean plain;

  /** The places of the window, counted from 0, its end excluded. */
  private final long from;

  private final long to;
  private final PartitionedRows rows;
  private final RowTable table;
  private final TableWriter writer;
  private final int placeColumn;
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private final int[] block = new int[CHUNK];
  private final RowNumbers partitions = new RowNumbers();
  private final RowNumbers touched = new RowNumbers();
  private final RowNumbers touchedPartitions = new RowNumbers();
  private final RowNumbers dropped = new RowNumbers();

  public TopNOperator(Node.TopN node, RowSchema input) {
    this(node, input, Lifetimes.ENDLESS);
  }

  TopNOperator(Node.TopN node, RowSchema input, Lifetimes lifetimes) {
    this.lifetimes = lifetimes;
    this.forgets = lifetimes.end(0) && !node.partition().isEmpty();
    boolean endless = node.fetch() < 0;
    this.numbered = node.numbered();
    this.inverted = endless && !numbered;
    this.trimmed = node.appendOnly() && !endless;
    this.from = inverted ? 0 : node.offset();
    long end = node.offset() + node.fetch();
    this.plain = trimmed && from == 0 && !numbered;
    this.to = inverted ? node.offset() : endless || end < 0 ? Long.MAX_VALUE : end;
    this.rowTick = numbered || inverted ? 3 : 2;
    this.partitionTick = trimmed ? 4 : 3;
    this.rows =
        new PartitionedRows(
            input.types(),
            input.size(),
            rowTick + (forgets ? 1 : 0),
            node.partition(),
            node.order(),
            partitionTick + (forgets ? 2 : 0));
    this.table = rows.rows();
    this.writer = new TableWriter(table, node.schema());
    this.placeColumn = node.schema().size() - 1;
  }

  @Override
  public void open(OperatorContext context) {}

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (from == to && !inverted) {
      return;
    }
    rows.open(delta, numbers);
    for (int i = 0; i < delta.size(); i++) {
      int partition = numbers[i];
      long weight = delta.weight(i);
      if (forgets) {
        see(partition);
      }
      if (weight == 0 || (trimmed && isBehindAll(partition, i))) {
        continue;
      }
      int row = rows.findOrAdd(partition, i);
      long sum = table.add(row, WEIGHT, weight);
      if (forgets && sum < 0) {
        // The row had been forgotten.
        table.set(row, WEIGHT, 0);
        sum = 0;
      }
      if (inverted || plain || sum == 0) {
        touched.add(row);
        touchedPartitions.add(partition);
      }
      if (!plain && rows.get(partition, TOUCHED) == 0 && !isBehindEdge(partition, i)) {
        rows.set(partition, TOUCHED, 1);
        partitions.add(partition);
      }
      if (trimmed) {
        trim(partition, weight);
      }
    }
  }

  /** Notes that a row has come to a partition. */
  private void see(int partition) {
    rows.set(partition, partitionTick, lifetimes.tick(0));
    if (rows.get(partition, partitionTick + 1) == 0) {
      rows.set(partition, partitionTick + 1, 1);
      seen.add(partition);
    }
  }

  private void endSeen() {
    for (int i = 0; i < seen.size(); i++) {
      int partition = seen.get(i);
      rows.set(partition, partitionTick + 1, 0);
      if (rows.size(partition) > 0) {
        table.set(rows.at(partition, 0), rowTick, lifetimes.tick(0));
      }
    }
    rows.removeEmpty(seen.array(), seen.size());
    seen.clear();
  }

  @Override
  public void forget() {
    RowNumbers gone = new RowNumbers();
    for (int partition = 0; forgets && partition < rows.partitionEnd(); partition++) {
      if (rows.holds(partition) && lifetimes.isOver(0, rows.get(partition, partitionTick))) {
        gone.add(partition);
        while (rows.size(partition) > 0) {
          rows.remove(partition, rows.last(partition));
        }
      }
    }
    rows.removeEmpty(gone.array(), gone.size());
  }

  /** Whether all places are taken by rows that are before this one or equal to it. */
  private boolean isBehindAll(int partition, int batchRow) {
    if (rows.get(partition, KEPT) < to) {
      return false;
    }
    long edge = edge(partition);
    long prefix = rows.prefix(batchRow);
    return prefix > edge || (prefix == edge && rows.compare(batchRow, rows.last(partition)) >= 0);
  }

  /** Whether the window is full, and a row surely comes behind it. */
  private boolean isBehindEdge(int partition, int batchRow) {
    return !trimmed && rows.prefix(batchRow) > edge(partition);
  }

  private long edge(int partition) {
    return Long.MAX_VALUE ^ rows.get(partition, EDGE);
  }

  private void setEdge(int partition, long prefix) {
    rows.set(partition, EDGE, Long.MAX_VALUE ^ prefix);
  }

  /** Drops rows that have no place any more. */
  private void trim(int partition, long added) {
    long kept = rows.get(partition, KEPT) + added;
    if (kept >= to) {
      int last = rows.last(partition);
      long weight = table.get(last, WEIGHT);
      while (kept - weight >= to) {
        kept -= weight;
        drop(partition, last);
        last = rows.last(partition);
        weight = table.get(last, WEIGHT);
      }
      setEdge(partition, rows.order().prefix(last));
    }
    rows.set(partition, KEPT, kept);
  }

  private void drop(int partition, int row) {
    rows.unlink(partition, row);
    rows.set(partition, ALL_TAKEN, rows.get(partition, ALL_TAKEN) - table.get(row, TAKEN));
    table.set(row, WEIGHT, 0);
    dropped.add(row);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    for (int i = 0; i < dropped.size(); i++) {
      int row = dropped.get(i);
      change(row, 0, 0, output);
    }
    if (plain) {
      emitTouched(output);
    }
    for (int i = 0; i < partitions.size(); i++) {
      walk(partitions.get(i), output);
      rows.set(partitions.get(i), TOUCHED, 0);
    }
    if (inverted) {
      for (int i = 0; i < touched.size(); i++) {
        change(touched.get(i), table.get(touched.get(i), TAKEN), 0, output);
      }
    }
    writer.flush(output);
    for (int i = 0; i < dropped.size(); i++) {
      table.remove(dropped.get(i));
    }
    for (int i = 0; i < touched.size(); i++) {
      int row = touched.get(i);
      if (table.holds(row) && table.get(row, WEIGHT) == 0) {
        rows.remove(touchedPartitions.get(i), row);
      }
    }
    if (forgets) {
      endSeen();
    } else {
      rows.removeEmpty(partitions.array(), partitions.size());
    }
    dropped.clear();
    partitions.clear();
    touched.clear();
    touchedPartitions.clear();
  }

  /** Rows that are new or have become more; of the last row more copies than there are places. */
  private void emitTouched(Output output) {
    for (int i = 0; i < touched.size(); i++) {
      int row = touched.get(i);
      int partition = touchedPartitions.get(i);
      long weight = table.get(row, WEIGHT);
      long tooMany = rows.get(partition, KEPT) - to;
      int last = tooMany > 0 ? rows.last(partition) : -1;
      if (tooMany > 0) {
        change(last, table.get(last, WEIGHT) - tooMany, 0, output);
      }
      // A row that has been dropped weighs nothing.
      if (weight > 0 && row != last) {
        change(row, weight, 0, output);
      }
    }
    touched.clear();
    touchedPartitions.clear();
  }

  private void walk(int partition, Output output) {
    long place = 0;
    long unseen = rows.get(partition, ALL_TAKEN);
    long all = 0;
    long edge = Long.MAX_VALUE;
    int size = rows.size(partition);
    for (int at = 0; at < size && (place < to || unseen > 0); at += CHUNK) {
      int count = Math.min(CHUNK, size - at);
      rows.copy(partition, at, count, block);
      for (int i = 0; i < count && (place < to || unseen > 0); i++) {
        int row = block[i];
        long weight = Math.max(0, table.get(row, WEIGHT));
        unseen -= table.get(row, TAKEN);
        long first = Math.max(place, from);
        long taken = Math.max(0, Math.min(place + weight, to) - first);
        all += taken;
        if (place < to && place + weight >= to) {
          edge = rows.order().prefix(row);
        }
        change(row, taken, first + 1, output);
        place += weight;
      }
    }
    rows.set(partition, ALL_TAKEN, all);
    if (!trimmed) {
      setEdge(partition, edge);
    }
  }

  /** Emits the difference that a row's new copies in the window make. */
  private void change(int row, long taken, long place, Output output) {
    long old = table.get(row, TAKEN);
    if (numbered) {
      long oldPlace = table.get(row, PLACE);
      emitPlaces(row, oldPlace, oldPlace + old, place, place + taken, -1, output);
      emitPlaces(row, place, place + taken, oldPlace, oldPlace + old, 1, output);
      if (taken > 0 && place != oldPlace) {
        table.set(row, PLACE, place);
      }
    } else {
      long change = taken - old;
      if (inverted) {
        long weight = table.get(row, WEIGHT);
        long before = table.get(row, BEFORE);
        change = weight - before - change;
        if (weight != before) {
          table.set(row, BEFORE, weight);
        }
      }
      if (change != 0) {
        writer.add(row, change, output);
      }
    }
    if (taken != old) {
      table.set(row, TAKEN, taken);
    }
  }

  /** Emits the places {@code from .. to} that do not lie in {@code exceptFrom .. exceptTo}. */
  private void emitPlaces(
      int row,
      long first,
      long last,
      long exceptFirst,
      long exceptLast,
      long weight,
      Output output) {
    LongColumn places = (LongColumn) writer.column(placeColumn);
    for (long place = first; place < last; place++) {
      if (place < exceptFirst || place >= exceptLast) {
        places.append(place);
        writer.add(row, weight, output);
      }
    }
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
          rows.set(partition, ALL_TAKEN, rows.get(partition, ALL_TAKEN) + table.get(row, TAKEN));
          if (trimmed) {
            rows.set(partition, KEPT, rows.get(partition, KEPT) + table.get(row, WEIGHT));
          }
          if (forgets) {
            long tick = Math.max(rows.get(partition, partitionTick), table.get(row, rowTick));
            rows.set(partition, partitionTick, tick);
          }
        });
  }

  @Override
  public void restoreOpen(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    RowNumbers weightless = new RowNumbers();
    RowNumbers weightlessPartitions = new RowNumbers();
    rows.restore(
        reader,
        (partition, row) -> {
          long weight = table.get(row, WEIGHT);
          if (weight == 0) {
            weightless.add(row);
            weightlessPartitions.add(partition);
            return;
          }
          for (int word = TAKEN; word < (numbered || inverted ? 3 : 2); word++) {
            if (table.get(row, word) != 0) {
              table.set(row, word, 0);
            }
          }
          touched.add(row);
          touchedPartitions.add(partition);
          if (!plain && rows.get(partition, TOUCHED) == 0) {
            rows.set(partition, TOUCHED, 1);
            partitions.add(partition);
          }
          if (trimmed) {
            rows.set(partition, KEPT, rows.get(partition, KEPT) + weight);
          }
        });
    for (int i = 0; i < weightless.size(); i++) {
      rows.remove(weightlessPartitions.get(i), weightless.get(i));
    }
  }

  @Override
  public void reset() {
    rows.clear();
    dropped.clear();
    partitions.clear();
    touched.clear();
    touchedPartitions.clear();
  }

  @Override
  public void close() {}

  @Override
  public long stateRows() {
    return table.size();
  }

  @Override
  public long memoryBytes() {
    return rows.memoryBytes();
  }
}
