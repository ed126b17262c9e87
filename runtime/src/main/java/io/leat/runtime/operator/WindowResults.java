package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.over.SortedPartition;
import io.leat.runtime.over.WindowFunction;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New results of window functions, of any partitions, a batch at a time: then they are compared
 * with those in the rows, and where they differ, the row is taken back as it was, given its new
 * results, and emitted again. A row for which a function fails is left out.
 */
final class WindowResults {
  /** Bits of a row's first word. */
  static final long EMITTED = 2;

  static final long FAILED = 4;

  private static final int BITS = 0;

  private final List<WindowFunction> functions;
  private final RowTable table;
  private final int inputColumns;
  private final TableWriter writer;
  private final Column[] results;
  private final Column[] failedColumns;
  private final int[] rows = new int[ChangeBatch.MAX_ROWS];
  private final boolean[] differs = new boolean[ChangeBatch.MAX_ROWS];
  private final @Nullable RowException[] errors = new RowException[ChangeBatch.MAX_ROWS];
  private boolean anyError;
  private int size;
  private @Nullable OperatorContext context;

  /**
   * @param types of the table's columns: the input's, then the results
   */
  WindowResults(
      List<WindowFunction> functions,
      RowTable table,
      RowSchema input,
      List<DataType> types,
      TableWriter writer) {
    this.functions = functions;
    this.table = table;
    this.inputColumns = input.size();
    this.writer = writer;
    this.results =
        types.subList(input.size(), types.size()).stream().map(Column::of).toArray(Column[]::new);
    this.failedColumns = input.types().stream().map(Column::of).toArray(Column[]::new);
  }

  void open(OperatorContext operatorContext) {
    context = operatorContext;
  }

  /** Computes the results of the rows at some places of a partition. */
  void evaluate(SortedPartition partition, int from, int to, Output output) {
    for (WindowFunction function : functions) {
      function.open(partition, from);
    }
    for (int at = from; at < to; ) {
      int count = Math.min(to - at, rows.length - size);
      for (int i = 0; i < count; i++) {
        rows[size + i] = partition.row(at + i);
      }
      for (int i = 0; i < results.length; i++) {
        append(functions.get(i), partition, at, count, results[i]);
      }
      size += count;
      at += count;
      if (size == rows.length) {
        flush(output);
      }
    }
    for (WindowFunction function : functions) {
      function.close(partition);
    }
  }

  private void append(
      WindowFunction function, SortedPartition partition, int from, int count, Column target) {
    for (int i = 0; i < count; i++) {
      try {
        function.append(partition, from + i, target);
      } catch (RowException error) {
        anyError = true;
        if (target.size() == size + i) {
          target.appendNull();
        }
        if (errors[size + i] == null) {
          errors[size + i] = error;
        }
      }
    }
  }

  /** Emits what differs. */
  void flush(Output output) {
    for (int i = 0; i < size; i++) {
      int row = rows[i];
      long bits = table.get(row, BITS);
      differs[i] = (bits & SortedPartition.COUNTED) == 0 || differs(row, i);
      if ((bits & EMITTED) != 0 && (differs[i] || errors[i] != null)) {
        writer.add(row, -1, output);
      }
    }
    writer.flush(output);
    for (int i = 0; i < size; i++) {
      int row = rows[i];
      long bits = table.get(row, BITS);
      for (int column = 0; differs[i] && column < results.length; column++) {
        table.set(row, inputColumns + column, results[column], i);
      }
      RowException error = errors[i];
      if (error != null && (bits & FAILED) == 0) {
        report(row, error);
      }
      if (error == null && (differs[i] || (bits & EMITTED) == 0)) {
        writer.add(row, 1, output);
      }
      long now =
          (bits & ~(EMITTED | FAILED))
              | SortedPartition.COUNTED
              | (error == null ? EMITTED : FAILED);
      if (now != bits) {
        table.set(row, BITS, now);
      }
    }
    writer.flush(output);
    for (Column column : results) {
      column.clear();
    }
    if (anyError) {
      Arrays.fill(errors, null);
      anyError = false;
    }
    size = 0;
  }

  private boolean differs(int row, int index) {
    for (int column = 0; column < results.length; column++) {
      if (!table.equal(row, inputColumns + column, results[column], index)) {
        return true;
      }
    }
    return false;
  }

  private void report(int row, RowException error) {
    for (int i = 0; i < failedColumns.length; i++) {
      failedColumns[i].clear();
      table.append(i, row, failedColumns[i]);
    }
    if (context != null) {
      context.rowFailed(new ChangeBatch(List.of(failedColumns), 1, null), 0, error);
    }
  }
}
