package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What has been given for each left row that is there: more of the same row give the same, and
 * taking it back takes that back. A left row that comes again when it was gone is new.
 *
 * <p>Rows are partitioned by the left columns. Those given have the number 1 behind their columns;
 * one row of each partition has 0 there, with NULLs for the right columns: so many left rows there
 * are.
 */
final class GivenRows {
  private static final int STATE_VERSION = 1;
  private static final int WEIGHT = 0;

  private final int leftCount;
  private final RowSchema schema;
  private final PartitionedRows rows;
  private final RowTable table;
  private final int[] leftColumns;
  private final TableWriter writer;
  private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private final IntColumn number = new IntColumn();
  private int[] partRows = new int[16];

  /**
   * @param schema of what is given: the left columns, then the right ones
   */
  GivenRows(RowSchema left, RowSchema schema) {
    this.leftCount = left.size();
    this.schema = schema;
    List<DataType> types = new ArrayList<>(left.types());
    for (int i = leftCount; i < schema.size(); i++) {
      types.add(schema.type(i).withNullable(true));
    }
    types.add(ScalarType.INTEGER.withNullable(false));
    this.leftColumns = IntStream.range(0, leftCount).toArray();
    this.rows =
        new PartitionedRows(
            types, types.size(), 1, Arrays.stream(leftColumns).boxed().toList(), List.of(), 0);
    this.table = rows.rows();
    List<RowSchema.Field> fields = new ArrayList<>(schema.fields());
    fields.add(new RowSchema.Field("given", ScalarType.INTEGER.withNullable(false)));
    this.writer = new TableWriter(table, new RowSchema(fields));
  }

  /**
   * Gives, or takes back, for changes of rows that are there what they were given.
   *
   * @param delta different rows, each once in an epoch
   * @return those that are new
   */
  ChangeBatch take(ChangeBatch delta, Output output) {
    StableHash.hash(delta, leftColumns, hashes);
    rows.find(Selection.columns(delta, leftColumns), delta.size(), hashes, numbers);
    int[] fresh = new int[delta.size()];
    int freshCount = 0;
    int[] known = new int[delta.size()];
    int knownCount = 0;
    Output narrowed = batch -> output.emit(withoutNumber(batch));
    List<int[]> gone = new ArrayList<>();
    for (int i = 0; i < delta.size(); i++) {
      if (numbers[i] < 0) {
        if (delta.weight(i) > 0) {
          fresh[freshCount++] = i;
        }
        continue;
      }
      known[knownCount++] = numbers[i];
      int count = partition(numbers[i]);
      long leftRows = leftRows(count);
      for (int r = 0; r < count; r++) {
        int row = partRows[r];
        long change = delta.weight(i) * (table.get(row, WEIGHT) / leftRows);
        if (isGiven(row)) {
          writer.add(row, change, narrowed);
        }
        if (table.add(row, WEIGHT, change) == 0) {
          gone.add(new int[] {numbers[i], row});
        }
      }
    }
    writer.flush(narrowed);
    gone.forEach(each -> rows.remove(each[0], each[1]));
    rows.removeEmptyOnce(known, knownCount);
    ChangeBatch added = Selection.of(delta, fresh, freshCount);
    if (freshCount > 0) {
      remember(countRows(added), 0);
    }
    return added;
  }

  /** Lists the rows of a partition; gives how many there are. */
  private int partition(int partition) {
    int count = rows.size(partition);
    if (count > partRows.length) {
      partRows = new int[2 * count];
    }
    rows.copy(partition, 0, count, partRows);
    return count;
  }

  /** How many left rows the listed ones are of. */
  private long leftRows(int count) {
    for (int r = 0; r < count; r++) {
      if (!isGiven(partRows[r])) {
        return table.get(partRows[r], WEIGHT);
      }
    }
    throw new IllegalStateException("rows were given for no left row");
  }

  private boolean isGiven(int row) {
    number.clear();
    table.append(schema.size(), row, number);
    return number.get(0) == 1;
  }

  private ChangeBatch withoutNumber(ChangeBatch batch) {
    List<Column> columns = new ArrayList<>(schema.size());
    for (int i = 0; i < schema.size(); i++) {
      columns.add(batch.column(i));
    }
    return new ChangeBatch(columns, batch.size(), batch.weights());
  }

  /** Left rows with NULLs for the right columns. */
  private ChangeBatch countRows(ChangeBatch left) {
    List<Column> columns = new ArrayList<>(schema.size());
    for (int i = 0; i < leftCount; i++) {
      columns.add(left.column(i));
    }
    for (int i = leftCount; i < schema.size(); i++) {
      Column column = Column.of(schema.type(i));
      for (int row = 0; row < left.size(); row++) {
        column.appendNull();
      }
      columns.add(column);
    }
    return new ChangeBatch(columns, left.size(), left.weights());
  }

  /** Gives rows for the first time, and remembers them. */
  void give(ChangeBatch given, Output output) {
    remember(given, 1);
    output.emit(given);
  }

  private void remember(ChangeBatch given, int isGiven) {
    IntColumn kind = new IntColumn();
    for (int i = 0; i < given.size(); i++) {
      kind.append(isGiven);
    }
    List<Column> columns = new ArrayList<>(List.of(Selection.columns(given)));
    columns.add(kind);
    ChangeBatch batch = new ChangeBatch(columns, given.size(), given.weights());
    rows.open(batch, numbers);
    for (int i = 0; i < batch.size(); i++) {
      int row = rows.findOrAdd(numbers[i], i);
      table.add(row, WEIGHT, batch.weight(i));
    }
  }

  FrozenState freeze() {
    return FrozenRows.state(STATE_VERSION, rows.freeze());
  }

  void restore(StateReader reader) {
    StateVersion.check(reader, STATE_VERSION);
    rows.restore(reader, (partition, row) -> {});
  }

  /** How many rows it keeps. */
  int size() {
    return rows.size();
  }

  long memoryBytes() {
    return rows.memoryBytes();
  }
}
