package io.leat.runtime.operator;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.GroupedRows;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowHashes;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts values that differ each time they are computed ({@code RAND()}, {@code NOW()}) beside the
 * rows of an input that may take rows back. An input row that is there n times has n copies,
 * numbered from 0, each with values of its own, which are drawn when its number first occurs; what
 * is taken back is the copy of the highest number. A copy whose values fail is reported and has
 * none: it is not emitted, now or when it is taken back.
 *
 * <p>Works on the sums of an epoch's weights, so that the cut into batches does not matter. Words
 * of a row: how many copies it has, by how much this epoch changes that, and the row's own number,
 * by which its copies know it in a frozen state.
 */
public final class RememberOperator implements Operator {
  private static final int STATE_VERSION = 1;
  private static final int COPIES = 0;
  private static final int CHANGE = 1;
  private static final int NUMBER = 2;

  private final int inputCount;
  private final int[] inputColumns;
  private final KeyedRows rows;
  private final RowHashes rowHashes;
  private final GroupedRows copies;
  private final CalcOperator draw;
  private final Column[] key;

  /** The input's columns of rows to be drawn for, the row they are, and the copy's number. */
  private final ChangeBatch undrawn;

  private final IntColumn owners = new IntColumn();
  private final LongColumn places = new LongColumn();
  private final ChangeBatch taken;
  private final Column[] copyColumns;
  private final LongColumn sought = new LongColumn();
  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private final long[] minusOnes = new long[ChangeBatch.MAX_ROWS];
  private int[] touched = new int[64];
  private int touchedCount;

  public RememberOperator(Node.Remember node, RowSchema input, ZoneId zone) {
    inputCount = input.size();
    inputColumns = IntStream.range(0, inputCount).toArray();
    key = new Column[inputCount];
    rows = new KeyedRows(input.types(), 3);
    rowHashes = new RowHashes(rows.table());
    List<DataType> copyTypes = new ArrayList<>();
    copyTypes.add(ScalarType.BIGINT.withNullable(false));
    node.drawn().forEach(value -> copyTypes.add(value.type()));
    copies = new GroupedRows(copyTypes, 1, 0);
    copyColumns = new Column[copyTypes.size()];
    RowSchema numbered = numbered(input);
    draw = new CalcOperator(drawing(node, numbered), numbered, zone);
    List<Column> columns = new ArrayList<>();
    input.types().forEach(type -> columns.add(Column.of(type)));
    columns.add(owners);
    columns.add(places);
    undrawn = new ChangeBatch(columns, 0, null);
    taken = new ChangeBatch(node.schema().types().stream().map(Column::of).toList(), 0, null);
    Arrays.fill(minusOnes, -1);
  }

  private static RowSchema numbered(RowSchema input) {
    List<RowSchema.Field> fields = new ArrayList<>(input.fields());
    fields.add(new RowSchema.Field("row", ScalarType.INTEGER.withNullable(false)));
    fields.add(new RowSchema.Field("copy", ScalarType.BIGINT.withNullable(false)));
    return new RowSchema(fields);
  }

  /** A calc that passes all columns and adds the values. */
  private static Node.Calc drawing(Node.Remember node, RowSchema numbered) {
    List<Expression> projections = new ArrayList<>();
    List<RowSchema.Field> fields = new ArrayList<>(numbered.fields());
    for (int i = 0; i < numbered.size(); i++) {
      projections.add(new Expression.InputRef(i, numbered.type(i)));
    }
    for (Expression value : node.drawn()) {
      projections.add(value);
      fields.add(new RowSchema.Field("drawn" + fields.size(), value.type()));
    }
    return new Node.Calc(
        node.id(), node.input(), Optional.empty(), projections, new RowSchema(fields));
  }

