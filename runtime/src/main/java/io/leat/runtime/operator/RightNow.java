package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.PrefixRange;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.util.List;

/** Of each key the rows that there are now. */
final class RightNow implements RightRows {
  private final PartitionedRows rows;
  private final RowTable table;
  private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  private final PrefixRange range = new PrefixRange();

  RightNow(RowSchema schema, List<Integer> keys) {
    rows = new PartitionedRows(schema.types(), schema.size(), 1, keys, List.of(), 0);
    table = rows.rows();
  }

  @Override
  public RowTable table() {
    return table;
  }

  @Override
  public void take(ChangeBatch delta, OperatorContext context) {
    rows.open(delta, numbers);
    for (int i = 0; i < delta.size(); i++) {
      int row = rows.findOrAdd(numbers[i], i);
      if (table.add(row, JoinLayout.WEIGHT, delta.weight(i)) == 0) {
        rows.remove(numbers[i], row);
      }
    }
    rows.removeEmptyOnce(numbers, delta.size());
  }

  @Override
  public void endChanges(Epoch epoch, OperatorContext context) {}

  @Override
  public void find(Column[] keys, int count, long[] hashes, int[] found) {
    rows.find(keys, count, hashes, found);
  }

  @Override
  public void open(int key, long leftTime) {
    rows.range(key, Long.MIN_VALUE, Long.MAX_VALUE, range);
  }

  @Override
  public int next(int[] target, int at, int count) {
    return range.next(target, at, count);
  }

  @Override
  public void settle(long bound) {}

  /** Forgets all of them. */
  void clear() {
    rows.clear();
  }

  @Override
  public FrozenRows freeze() {
    return rows.freeze();
  }

  @Override
  public void restore(StateReader reader) {
    rows.restore(reader, (key, row) -> {});
  }

  @Override
  public long memoryBytes() {
    return rows.memoryBytes();
  }
}
