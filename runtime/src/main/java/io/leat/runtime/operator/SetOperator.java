package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * DISTINCT, INTERSECT and EXCEPT: keeps each row's count in every input, and at the end of an epoch
 * emits by how much each touched row's count in the result has changed. A row that no input holds
 * is forgotten.
 *
 * <p>Words of a row: one per input, its count; the first one is shifted left by a bit that says
 * whether the row has been touched in this epoch. If rows are forgotten, one more tells when it was
 * last touched.
 */
public final class SetOperator implements WindowBody, Forgetful {
  private static final int STATE_VERSION = 1;
  private static final int TOUCHED = 1;

  private final Node.SetOperation.Kind kind;
  private final int inputs;
  private final Lifetimes lifetimes;
  private final int[] allColumns;
  private final KeyedRows rows;
  private final TableWriter writer;
  private final Column[] columns;
  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private int[] touched = new int[64];
  private long[] before = new long[64];
  private int touchedCount;

  public SetOperator(Node.SetOperation node) {
    this(node, Lifetimes.ENDLESS);
  }

  SetOperator(Node.SetOperation node, Lifetimes lifetimes) {
    this.lifetimes = lifetimes;
    this.kind = node.kind();
    this.inputs = node.inputs().size();
    this.allColumns = IntStream.range(0, node.schema().size()).toArray();
    this.columns = new Column[allColumns.length];
    this.rows = new KeyedRows(node.schema().types(), inputs + lifetimes.words(0));
    this.writer = new TableWriter(rows.table(), node.schema());
  }

  @Override
  public void open(OperatorContext context) {}

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    int size = delta.size();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = delta.column(i);
    }
    StableHash.hash(delta, allColumns, hashes);
    rows.findOrAdd(columns, size, hashes, numbers);
    reserve(size);
    RowTable table = rows.table();
    int offset = table.extraOffset();
    for (int i = 0; i < size; i++) {
      int row = numbers[i];
      long[] page = table.writablePage(row);
      int at = table.base(row) + offset;
      if ((page[at] & TOUCHED) == 0) {
        touched[touchedCount] = row;
        before[touchedCount++] = result(page, at);
        page[at] |= TOUCHED;
        if (lifetimes.end(0)) {
          page[at + inputs] = lifetimes.tick(0);
        }
      }
      page[at + input] += input == 0 ? delta.weight(i) << 1 : delta.weight(i);
    }
  }

  private void reserve(int more) {
    if (touchedCount + more > touched.length) {
      int capacity = Math.max(touchedCount + more, 2 * touched.length);
      touched = Arrays.copyOf(touched, capacity);
      before = Arrays.copyOf(before, capacity);
    }
  }

  /** How often the row is in the result. */
  private long result(long[] page, int at) {
    long first = page[at] >> 1;
    return switch (kind) {
      case DISTINCT -> first > 0 ? 1 : 0;
      case INTERSECT -> Math.min(1, least(page, at, first));
      case INTERSECT_ALL -> least(page, at, first);
      case EXCEPT -> first > 0 && others(page, at) == 0 ? 1 : 0;
      case EXCEPT_ALL -> Math.max(0, first - others(page, at));
    };
  }

  private long least(long[] page, int at, long first) {
    long least = first;
    for (int i = 1; i < inputs; i++) {
      least = Math.min(least, page[at + i]);
    }
    return Math.max(0, least);
  }

  private long others(long[] page, int at) {
    long sum = 0;
    for (int i = 1; i < inputs; i++) {
      sum += page[at + i];
    }
    return sum;
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    RowTable table = rows.table();
    int offset = table.extraOffset();
    int gone = 0;
    for (int i = 0; i < touchedCount; i++) {
      int row = touched[i];
      long[] page = table.writablePage(row);
      int at = table.base(row) + offset;
      page[at] &= ~TOUCHED;
      if (lifetimes.end(0)) {
        forgetDebts(page, at);
      }
      long change = result(page, at) - before[i];
      if (change != 0) {
        writer.add(row, change, output);
      }
      if (isEmpty(page, at)) {
        touched[gone++] = row;
      }
    }
    writer.flush(output);
    rows.remove(touched, gone);
    touchedCount = 0;
  }

  /** What was taken back of rows that had been forgotten. */
  private void forgetDebts(long[] page, int at) {
    for (int i = 0; i < inputs; i++) {
      page[at + i] = Math.max(0, page[at + i]);
    }
  }

  @Override
  public void forget() {
    RowTable table = rows.table();
    int gone = 0;
    for (int row = 0; row < table.end(); row++) {
      if (table.holds(row) && lifetimes.isOver(0, table.get(row, inputs))) {
        numbers[gone++] = row;
        if (gone == numbers.length) {
          rows.remove(numbers, gone);
          gone = 0;
        }
      }
    }
    rows.remove(numbers, gone);
  }

  private boolean isEmpty(long[] page, int at) {
    for (int i = 0; i < inputs; i++) {
      if (page[at + i] != 0) {
        return false;
      }
    }
    return true;
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
    rows.restore(reader, row -> {});
  }

  @Override
  public void restoreOpen(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    rows.restore(
        reader,
        row -> {
          reserve(1);
          touched[touchedCount] = row;
          before[touchedCount++] = 0;
          rows.table().set(row, 0, rows.table().get(row, 0) | TOUCHED);
        });
  }

  @Override
  public void reset() {
    rows.clear();
    touchedCount = 0;
  }

  @Override
  public long stateRows() {
    return rows.table().size();
  }

  @Override
  public void close() {}

  @Override
  public long memoryBytes() {
    return rows.memoryBytes();
  }
}
