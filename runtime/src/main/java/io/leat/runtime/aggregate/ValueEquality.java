package io.leat.runtime.aggregate;

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

/** Whether values of two columns of the same class are the same; NULL is the same as NULL. */
public final class ValueEquality {
  private ValueEquality() {}

  /**
   * Clears {@code equal[i]} where the rows {@code leftRows[i]} and {@code rightRows[i]} differ. A
   * row of −1 is passed over.
   */
  public static void compare(
      Column left, int[] leftRows, Column right, int[] rightRows, int count, boolean[] equal) {
    if (left instanceof LongColumn leftLongs && !left.hasNulls() && !right.hasNulls()) {
      long[] a = leftLongs.values();
      long[] b = ((LongColumn) right).values();
      for (int i = 0; i < count; i++) {
        if (leftRows[i] >= 0 && rightRows[i] >= 0) {
          equal[i] &= a[leftRows[i]] == b[rightRows[i]];
        }
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      if (equal[i] && leftRows[i] >= 0 && rightRows[i] >= 0) {
        equal[i] = equal(left, leftRows[i], right, rightRows[i]);
      }
    }
  }

  private static boolean equal(Column left, int a, Column right, int b) {
    if (left.isNull(a) || right.isNull(b)) {
      return left.isNull(a) && right.isNull(b);
    }
    if (left instanceof LongColumn longs) {
      return longs.get(a) == ((LongColumn) right).get(b);
    } else if (left instanceof IntColumn ints) {
      return ints.get(a) == ((IntColumn) right).get(b);
    } else if (left instanceof BooleanColumn booleans) {
      return booleans.get(a) == ((BooleanColumn) right).get(b);
    } else if (left instanceof DoubleColumn doubles) {
      return Double.doubleToLongBits(doubles.get(a))
          == Double.doubleToLongBits(((DoubleColumn) right).get(b));
    } else if (left instanceof FloatColumn floats) {
      return Float.floatToIntBits(floats.get(a))
          == Float.floatToIntBits(((FloatColumn) right).get(b));
    } else if (left instanceof WideColumn wide) {
      WideColumn other = (WideColumn) right;
      return wide.high(a) == other.high(b) && wide.low(a) == other.low(b);
    } else if (left instanceof BytesColumn bytes) {
      BytesColumn other = (BytesColumn) right;
      return Arrays.equals(
          bytes.heap(),
          bytes.start(a),
          bytes.start(a) + bytes.length(a),
          other.heap(),
          other.start(b),
          other.start(b) + other.length(b));
    } else if (left instanceof ArrayColumn array) {
      ArrayColumn other = (ArrayColumn) right;
      int length = array.end(a) - array.start(a);
      return length == other.end(b) - other.start(b)
          && equal(array.elements(), array.start(a), other.elements(), other.start(b), length);
    } else if (left instanceof MapColumn map) {
      // Entries in another order count as another value: too much is emitted, nothing wrong.
      MapColumn other = (MapColumn) right;
      int length = map.end(a) - map.start(a);
      return length == other.end(b) - other.start(b)
          && equal(map.keys(), map.start(a), other.keys(), other.start(b), length)
          && equal(map.values(), map.start(a), other.values(), other.start(b), length);
    }
    RowColumn fields = (RowColumn) left;
    boolean equal = true;
    for (int i = 0; equal && i < fields.fieldCount(); i++) {
      equal = equal(fields.field(i), a, ((RowColumn) right).field(i), b);
    }
    return equal;
  }

  private static boolean equal(Column left, int a, Column right, int b, int count) {
    for (int i = 0; i < count; i++) {
      if (!equal(left, a + i, right, b + i)) {
        return false;
      }
    }
    return true;
  }
}
