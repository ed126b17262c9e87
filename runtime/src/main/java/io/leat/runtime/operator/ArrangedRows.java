package io.leat.runtime.operator;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.relation.KeyProbe;
import io.leat.runtime.relation.KeyedVersion;
import io.leat.runtime.types.RowSchema;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Rows of an input of a join that are found where a stored relation keeps them. */
final class ArrangedRows implements MatchingRows {
  private final int input;
  private final Supplier<KeyedVersion> version;
  private final int[] otherKeyColumns;
  private final JoinOutput result;
  private final KeyProbe probe;

  /** Columns of the relation, without those that the input has twice. */
  private final int[] wanted;

  private final Column[] columns;
  private final int[] batchRows = new int[ChangeBatch.MAX_ROWS];
  private final long[] weights = new long[ChangeBatch.MAX_ROWS];
  private int pending;

  /**
   * @param input whose rows these are
   * @param version the rows as they are to be met
   * @param schema the input's
   * @param otherKeyColumns of the other input
   */
  ArrangedRows(
      int input,
      Arranged arranged,
      Supplier<KeyedVersion> version,
      RowSchema schema,
      int[] otherKeyColumns,
      JoinOutput result) {
    this.input = input;
    this.version = version;
    this.otherKeyColumns = otherKeyColumns;
    this.result = result;
    this.probe = new KeyProbe(arranged.key());
    this.wanted = arranged.columns().stream().mapToInt(Integer::intValue).toArray();
    this.columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
  }

  private Column[] keyOf(ChangeBatch batch) {
    return IntStream.of(otherKeyColumns).mapToObj(batch::column).toArray(Column[]::new);
  }

  @Override
  public void pairs(ChangeBatch batch, Output output) {
    KeyedVersion rows = version.get();
    Column[] key = keyOf(batch);
    for (int i = 0; i < batch.size(); i++) {
      probe.seek(rows, key, i);
      while (probe.next()) {
        for (int at = 0; at < probe.size(); ) {
          int part = take(at, batch.weight(i));
          Arrays.fill(batchRows, pending, pending + part, i);
          pending += part;
          at += part;
          if (pending == ChangeBatch.MAX_ROWS) {
            flushPairs(batch, output);
          }
        }
      }
    }
    flushPairs(batch, output);
  }

  /** Reads as many of the rows found as there is room for. */
  private int take(int from, long factor) {
    int part = Math.min(probe.size() - from, ChangeBatch.MAX_ROWS - pending);
    probe.decode(from, part, wanted, columns);
    for (int k = 0; k < part; k++) {
      weights[pending + k] = Math.multiplyExact(factor, probe.count(from + k));
    }
    return part;
  }

  private void flushPairs(ChangeBatch batch, Output output) {
    int count = pending;
    pending = 0;
    result.pairs(1 - input, batch, batchRows, columns, weights, count, output);
    clear();
  }

  @Override
  public void alone(ChangeBatch batch, int row, long sign, Output output) {
    probe.seek(version.get(), keyOf(batch), row);
    while (probe.next()) {
      for (int at = 0; at < probe.size(); ) {
        int part = take(at, sign);
        pending += part;
        at += part;
        if (pending == ChangeBatch.MAX_ROWS) {
          endAlone(output);
        }
      }
    }
  }

  @Override
  public void endAlone(Output output) {
    int count = pending;
    pending = 0;
    result.alone(input, columns, weights, count, output);
    clear();
  }

  private void clear() {
    for (Column column : columns) {
      column.clear();
    }
  }
}