  @Override
  public void open(OperatorContext context) {
    draw.open(context);
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    int size = delta.size();
    for (int i = 0; i < inputCount; i++) {
      key[i] = delta.column(i);
    }
    StableHash.hash(delta, inputColumns, hashes);
    rows.findOrAdd(key, size, hashes, numbers);
    if (touchedCount + size > touched.length) {
      touched = Arrays.copyOf(touched, Math.max(touchedCount + size, 2 * touched.length));
    }
    RowTable table = rows.table();
    for (int i = 0; i < size; i++) {
      touched[touchedCount++] = numbers[i];
      table.add(numbers[i], CHANGE, delta.weight(i));
      table.set(numbers[i], NUMBER, numbers[i]);
    }
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    RowTable table = rows.table();
    Arrays.sort(touched, 0, touchedCount);
    int distinct = 0;
    for (int i = 0; i < touchedCount; i++) {
      int row = touched[i];
      if (distinct == 0 || touched[distinct - 1] != row) {
        touched[distinct++] = row;
        long before = table.get(row, COPIES);
        long after = before + table.get(row, CHANGE);
        table.set(row, COPIES, after);
        table.set(row, CHANGE, 0);
        for (long copy = before - 1; copy >= after; copy--) {
          take(row, copy, output);
        }
        for (long copy = before; copy < after; copy++) {
          add(row, copy, output);
        }
      }
    }
    flushTaken(output);
    flushUndrawn(output);
    int gone = 0;
    for (int i = 0; i < distinct; i++) {
      if (table.get(touched[i], COPIES) == 0) {
        touched[gone++] = touched[i];
      }
    }
    rows.remove(touched, gone);
    touchedCount = 0;
  }

  private void add(int row, long copy, Output output) {
    for (int i = 0; i < inputCount; i++) {
      rows.table().append(i, row, undrawn.column(i));
    }
    owners.append(row);
    places.append(copy);
    if (places.size() == ChangeBatch.MAX_ROWS) {
      flushUndrawn(output);
    }
  }

  private void flushUndrawn(Output output) {
    if (places.size() == 0) {
      return;
    }
    undrawn.reset(places.size(), null);
    draw.process(0, undrawn, drawn -> remember(drawn, output));
    for (int i = 0; i < undrawn.columnCount(); i++) {
      undrawn.column(i).clear();
    }
  }

  /** Keeps values that have been drawn, and emits their rows. */
  private void remember(ChangeBatch drawn, Output output) {
    int size = drawn.size();
    int[] owner = ((IntColumn) drawn.column(inputCount)).values();
    List<Column> emitted = new ArrayList<>();
    for (int i = 0; i < inputCount; i++) {
      emitted.add(drawn.column(i));
    }
    copyColumns[0] = drawn.column(inputCount + 1);
    for (int i = 1; i < copyColumns.length; i++) {
      copyColumns[i] = drawn.column(inputCount + 1 + i);
      emitted.add(copyColumns[i]);
    }
    rowHashes.of(owner, size, hashes);
    long[] copy = ((LongColumn) copyColumns[0]).values();
    for (int i = 0; i < size; i++) {
      copies.add(copyColumns, i, owner[i], hash(hashes[i], copy[i]));
    }
    output.emit(new ChangeBatch(emitted, size, null));
  }

  private static long hash(long rowHash, long copy) {
    return GroupedRows.hash(rowHash, copy * 0x9E3779B97F4A7C15L);
  }

  private void take(int row, long copy, Output output) {
    sought.clear();
    sought.append(copy);
    copyColumns[0] = sought;
    int found = copies.find(copyColumns, 0, row, hash(rowHashes.of(row), copy));
    if (found < 0) {
      return;
    }
    for (int i = 0; i < inputCount; i++) {
      rows.table().append(i, row, taken.column(i));
    }
    for (int i = 1; i < copyColumns.length; i++) {
      copies.table().append(i, found, taken.column(inputCount + i - 1));
    }
    copies.remove(found);
    if (taken.column(0).size() == ChangeBatch.MAX_ROWS) {
      flushTaken(output);
    }
  }

  private void flushTaken(Output output) {
    int size = taken.column(0).size();
    if (size == 0) {
      return;
    }
    taken.reset(size, minusOnes);
    output.emit(taken);
    for (int i = 0; i < taken.columnCount(); i++) {
      taken.column(i).clear();
    }
  }

  @Override
  public FrozenState freeze() {
    return FrozenRows.state(STATE_VERSION, rows.freeze(), copies.freeze());
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (reader.atEnd()) {
      return;
    }
    StateVersion.check(reader, STATE_VERSION);
    RowTable table = rows.table();
    Map<Integer, Integer> numberBefore = new HashMap<>();
    rows.restore(
        reader,
        row -> {
          numberBefore.put((int) table.get(row, NUMBER), row);
          table.set(row, NUMBER, row);
        });
    copies.restore(reader, numberBefore::get, copy -> {});
  }

  /** Bytes of memory that the state takes. */
  public long memoryBytes() {
    return rows.memoryBytes() + copies.memoryBytes();
  }

  @Override
  public void close() {
    draw.close();
  }
}
