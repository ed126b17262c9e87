package io.leat.runtime.aggregate;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;

/** Rows for accumulators: at most {@link ChangeBatch#MAX_ROWS}, each with its group and weights. */
final class Feed {
  private static final double TWO_TO_64 = 0x1p64;

  final int[] groups = new int[ChangeBatch.MAX_ROWS];

  /** The weights, by filter: 0 where a filter leaves the row out. */
  final long[][] weights;

  Column[] columns = {};
  int count;

  /**
   * @param filters how many sets of weights there are
   */
  Feed(int filters) {
    this.weights = new long[filters][ChangeBatch.MAX_ROWS];
  }

  /** The values of a numeric column, decimals unscaled; of no meaning where NULL. */
  static void read(Column column, int count, double[] target) {
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
    } else if (column instanceof FloatColumn floats) {
      float[] values = floats.values();
      for (int i = 0; i < count; i++) {
        target[i] = values[i];
      }
    } else {
      WideColumn wide = (WideColumn) column;
      for (int i = 0; i < count; i++) {
        target[i] = wideToDouble(wide.high(i), wide.low(i));
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
