package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a join keeps of one of its inputs, as batches that give them again.
 *
 * @param number of the input
 */
record StoredInput(int number, List<ChangeBatch> batches) {

  /**
   * Reads the rows of a key group.
   *
   * @param words how many words the join keeps of a row, its weight first
   */
  static StoredInput read(int number, List<DataType> types, int words, StateReader reader) {
    RowTable table = new RowTable(types, words);
    List<ChangeBatch> batches = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    table.restore(reader, rows::add);
    for (int from = 0; from < rows.size(); from += ChangeBatch.MAX_ROWS) {
      batches.add(
          batch(table, rows.subList(from, Math.min(rows.size(), from + ChangeBatch.MAX_ROWS))));
    }
    return new StoredInput(number, batches);
  }

  private static ChangeBatch batch(RowTable table, List<Integer> rows) {
    List<Column> columns = table.types().stream().map(Column::of).toList();
    long[] weights = new long[rows.size()];
    for (int i = 0; i < weights.length; i++) {
      int row = rows.get(i);
      for (int column = 0; column < columns.size(); column++) {
        table.append(column, row, columns.get(column));
      }
      weights[i] = table.get(row, JoinLayout.WEIGHT);
    }
    return new ChangeBatch(columns, weights.length, weights);
  }
}
