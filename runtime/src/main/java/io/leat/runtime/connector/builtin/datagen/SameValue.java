package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.MapColumn;
import io.leat.runtime.data.RowColumn;
import io.leat.runtime.data.WideColumn;
import java.util.Arrays;

/** Whether two rows of a column hold the same value; a NULL is the same as a NULL. */
final class SameValue {
  private SameValue() {}

  static boolean test(Column column, int a, int b) {
    if (column.isNull(a) || column.isNull(b)) {
      return column.isNull(a) && column.isNull(b);
    }
    if (column instanceof IntColumn ints) {
      return ints.get(a) == ints.get(b);
    } else if (column instanceof LongColumn longs) {
      return longs.get(a) == longs.get(b);
    } else if (column instanceof BytesColumn bytes) {
      return Arrays.equals(
          bytes.heap(),
          bytes.start(a),
          bytes.start(a) + bytes.length(a),
          bytes.heap(),
          bytes.start(b),
          bytes.start(b) + bytes.length(b));
    } else if (column instanceof WideColumn wide) {
      return wide.high(a) == wide.high(b) && wide.low(a) == wide.low(b);
    } else if (column instanceof BooleanColumn booleans) {
      return booleans.get(a) == booleans.get(b);
    } else if (column instanceof FloatColumn floats) {
      return Float.compare(floats.get(a), floats.get(b)) == 0;
    } else if (column instanceof DoubleColumn doubles) {
      return Double.compare(doubles.get(a), doubles.get(b)) == 0;
    } else if (column instanceof ArrayColumn array) {
      return ranges(array.elements(), array.start(a), array.end(a), array.start(b), array.end(b));
    } else if (column instanceof MapColumn map) {
      // Entries in another order would be the same map; a duplicate key is then let through.
      return ranges(map.keys(), map.start(a), map.end(a), map.start(b), map.end(b))
          && ranges(map.values(), map.start(a), map.end(a), map.start(b), map.end(b));
    }
    RowColumn row = (RowColumn) column;
    for (int i = 0; i < row.fieldCount(); i++) {
      if (!test(row.field(i), a, b)) {
        return false;
      }
    }
    return true;
  }

  private static boolean ranges(Column column, int startA, int endA, int startB, int endB) {
    if (endA - startA != endB - startB) {
      return false;
    }
    for (int i = 0; i < endA - startA; i++) {
      if (!test(column, startA + i, startB + i)) {
        return false;
      }
    }
    return true;
  }
}
