package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowNumbers;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.over.SortedPartition;
import io.leat.runtime.over.WindowFunction;
import io.leat.runtime.over.WindowFunctions;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Window functions. Each copy of a row is a row of its partition, with the results that were
 * emitted last in columns behind its own. At the end of an epoch the results of those rows are
 * computed anew that a change of their partition can have reached, and what differs is emitted.
 *
 * <p>Changes of a partition are noted as rows behind which something is different: rows that are
 * new, and those that came behind a row that was taken out.
 */
public final class OverOperator implements Operator {
  private static final int STATE_VERSION = 1;

  /** The word of a row: bits, and above them its partition. */
  private static final int BITS = 0;

  private static final int PARTITION_SHIFT = 8;

  private static final long LASTING_BITS =
      SortedPartition.COUNTED | WindowResults.EMITTED | WindowResults.FAILED;

  /** The row has been taken out of its partition in this epoch. */
  private static final long GONE = 8;

  // Words of a partition: the heads of its lists of changed, of taken and of new rows.
  private static final int CHANGED = 0;
  private static final int TAKEN = 1;
  private static final int FRESH = 2;
  private static final int FUNCTION_WORDS = 3;

  /** Changes of a partition that are looked at one by one; if there are more, all at once. */
  private static final int SINGLE_CHANGES = 16;

  private final int[] allColumns;
  private final PartitionedRows rows;
  private final RowTable table;
  private final List<WindowFunction> functions;
  private final SortedPartition partition;
  private final WindowResults results;

  /** Whether every change of a partition reaches its last row. */
  private final boolean reachesEnd;

  private final TableWriter writer;
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private final RowNumbers touched = new RowNumbers();
  private final LinkedNumbers changed = new LinkedNumbers();
  private final LinkedNumbers taken = new LinkedNumbers();
  private final LinkedNumbers fresh = new LinkedNumbers();
  private final RowNumbers changedRows = new RowNumbers();
  private final RowNumbers freshRows = new RowNumbers();
  private final RowNumbers takenRows = new RowNumbers();
  private final PlaceRanges changes = new PlaceRanges();
  private final PlaceRanges reached = new PlaceRanges();
  private final List<DataType> inputTypes;
  private @Nullable KeyedRows debts;

  /**
   * @param zone of the session: in which months are added to instants
   */
  public OverOperator(Node.Over node, RowSchema input, ZoneId zone) {
    this.inputTypes = input.types();
    this.allColumns = IntStream.range(0, input.size()).toArray();
    List<DataType> types = new ArrayList<>(inputTypes);
    for (OverCall call : node.calls()) {
      types.add(call.type());
    }
    this.rows =
        new PartitionedRows(types, input.size(), 1, node.partition(), node.order(), FUNCTION_WORDS);
    this.table = rows.rows();
    this.functions = WindowFunctions.of(node, input, rows, zone);
    int word = FUNCTION_WORDS;
    for (WindowFunction function : functions) {
      function.placeWords(word);
      word += function.words();
    }
    rows.reservePartitionWords(word);
    this.reachesEnd = functions.stream().anyMatch(function -> function.reach().isUnboundedBefore());
    this.partition = new SortedPartition(rows);
    this.writer = new TableWriter(table, node.schema());
    this.results = new WindowResults(functions, table, input, types, writer);
  }

  @Override
  public void open(OperatorContext context) {
    results.open(context);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    rows.open(delta, numbers);
    for (int i = 0; i < delta.size(); i++) {
      int number = numbers[i];
      long weight = delta.weight(i);
      if (weight == 0) {
        continue;
      }
      for (; weight > 0; weight--) {
        add(number, i);
      }
      for (; weight < 0; weight++) {
        if (!take(number, i)) {
          owe(delta, i, weight);
          break;
        }
      }
    }
  }

  private void add(int number, int batchRow) {
    int row = rows.add(batchRow);
    table.set(row, BITS, (long) number << PARTITION_SHIFT);
    touch(number);
    rows.set(number, FRESH, fresh.add(row, (int) rows.get(number, FRESH)));
  }

