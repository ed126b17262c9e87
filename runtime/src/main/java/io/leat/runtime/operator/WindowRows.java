package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.GroupedRows;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowHashes;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.util.stream.IntStream;

/** Rows of one input that wait; those that are taken back while they wait are gone. */
final class WindowRows {
  private final int[] keys;
  private final int[] all;
  private final KeyedRows rows;
  private final Column[] columns;
  private final RowSchema schema;
  private final Scratch scratch;

  /** Arrays that the rows of all windows use one after the other. */
  static final class Scratch {
    private final long[] hashes = new long[ChangeBatch.MAX_ROWS];
    private final long[] rowHashes = new long[ChangeBatch.MAX_ROWS];
    private final int[] numbers = new int[ChangeBatch.MAX_ROWS];
  }

  /**
   * @param keys columns by which rows are on shards
   */
  WindowRows(RowSchema schema, int[] keys, Scratch scratch) {
    this.schema = schema;
    this.scratch = scratch;
    this.keys = keys;
    this.all = IntStream.range(0, schema.size()).toArray();
    this.rows = new KeyedRows(schema.types(), 1);
    this.columns = new Column[schema.size()];
  }

  void add(ChangeBatch batch) {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
    long[] hashes = scratch.hashes;
    int[] numbers = scratch.numbers;
    StableHash.hash(batch, keys, hashes);
    StableHash.hash(batch, all, scratch.rowHashes);
    for (int i = 0; i < batch.size(); i++) {
      hashes[i] = GroupedRows.hash(hashes[i], scratch.rowHashes[i]);
    }
    rows.findOrAdd(columns, batch.size(), hashes, numbers);
    RowTable table = rows.table();
    for (int i = 0; i < batch.size(); i++) {
      table.add(numbers[i], 0, batch.weight(i));
    }
  }

  /** Gives all rows, and forgets them. */
  void give(Output output) {
    RowTable table = rows.table();
    if (table.size() == 0) {
      return;
    }
    TableWriter writer = new TableWriter(table, schema);
    for (int row = 0; row < table.end(); row++) {
      long weight = table.get(row, 0);
      if (weight != 0) {
        writer.add(row, weight, output);
      }
    }
    writer.flush(output);
    rows.clear();
  }

  FrozenRows freeze() {
    return rows.freeze();
  }

  void restore(StateReader reader) {
    RowHashes keyHashes = new RowHashes(rows.table(), keys);
    RowHashes valueHashes = new RowHashes(rows.table());
    rows.restore(
        reader, row -> GroupedRows.hash(keyHashes.of(row), valueHashes.of(row)), row -> {});
  }

  long size() {
    return rows.table().size();
  }

  long memoryBytes() {
    return rows.memoryBytes();
  }
}
