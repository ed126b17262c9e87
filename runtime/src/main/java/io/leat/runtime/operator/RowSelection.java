package io.leat.runtime.operator;

import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.RowSchema;
import java.util.List;

/** Some rows of a batch as a batch, whose text is not copied: valid as long as the first one is. */
final class RowSelection {
  private final Column[] columns;
  private final ChangeBatch batch;
  private long[] weights = {};

  RowSelection(RowSchema schema) {
    columns = schema.types().stream().map(Column::of).toArray(Column[]::new);
    batch = new ChangeBatch(List.of(columns), 0, null);
  }

  /** The rows {@code rows[0..count)} of a batch. */
  ChangeBatch of(ChangeBatch source, int[] rows, int count) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] instanceof BytesColumn slices) {
        slices.selectSlices((BytesColumn) source.column(i), rows, count);
      } else {
        columns[i].clear();
        columns[i].append(source.column(i), rows, count);
      }
    }
    long[] from = source.weights();
    if (from == null) {
      batch.reset(count, null);
      return batch;
    }
    if (weights.length < count) {
      weights = new long[Math.max(64, count)];
    }
    for (int i = 0; i < count; i++) {
      weights[i] = from[rows[i]];
    }
    batch.reset(count, weights);
    return batch;
  }
}
