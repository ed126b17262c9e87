package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import java.util.ArrayList;
import java.util.List;

/** Some rows of a batch, as a batch that owns its columns. */
final class Selection {
  private Selection() {}

  static ChangeBatch of(ChangeBatch source, int[] rows, int count) {
    List<Column> columns = new ArrayList<>(source.columnCount());
    for (int i = 0; i < source.columnCount(); i++) {
      Column column = source.column(i).emptyLike();
      column.append(source.column(i), rows, count);
      columns.add(column);
    }
    long[] weights = null;
    if (source.weights() != null) {
      weights = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = source.weight(rows[i]);
      }
    }
    return new ChangeBatch(columns, count, weights);
  }

  /** All rows. */
  static ChangeBatch copy(ChangeBatch source) {
    int[] rows = new int[source.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    return of(source, rows, rows.length);
  }

  /** The columns of a batch, by their indexes. */
  static Column[] columns(ChangeBatch batch, int[] indexes) {
    Column[] columns = new Column[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      columns[i] = batch.column(indexes[i]);
    }
    return columns;
  }

  /** All columns of a batch. */
  static Column[] columns(ChangeBatch batch) {
    Column[] columns = new Column[batch.columnCount()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
    return columns;
  }
}
