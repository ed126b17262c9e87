package io.leat.runtime.operator;

import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells apart rows whose key may match from those with a NULL that matches nothing. */
final class MatchableRows {
  private final int[] columns;
  private final boolean[] nullsMatch;
  private int[] selected = {};

  /**
   * @param columns the key's, of the input
   */
  MatchableRows(List<JoinKey> keys, int[] columns) {
    this.columns = columns;
    this.nullsMatch = new boolean[keys.size()];
    for (int i = 0; i < nullsMatch.length; i++) {
      nullsMatch[i] = keys.get(i).nullsMatch();
    }
  }

  /** Which rows match nothing; null if there is none. */
  boolean @Nullable [] never(ChangeBatch delta) {
    boolean[] never = null;
    int count = delta.size();
    for (int i = 0; i < columns.length; i++) {
      Column column = delta.column(columns[i]);
      if (!nullsMatch[i] && column.hasNulls()) {
        never = never == null ? new boolean[count] : never;
        for (int row = 0; row < count; row++) {
          never[row] |= column.isNull(row);
        }
      }
    }
    return never;
  }

  /** Finds the rows that are marked so; they are in {@link #selected} then. */
  int select(boolean[] marks, boolean mark, int count) {
    if (selected.length < count) {
      selected = new int[Math.max(64, count)];
    }
    int size = 0;
    for (int row = 0; row < count; row++) {
      if (marks[row] == mark) {
        selected[size++] = row;
      }
    }
    return size;
  }

  int[] selected() {
    return selected;
  }

  /** The rows that are not marked. */
  ChangeBatch without(boolean[] never, ChangeBatch source) {
    int count = select(never, false, source.size());
    List<Column> kept = new ArrayList<>(source.columnCount());
    for (int i = 0; i < source.columnCount(); i++) {
      Column column = source.column(i).emptyLike();
      column.append(source.column(i), selected, count);
      kept.add(column);
    }
    long[] weights = null;
    if (source.weights() != null) {
      weights = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = source.weight(selected[i]);
      }
    }
    return new ChangeBatch(kept, count, weights);
  }
}