  private void touch(int number) {
    if (rows.get(number, CHANGED) == 0 && rows.get(number, FRESH) == 0) {
      touched.add(number);
    }
  }

  /**
   * Puts new rows into their partition: together, since each partition is somewhere else in memory.
   * They are {@link #freshRows} then, in order.
   */
  private void settle(int number) {
    fresh.collect((int) rows.get(number, FRESH), freshRows);
    rows.set(number, FRESH, 0);
    rows.order().sort(freshRows.array(), 0, freshRows.size());
    for (int i = 0; i < freshRows.size(); i++) {
      rows.link(number, freshRows.get(i));
    }
  }

  private void settleAndNote(int number) {
    if (rows.get(number, FRESH) != 0) {
      settle(number);
      for (int i = 0; i < freshRows.size(); i++) {
        int head = (int) rows.get(number, CHANGED);
        rows.set(number, CHANGED, changed.add(freshRows.get(i), head));
      }
    }
  }

  /** Notes that something is different before or at a row; −1 stands for the partition's end. */
  private void change(int number, int row) {
    touch(number);
    rows.set(number, CHANGED, changed.add(row, (int) rows.get(number, CHANGED)));
  }

  /** Takes out a row; false if there is none. */
  private boolean take(int number, int batchRow) {
    settleAndNote(number);
    int row = rows.takeLast(number, batchRow);
    if (row < 0) {
      return false;
    }
    change(number, rows.next());
    long bits = table.get(row, BITS);
    if ((bits & SortedPartition.COUNTED) == 0) {
      table.remove(row);
    } else {
      table.set(row, BITS, bits | GONE);
      rows.set(number, TAKEN, taken.add(row, (int) rows.get(number, TAKEN)));
    }
    return true;
  }

  /** A row is taken back before it has come. */
  private void owe(ChangeBatch delta, int batchRow, long weight) {
    if (debts == null) {
      debts = new KeyedRows(inputTypes, 1);
    }
    Column[] columns = new Column[allColumns.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = delta.column(i);
    }
    long[] hashes = new long[delta.size()];
    StableHash.hash(delta, allColumns, hashes);
    int debt = debts.findOrAdd(columns, batchRow, hashes[batchRow]);
    debts.table().add(debt, 0, weight);
  }

