package io.leat.runtime.data;

import java.util.Arrays;

/**
 * The order of a column's values: numbers by value (NaN is largest and equals itself, −0 equals 0),
 * text and bytes by unsigned bytes, arrays and rows element by element, maps by their entries in
 * order of their keys. Within nested values NULL comes first and equals itself. Values that compare
 * as equal are equal.
 */
public final class ColumnOrder {
  private ColumnOrder() {}

  /**
   * Compares two values of which neither is NULL.
   *
   * @param a a column, and {@code b} one of the same class
   */
  public static int compare(Column a, int rowA, Column b, int rowB) {
    if (a instanceof LongColumn longs) {
      return Long.compare(longs.get(rowA), ((LongColumn) b).get(rowB));
    } else if (a instanceof BytesColumn text) {
      return compareBytes(text, rowA, (BytesColumn) b, rowB);
    } else if (a instanceof IntColumn ints) {
      return Integer.compare(ints.get(rowA), ((IntColumn) b).get(rowB));
    } else if (a instanceof DoubleColumn doubles) {
      return compareDoubles(doubles.get(rowA), ((DoubleColumn) b).get(rowB));
    } else if (a instanceof WideColumn wide) {
      WideColumn other = (WideColumn) b;
      int high = Long.compare(wide.high(rowA), other.high(rowB));
      return high != 0 ? high : Long.compareUnsigned(wide.low(rowA), other.low(rowB));
    } else if (a instanceof BooleanColumn booleans) {
      return Boolean.compare(booleans.get(rowA), ((BooleanColumn) b).get(rowB));
    } else if (a instanceof FloatColumn floats) {
      return compareDoubles(floats.get(rowA), ((FloatColumn) b).get(rowB));
    }
    return compareNested(a, rowA, b, rowB);
  }

  /** Compares two values; NULL comes first. */
  public static int compareNullsFirst(Column a, int rowA, Column b, int rowB) {
    boolean nullA = a.isNull(rowA);
    boolean nullB = b.isNull(rowB);
    return nullA || nullB ? Boolean.compare(nullB, nullA) : compare(a, rowA, b, rowB);
  }

  private static int compareBytes(BytesColumn a, int rowA, BytesColumn b, int rowB) {
    int startA = a.start(rowA);
    int startB = b.start(rowB);
    return Arrays.compareUnsigned(
        a.heap(), startA, startA + a.length(rowA), b.heap(), startB, startB + b.length(rowB));
  }

  private static int compareDoubles(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private static int compareNested(Column a, int rowA, Column b, int rowB) {
    if (a instanceof ArrayColumn array) {
      return compareArrays(array, rowA, (ArrayColumn) b, rowB);
    } else if (a instanceof MapColumn map) {
      return compareMaps(map, rowA, (MapColumn) b, rowB);
    }
    RowColumn fieldsA = (RowColumn) a;
    RowColumn fieldsB = (RowColumn) b;
    int order = 0;
    for (int i = 0; i < fieldsA.fieldCount() && order == 0; i++) {
      order = compareNullsFirst(fieldsA.field(i), rowA, fieldsB.field(i), rowB);
    }
    return order;
  }

  private static int compareArrays(ArrayColumn a, int rowA, ArrayColumn b, int rowB) {
    int lengthA = a.end(rowA) - a.start(rowA);
    int lengthB = b.end(rowB) - b.start(rowB);
    int order = 0;
    for (int i = 0; i < Math.min(lengthA, lengthB) && order == 0; i++) {
      order = compareNullsFirst(a.elements(), a.start(rowA) + i, b.elements(), b.start(rowB) + i);
    }
    return order != 0 ? order : Integer.compare(lengthA, lengthB);
  }

  private static int compareMaps(MapColumn a, int rowA, MapColumn b, int rowB) {
    int[] entriesA = entries(a, rowA);
    int[] entriesB = entries(b, rowB);
    int order = 0;
    for (int i = 0; i < Math.min(entriesA.length, entriesB.length) && order == 0; i++) {
      order = compareNullsFirst(a.keys(), entriesA[i], b.keys(), entriesB[i]);
      if (order == 0) {
        order = compareNullsFirst(a.values(), entriesA[i], b.values(), entriesB[i]);
      }
    }
    return order != 0 ? order : Integer.compare(entriesA.length, entriesB.length);
  }

  /** The places of a map's entries, ordered by their keys. */
  private static int[] entries(MapColumn map, int row) {
    int[] entries = new int[map.end(row) - map.start(row)];
    for (int i = 0; i < entries.length; i++) {
      int entry = map.start(row) + i;
      int at = i;
      while (at > 0 && compareNullsFirst(map.keys(), entry, map.keys(), entries[at - 1]) < 0) {
        entries[at] = entries[at - 1];
        at--;
      }
      entries[at] = entry;
    }
    return entries;
  }

  /**
   * A number for a value that is not NULL: of two values, the smaller one has no larger number. Two
   * numbers decide most comparisons without a look at the values.
   */
  public static long prefix(Column column, int row) {
    if (column instanceof LongColumn longs) {
      return longs.get(row);
    } else if (column instanceof IntColumn ints) {
      return ints.get(row);
    } else if (column instanceof DoubleColumn doubles) {
      return prefix(doubles.get(row));
    } else if (column instanceof FloatColumn floats) {
      return prefix(floats.get(row));
    } else if (column instanceof WideColumn wide) {
      return wide.high(row);
    } else if (column instanceof BooleanColumn booleans) {
      return booleans.get(row) ? 1 : 0;
    } else if (column instanceof BytesColumn text) {
      long first = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        int next = i < text.length(row) ? text.heap()[text.start(row) + i] & 0xff : 0;
        first = first << Byte.SIZE | next;
      }
      return first ^ Long.MIN_VALUE;
    }
    return 0;
  }

  private static long prefix(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0 : value);
    return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
  }
}
