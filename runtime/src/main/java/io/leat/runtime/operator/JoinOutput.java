package io.leat.runtime.operator;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a join's result, a column at a time: columns of the batch at hand by row, columns of the
 * other input by row number in its table, NULLs for an input that has no part in it. Rows of a
 * table have their weight in the word {@link JoinLayout#WEIGHT}.
 */
final class JoinOutput {
  private final Column[] columns;
  private final int[] first;
  private final int[] end;

  /** Columns of NULLs, in place of {@link #columns}; as long as was needed so far. */
  private final @Nullable Column[] nulls;

  private long[] weights = {};

  /**
   * @param schema of the result
   * @param leftCount how many columns the left input has; the others are the right one's
   */
  JoinOutput(RowSchema schema, int leftCount) {
    columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
    nulls = new @Nullable Column[columns.length];
    first = new int[] {0, leftCount};
    end = new int[] {leftCount, columns.length};
  }

  /** Gives pairs of rows of a batch of one input and rows of the other. */
  void pairs(
      int input,
      ChangeBatch batch,
      RowTable other,
      int[] batchRows,
      int[] otherRows,
      int count,
      Output output) {
    Column[] out = columns.clone();
    gather(input, batch, batchRows, count);
    gather(1 - input, other, otherRows, count);
    long[] result = reserve(count);
    boolean ones = true;
    long[] batchWeights = batch.weights();
    for (int i = 0; i < count; i++) {
      long weight = other.get(otherRows[i], JoinLayout.WEIGHT);
      if (batchWeights != null) {
        weight *= batchWeights[batchRows[i]];
      }
      result[i] = weight;
      ones &= weight == 1;
    }
    output.emit(new ChangeBatch(List.of(out), count, ones ? null : result));
  }

  /**
   * Gives pairs of rows of a batch of one input and rows of the other.
   *
   * @param others the other input's columns, row by row
   * @param pairWeights which are the receiver's until this returns
   */
  void pairs(
      int input,
      ChangeBatch batch,
      int[] batchRows,
      Column[] others,
      long[] pairWeights,
      int count,
      Output output) {
    if (count == 0) {
      return;
    }
    Column[] out = columns.clone();
    gather(input, batch, batchRows, count);
    System.arraycopy(others, 0, out, first[1 - input], others.length);
    output.emit(new ChangeBatch(List.of(out), count, pairWeights));
  }

  /** Gives rows of an input, or takes them back, without a partner; see {@link #pairs}. */
  void alone(int input, Column[] rows, long[] rowWeights, int count, Output output) {
    if (count == 0) {
      return;
    }
    List<Column> out = withNulls(1 - input, count);
    Column[] given = out.toArray(new Column[0]);
    System.arraycopy(rows, 0, given, first[input], rows.length);
    output.emit(new ChangeBatch(List.of(given), count, rowWeights));
  }

  /** Gives rows of a batch of one input without a partner. */
  void alone(int input, ChangeBatch batch, int[] rows, int count, Output output) {
    if (count == 0) {
      return;
    }
    gather(input, batch, rows, count);
    long[] result = null;
    if (batch.weights() != null) {
      result = reserve(count);
      for (int i = 0; i < count; i++) {
        result[i] = batch.weight(rows[i]);
      }
    }
    output.emit(new ChangeBatch(withNulls(1 - input, count), count, result));
  }

  /**
   * Gives rows of an input, or takes them back, without a partner.
   *
   * @param signs 1 or −1 for each
   */
  void alone(int input, RowTable table, int[] rows, long[] signs, int count, Output output) {
    if (count == 0) {
      return;
    }
    gather(input, table, rows, count);
    long[] result = reserve(count);
    for (int i = 0; i < count; i++) {
      result[i] = signs[i] * table.get(rows[i], JoinLayout.WEIGHT);
    }
    output.emit(new ChangeBatch(withNulls(1 - input, count), count, result));
  }

  private long[] reserve(int count) {
    if (weights.length < count) {
      weights = new long[Math.max(64, count)];
    }
    return weights;
  }

  private void gather(int input, ChangeBatch batch, int[] rows, int count) {
    for (int i = first[input]; i < end[input]; i++) {
      Column source = batch.column(i - first[input]);
      if (columns[i] instanceof BytesColumn slices) {
        slices.selectSlices((BytesColumn) source, rows, count);
      } else {
        columns[i].clear();
        columns[i].append(source, rows, count);
      }
    }
  }

  private void gather(int input, RowTable table, int[] rows, int count) {
    for (int i = first[input]; i < end[input]; i++) {
      columns[i].clear();
      table.append(i - first[input], rows, count, columns[i]);
    }
  }

  private List<Column> withNulls(int input, int count) {
    Column[] out = columns.clone();
    for (int i = first[input]; i < end[input]; i++) {
      Column column = nulls[i];
      if (column == null) {
        column = columns[i].emptyLike();
        nulls[i] = column;
      }
      while (column.size() < count) {
        column.appendNull();
      }
      out[i] = column;
    }
    return List.of(out);
  }
}