  private void payDebts(KeyedRows owed) {
    RowTable owedRows = owed.table();
    int[] numbersOfOne = new int[1];
    for (int debt = 0; debt < owedRows.end(); debt++) {
      Column[] columns = inputTypes.stream().map(Column::of).toArray(Column[]::new);
      owedRows.append(new int[] {debt}, 1, columns);
      rows.open(new ChangeBatch(List.of(columns), 1, null), numbersOfOne);
      for (long weight = owedRows.get(debt, 0); weight < 0; weight++) {
        if (!take(numbersOfOne[0], 0)) {
          throw new IllegalStateException("a row is taken back that has not come");
        }
      }
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    if (debts != null) {
      payDebts(debts);
      debts = null;
    }
    if (taken.size() > 0) {
      for (int i = 0; i < touched.size(); i++) {
        putBack(touched.get(i));
      }
    }
    for (int i = 0; i < taken.size(); i++) {
      int row = taken.get(i);
      if (row != LinkedNumbers.FORGOTTEN && (table.get(row, BITS) & WindowResults.EMITTED) != 0) {
        writer.add(row, -1, output);
      }
    }
    writer.flush(output);
    for (int i = 0; i < touched.size(); i++) {
      evaluate(touched.get(i), output);
    }
    results.flush(output);
    for (int i = 0; i < taken.size(); i++) {
      if (taken.get(i) != LinkedNumbers.FORGOTTEN) {
        table.remove(taken.get(i));
      }
    }
    rows.removeEmpty(touched.array(), touched.size());
    touched.clear();
    changed.clear();
    taken.clear();
    fresh.clear();
  }

  /**
   * Rows that were taken out and have come again in the same epoch: the old row takes the place of
   * the new one, as if it had never been away.
   */
  private void putBack(int number) {
    if (rows.get(number, TAKEN) != 0) {
      settleAndNote(number);
    }
    for (int head = (int) rows.get(number, TAKEN); head != 0; head = taken.next(head)) {
      int old = taken.number(head);
      int row = rows.equal(number, old);
      if (row >= 0 && (table.get(row, BITS) & SortedPartition.COUNTED) == 0) {
        rows.remove(number, row);
        rows.link(number, old);
        // What was noted at the new row is noted at the old one.
        change(number, old);
        table.set(old, BITS, table.get(old, BITS) & ~GONE);
        taken.forget(head);
      }
    }
  }

  private void evaluate(int number, Output output) {
    settle(number);
    taken.collect((int) rows.get(number, TAKEN), takenRows);
    findChanges(number);
    rows.set(number, CHANGED, 0);
    rows.set(number, TAKEN, 0);
    int size = rows.size(number);
    if (size == 0 || changes.size() == 0) {
      return;
    }
    partition.open(number, changes.from(0), takenRows.array(), takenRows.size());
    reached.clear();
    for (int i = 0; i < changes.size(); i++) {
      int from = changes.from(i);
      int to = changes.to(i);
      int first = from;
      int end = Math.min(size, to);
      for (WindowFunction function : functions) {
        first = Math.min(first, function.reach().firstReached(partition, from));
        end = Math.max(end, function.reach().reachedEnd(partition, Math.max(from, to - 1)));
      }
      reached.add(first, end);
    }
    reached.merge();
    for (int i = 0; i < reached.size(); i++) {
      results.evaluate(partition, reached.from(i), reached.to(i), output);
    }
  }

  /** The places at which a partition has changed, in order. */
  private void findChanges(int number) {
    changes.clear();
    changed.collect((int) rows.get(number, CHANGED), changedRows);
    boolean single = !reachesEnd && freshRows.size() + changedRows.size() <= SINGLE_CHANGES;
    int first = -1;
    int last = -1;
    boolean atEnd = false;
    if (single) {
      for (int i = 0; i < freshRows.size(); i++) {
        addChange(number, freshRows.get(i), freshRows.get(i));
      }
    } else if (freshRows.size() > 0) {
      first = freshRows.get(0);
      last = freshRows.get(freshRows.size() - 1);
    }
    for (int i = 0; i < changedRows.size(); i++) {
      int row = changedRows.get(i);
      if (row < 0) {
        atEnd = true;
      } else if (isIn(number, row)) {
        if (single) {
          addChange(number, row, row);
        } else {
          first = first < 0 || rows.order().compare(row, first) < 0 ? row : first;
          last = last < 0 || rows.order().compare(row, last) > 0 ? row : last;
        }
      }
    }
    if (first >= 0) {
      addChange(number, first, last);
    }
    if (atEnd) {
      changes.add(rows.size(number), rows.size(number));
    }
    changes.merge();
  }

  /** Notes the places from one row to another one, and of all that are equal to them. */
  private void addChange(int number, int first, int last) {
    int end = reachesEnd ? rows.size(number) : rows.placeBehind(number, last);
    changes.add(rows.place(number, first), end);
  }

  /** Whether a row is, still or again, one of a partition. */
  private boolean isIn(int number, int row) {
    if (!table.holds(row)) {
      return false;
    }
    long bits = table.get(row, BITS);
    return bits >> PARTITION_SHIFT == number && (bits & GONE) == 0;
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
        (number, row) -> {
          long bits = table.get(row, BITS) & LASTING_BITS;
          table.set(row, BITS, bits | (long) number << PARTITION_SHIFT);
          for (WindowFunction function : functions) {
            function.restore(partition, number, row);
          }
        });
  }

  @Override
  public void close() {
    functions.forEach(WindowFunction::close);
  }

  /** Bytes of memory that the state takes. */
  public long memoryBytes() {
    return rows.memoryBytes();
  }
}
