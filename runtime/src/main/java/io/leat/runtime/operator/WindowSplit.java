package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Splits batches of one input by the windows of their rows, which mostly are all in one. */
final class WindowSplit {
  private static final int FEW = 8;

  private final LongColumn[] columns;
  private final int[] indexes;
  private final long unitMicros;
  private final List<Column> copies;
  private final ChangeBatch part;
  private final int[] windowOf = new int[ChangeBatch.MAX_ROWS];
  private final int[] selected = new int[ChangeBatch.MAX_ROWS];

  /** By window, a row of it; then where its rows begin in {@link #sorted}. */
  private int[] example = new int[FEW];

  private int[] starts = new int[FEW + 1];
  private final int[] sorted = new int[ChangeBatch.MAX_ROWS];
  private int windows;
  private ChangeBatch batch;

  /**
   * @param end the column with the windows' last moments
   * @param constants those that tell windows of the same end apart
   */
  WindowSplit(RowSchema schema, int end, List<Integer> constants, long unitMicros) {
    this.indexes = new int[1 + constants.size()];
    indexes[0] = end;
    for (int i = 0; i < constants.size(); i++) {
      indexes[i + 1] = constants.get(i);
    }
    this.columns = new LongColumn[indexes.length];
    this.unitMicros = unitMicros;
    this.copies = schema.types().stream().map(Column::of).toList();
    this.part = new ChangeBatch(copies, 0, null);
    this.batch = part;
  }

  /** Finds the windows of a batch, and gives their number. */
  int open(ChangeBatch newBatch) {
    batch = newBatch;
    for (int i = 0; i < indexes.length; i++) {
      columns[i] = (LongColumn) batch.column(indexes[i]);
    }
    windows = Math.min(1, batch.size());
    example[0] = 0;
    if (batch.size() > 0 && !allAsFirst()) {
      sort();
    }
    return windows;
  }

  private boolean allAsFirst() {
    for (LongColumn column : columns) {
      long[] values = column.values();
      long first = values[0];
      long differences = 0;
      for (int row = 1; row < batch.size(); row++) {
        differences |= values[row] ^ first;
      }
      if (differences != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean same(int a, int b) {
    for (LongColumn column : columns) {
      if (column.get(a) != column.get(b)) {
        return false;
      }
    }
    return true;
  }

  private void sort() {
    Map<WindowKey, Integer> many = new HashMap<>();
    int last = 0;
    for (int row = 0; row < batch.size(); row++) {
      if (!same(row, example[last])) {
        last = find(row, many);
      }
      windowOf[row] = last;
    }
    starts = starts.length > windows ? starts : new int[windows * 2];
    Arrays.fill(starts, 0, windows + 1, 0);
    for (int row = 0; row < batch.size(); row++) {
      starts[windowOf[row] + 1]++;
    }
    for (int i = 0; i < windows; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = Arrays.copyOf(starts, windows);
    for (int row = 0; row < batch.size(); row++) {
      sorted[next[windowOf[row]]++] = row;
    }
  }

  private int find(int row, Map<WindowKey, Integer> many) {
    if (windows <= FEW) {
      for (int i = 0; i < windows; i++) {
        if (same(row, example[i])) {
          return i;
        }
      }
    } else {
      if (many.isEmpty()) {
        for (int i = 0; i < windows; i++) {
          many.put(keyOf(example[i]), i);
        }
      }
      Integer known = many.putIfAbsent(keyOf(row), windows);
      if (known != null) {
        return known;
      }
    }
    if (windows == example.length) {
      example = Arrays.copyOf(example, windows * 2);
    }
    example[windows] = row;
    return windows++;
  }

  private WindowKey keyOf(int row) {
    long[] constants = new long[columns.length - 1];
    for (int i = 0; i < constants.length; i++) {
      constants[i] = columns[i + 1].get(row);
    }
    return new WindowKey(columns[0].get(row) + unitMicros, constants);
  }

  /** One of the windows. */
  WindowKey key(int window) {
    return keyOf(example[window]);
  }

  /** Its rows: until the next call. */
  ChangeBatch rows(int window) {
    if (windows == 1) {
      return batch;
    }
    int count = starts[window + 1] - starts[window];
    System.arraycopy(sorted, starts[window], selected, 0, count);
    for (int i = 0; i < batch.columnCount(); i++) {
      copies.get(i).clear();
      copies.get(i).append(batch.column(i), selected, count);
    }
    long[] weights = null;
    if (batch.weights() != null) {
      weights = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = batch.weight(selected[i]);
      }
    }
    part.reset(count, weights);
    return part;
  }
}
