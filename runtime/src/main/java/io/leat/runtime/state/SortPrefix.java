package io.leat.runtime.state;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import org.jspecify.annotations.Nullable;

/**
 * What a row's place in an order depends on first, as a number: a row with a smaller one comes
 * before, of rows with equal ones it is not known.
 */
final class SortPrefix {
  private final RowTable table;
  private final SortKey key;
  private final boolean none;

  /**
   * @param key the first one of the order; if there is none, all rows have the same number
   */
  SortPrefix(RowTable table, @Nullable SortKey key) {
    this.table = table;
    this.none = key == null;
    this.key = key == null ? new SortKey(0, false, true) : key;
  }

  /** The number of a row of a batch. */
  long of(Column[] source, int row) {
    if (none) {
      return 0;
    }
    Column column = source[key.column()];
    if (column.isNull(row)) {
      return ofNull();
    }
    long value;
    if (column instanceof LongColumn longs) {
      value = longs.get(row);
    } else if (column instanceof IntColumn ints) {
      value = ints.get(row);
    } else if (column instanceof DoubleColumn doubles) {
      value = sortable(RowTable.word(doubles.get(row)));
    } else if (column instanceof FloatColumn floats) {
      value = sortable(RowTable.word(floats.get(row)));
    } else if (column instanceof WideColumn wide) {
      value = wide.high(row);
    } else if (column instanceof BytesColumn text) {
      value = TextWord.prefix(text.heap(), text.start(row), text.length(row));
    } else if (column instanceof BooleanColumn booleans) {
      value = booleans.get(row) ? 1 : 0;
    } else {
      value = 0;
    }
    return key.descending() ? ~value : value;
  }

  /** The numbers of the first {@code count} rows of a batch. */
  void of(Column[] source, int count, long[] numbers) {
    if (!none && source[key.column()] instanceof LongColumn longs && !longs.hasNulls()) {
      long[] values = longs.values();
      long flip = key.descending() ? -1 : 0;
      for (int i = 0; i < count; i++) {
        numbers[i] = values[i] ^ flip;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      numbers[i] = of(source, i);
    }
  }

  /** The number of a row of the table. */
  long of(int row) {
    if (none) {
      return 0;
    }
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

  /**
   * Whether two rows with the same number have the same value, but where it is the least or the
   * greatest that there is.
   */
  boolean isWhole() {
    return !none
        && switch (table.types().get(key.column()).physical()) {
          case INT, LONG -> true;
          default -> false;
        };
  }

  private long ofNull() {
    return key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** The bits of a double in the order of the doubles. */
  private static long sortable(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
