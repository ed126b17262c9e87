package io.leat.runtime.operator;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.FrozenRows;
import io.leat.runtime.state.KeyedRows;
import io.leat.runtime.state.RowHashes;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StableHash;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.state.TimeQueue;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that wait for event time to pass them. Those of an append-only input are only kept; others
 * are found by all that they hold, so that a row that is taken back is gone.
 */
final class WaitingRows {
  private static final int WEIGHT = 0;
  private static final long HIGH = 0xffff_ffff_0000_0000L;

  private final int time;
  private final int[] keys;
  private final int[] allColumns;
  private final boolean appendOnly;
  private final KeyedRows rows;
  private final RowTable table;
  private final RowHashes keyHashes;
  private final RowHashes rowHashes;
  private final TimeQueue queue = new TimeQueue();
  private final RowOrder order;
  private long[] hashes = new long[64];
  private long[] contentHashes = new long[64];
  private int[] numbers = new int[64];
  private int[] passed = {};
  private int passedCount;

  /**
   * @param keys columns by which rows are placed on shards
   * @param order of rows of the same time; those that it does not tell apart come in any order
   */
  WaitingRows(
      RowSchema schema, int time, List<Integer> keys, List<SortKey> order, boolean appendOnly) {
    this.time = time;
    this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
    this.allColumns = IntStream.range(0, schema.size()).toArray();
    this.appendOnly = appendOnly;
    this.rows = new KeyedRows(schema.types(), 1);
    this.table = rows.table();
    this.keyHashes = new RowHashes(table, this.keys);
    this.rowHashes = new RowHashes(table);
    List<SortKey> byTime = new ArrayList<>();
    byTime.add(new SortKey(time, false, true));
    byTime.addAll(order);
    this.order = new RowOrder(table, byTime, 0, true);
  }

  RowTable table() {
    return table;
  }

  long weight(int row) {
    return table.get(row, WEIGHT);
  }

  /** Takes rows, all with a time. */
  void add(ChangeBatch batch) {
    int count = batch.size();
    if (hashes.length < count) {
      hashes = new long[count];
      contentHashes = new long[count];
      numbers = new int[count];
    }
    StableHash.hash(batch, keys, hashes);
    Column[] columns = Selection.columns(batch);
    LongColumn times = (LongColumn) columns[time];
    if (appendOnly) {
      for (int i = 0; i < count; i++) {
        int row = table.add(columns, i, hashes[i]);
        table.set(row, WEIGHT, batch.weight(i));
        queue.add(times.get(i), row);
      }
      return;
    }
    StableHash.hash(batch, allColumns, contentHashes);
    for (int i = 0; i < count; i++) {
      contentHashes[i] = contentHash(hashes[i], contentHashes[i]);
    }
    rows.findOrAdd(columns, count, contentHashes, numbers);
    for (int i = 0; i < count; i++) {
      int row = numbers[i];
      if (table.get(row, WEIGHT) == 0) {
        queue.add(times.get(i), row);
      }
      table.add(row, WEIGHT, batch.weight(i));
    }
    for (int i = 0; i < count; i++) {
      int row = numbers[i];
      if (table.holds(row) && table.get(row, WEIGHT) == 0) {
        rows.remove(row, contentHashes[i]);
      }
    }
  }

  /** A row is in its keys' group and found by all that it holds. */
  private static long contentHash(long keyHash, long allHash) {
    return (keyHash & HIGH) | ((keyHash * 31 + allHash) & ~HIGH);
  }

  private long contentHash(int row) {
    return contentHash(keyHashes.of(row), rowHashes.of(row));
  }

  /**
   * Finds the rows whose time is before a bound, in order.
   *
   * @return how many there are
   */
  int pass(long bound) {
    int due = queue.advance(bound);
    if (passed.length < due) {
      passed = new int[Math.max(64, due)];
    }
    int count = 0;
    for (int i = 0; i < due; i++) {
      int row = queue.due(i);
      // A row that was taken back has left its number behind, which another one may have now.
      if (table.holds(row) && table.word(row, time) < bound) {
        passed[count++] = row;
      }
    }
    order.sort(passed, 0, count);
    passedCount = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || passed[i] != passed[i - 1]) {
        passed[passedCount++] = passed[i];
      }
    }
    return passedCount;
  }

  /** A row that {@link #pass} has found. */
  int passed(int index) {
    return passed[index];
  }

  /** Forgets the rows that {@link #pass} has found. */
  void removePassed() {
    for (int i = 0; i < passedCount; i++) {
      if (appendOnly) {
        table.remove(passed[i]);
      } else {
        rows.remove(passed[i], contentHash(passed[i]));
      }
    }
    passedCount = 0;
    if (passed.length > 1 << 16) {
      passed = new int[0];
    }
  }

  FrozenRows freeze() {
    return rows.freeze();
  }

  void restore(StateReader reader) {
    if (appendOnly) {
      table.restore(reader, row -> queue.add(table.word(row, time), row));
    } else {
      rows.restore(reader, this::contentHash, row -> queue.add(table.word(row, time), row));
    }
  }

  /** How many rows wait. */
  int size() {
    return table.size();
  }

  long memoryBytes() {
    return rows.memoryBytes() + queue.memoryBytes();
  }
}
