package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;

/** Rows for accumulators: at most {@link ChangeBatch#MAX_ROWS}, each with its group and weights. */
final class Feed {
  private static final double TWO_TO_64 = 0x1p64;

  final int[] groups = new int[ChangeBatch.MAX_ROWS];

  /** The weights, by filter: 0 where a filter leaves the row out. */
  final long[][] weights;

  Column[] columns = {};
  int count;

  /** Room for a value of each row, which anyone may use for a while. */
  private double[] doubles = {};

  private double[] otherDoubles = {};
  private long[] longs = {};

  /**
   * @param filters how many sets of weights there are
   */
  Feed(int filters) {
    this.weights = new long[filters][ChangeBatch.MAX_ROWS];
  }

  /** The values of a numeric column but DECIMAL, of no meaning where NULL: until the next call. */
  double[] doubles(int column) {
    doubles = doubles.length == 0 ? new double[ChangeBatch.MAX_ROWS] : doubles;
    read(columns[column], doubles);
    return doubles;
  }

  /** The same of another column, at the same time. */
  double[] otherDoubles(int column) {
    otherDoubles = otherDoubles.length == 0 ? new double[ChangeBatch.MAX_ROWS] : otherDoubles;
    read(columns[column], otherDoubles);
    return otherDoubles;
  }

  /** Room for a number of each row: until the next call. */
  long[] longs() {
    longs = longs.length == 0 ? new long[ChangeBatch.MAX_ROWS] : longs;
    return longs;
  }

  /** The values of an integer column, of no meaning where NULL: until the next call. */
  long[] longs(int column) {
    long[] target = longs();
    if (columns[column] instanceof LongColumn values) {
      System.arraycopy(values.values(), 0, target, 0, count);
    } else {
      int[] values = ((IntColumn) columns[column]).values();
      for (int i = 0; i < count; i++) {
        target[i] = values[i];
      }
    }
    return target;
  }

  private void read(Column column, double[] target) {
    if (column instanceof DoubleColumn doubles) {
      System.arraycopy(doubles.values(), 0, target, 0, count);
    } else if (column instanceof LongColumn longs) {
      long[] values = longs.values();
      for (int i = 0; i < count; i++) {
        target[i] = values[i];
      }
    } else if (column instanceof IntColumn ints) {
      int[] values = ints.values();
      for (int i = 0; i < count; i++) {
        target[i] = values[i];
      }
    } else {
      float[] values = ((FloatColumn) column).values();
      for (int i = 0; i < count; i++) {
        target[i] = values[i];
      }
    }
  }

  /** The nearest double of a 128-bit number, within a bit. */
  static double wideToDouble(long high, long low) {
    if (high == low >> 63) {
      return low;
    }
    double unsignedLow = (low >>> 1) * 2.0 + (low & 1);
    return high * TWO_TO_64 + unsignedLow;
  }
}
