package io.leat.runtime.state;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import java.util.Arrays;
import java.util.List;

/**
 * What a row's place in an order depends on first, as a number: a row with a smaller one comes
 * before, of rows with equal ones it is not known.
 */
public final class SortPrefix {
  private final RowTable table;
  private final SortKey key;

  /**
   * @param order of the table's rows, all columns ascending behind it
   */
  public SortPrefix(RowTable table, List<SortKey> order) {
    this.table = table;
    this.key = order.isEmpty() ? new SortKey(0, false, true) : order.get(0);
  }

  /** Puts the numbers of a batch's rows into {@code target}. */
  public void of(ChangeBatch batch, long[] target) {
    int count = batch.size();
    Column column = batch.column(key.column());
    values(column, count, target);
    if (key.descending()) {
      for (int i = 0; i < count; i++) {
        target[i] = ~target[i];
      }
    }
    if (column.hasNulls()) {
      for (int i = 0; i < count; i++) {
        if (column.isNull(i)) {
          target[i] = ofNull();
        }
      }
    }
  }

  private static void values(Column column, int count, long[] target) {
    if (column instanceof LongColumn longs) {
      System.arraycopy(longs.values(), 0, target, 0, count);
    } else if (column instanceof IntColumn ints) {
      int[] values = ints.values();
      for (int i = 0; i < count; i++) {
        target[i] = values[i];
      }
    } else if (column instanceof DoubleColumn doubles) {
      for (int i = 0; i < count; i++) {
        target[i] = sortable(RowTable.word(doubles.get(i)));
      }
    } else if (column instanceof FloatColumn floats) {
      for (int i = 0; i < count; i++) {
        target[i] = sortable(RowTable.word(floats.get(i)));
      }
    } else if (column instanceof WideColumn wide) {
      for (int i = 0; i < count; i++) {
        target[i] = wide.high(i);
      }
    } else if (column instanceof BytesColumn text) {
      for (int i = 0; i < count; i++) {
        target[i] =
            column.isNull(i) ? 0 : RowTable.prefix(text.heap(), text.start(i), text.length(i));
      }
    } else if (column instanceof BooleanColumn booleans) {
      for (int i = 0; i < count; i++) {
        target[i] = booleans.get(i) ? 1 : 0;
      }
    } else {
      Arrays.fill(target, 0, count, 0);
    }
  }

  /** The number of a row of the table. */
  public long of(int row) {
    if (table.isNull(row, key.column())) {
      return ofNull();
    }
    long value =
        switch (table.types().get(key.column()).physical()) {
          case BOOLEAN, INT, LONG, WIDE -> table.word(row, key.column());
          case FLOAT, DOUBLE -> sortable(table.word(row, key.column()));
          case BYTES -> table.prefix(row, key.column());
          case ARRAY, MAP, ROW -> 0;
        };
    return key.descending() ? ~value : value;
  }

  private long ofNull() {
    return key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** The bits of a double in the order of the doubles. */
  private static long sortable(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
