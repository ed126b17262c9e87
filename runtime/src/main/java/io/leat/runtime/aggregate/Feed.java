package io.leat.runtime.aggregate;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.Room;
import java.util.Arrays;

/** Rows for accumulators: at most {@link ChangeBatch#MAX_ROWS}, each with its group and weights. */
final class Feed {
  /** In place of a column that says how often rows count: as often as they are there. */
  static final int OWN_WEIGHTS = -1;

  private static final double TWO_TO_64 = 0x1p64;

  private final int[] sources;

  /** Of each row; whoever fills it calls {@link #reserve} before. */
  int[] groups = {};

  /** How often each row counts, by filter: 0 where a filter leaves it out. */
  final long[][] weights;

  Column[] columns = {};
  int count;

  /** Whether all rows are of the first group. */
  boolean oneGroup;

  /** Whether all rows are known to be of the same group. */
  boolean sameGroup;

  /** Whether the batch has no weights. */
  private boolean once;

  /** Room for a value of each row, which anyone may use for a while. */
  private double[] doubles = {};

  private double[] otherDoubles = {};
  private long[] longs = {};

  /**
   * @param sources of the weights: {@link #OWN_WEIGHTS}; a BIGINT column, which multiplies them; or
   *     a BOOLEAN one, where what the first source gives counts where it is true
   */
  Feed(int[] sources) {
    this.sources = sources;
    this.weights = new long[sources.length][];
    Arrays.fill(weights, longs);
  }

  /** Makes room for so many rows. */
  void reserve(int rows) {
    groups = Room.of(groups, rows);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Room.of(weights[i], rows);
    }
  }

  /** Takes the columns of a batch and its weights; groups are set apart. */
  void read(ChangeBatch batch) {
    count = batch.size();
    once = batch.weights() == null;
    if (columns.length != batch.columnCount()) {
      columns = new Column[batch.columnCount()];
    }
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
    }
    for (int i = 0; i < sources.length; i++) {
      readWeights(batch, sources[i], weights[i]);
    }
  }

  /** Whether all rows are of the first group, and each counts once under a filter. */
  boolean isPlain(int filter) {
    return oneGroup && once && sources[filter] == OWN_WEIGHTS;
  }

  /** Finds out whether all of these rows are of the same group. */
  void compareGroups(int rows) {
    int row = 1;
    while (row < rows && groups[row] == groups[0]) {
      row++;
    }
    sameGroup = row >= rows;
  }

  /** What the weights of all rows add up to under a filter. */
  long weightSum(int filter) {
    long sum = 0;
    long[] each = weights[filter];
    for (int i = 0; i < count; i++) {
      sum += each[i];
    }
    return sum;
  }

  private void readWeights(ChangeBatch batch, int source, long[] target) {
    long[] own = batch.weights();
    if (source == OWN_WEIGHTS) {
      if (own == null) {
        Arrays.fill(target, 0, count, 1);
      } else {
        System.arraycopy(own, 0, target, 0, count);
      }
    } else if (columns[source] instanceof LongColumn factors) {
      System.arraycopy(factors.values(), 0, target, 0, count);
      for (int i = 0; own != null && i < count; i++) {
        target[i] *= own[i];
      }
    } else {
      BooleanColumn passes = (BooleanColumn) columns[source];
      long[] all = weights[0];
      for (int i = 0; i < count; i++) {
        target[i] = passes.get(i) && !passes.isNull(i) ? all[i] : 0;
      }
    }
  }

  /** The values of a numeric column but DECIMAL, of no meaning where NULL: until the next call. */
  double[] doubles(int column) {
    doubles = count <= doubles.length ? doubles : new double[Room.size(count)];
    read(columns[column], doubles);
    return doubles;
  }

  /** The same of another column, at the same time. */
  double[] otherDoubles(int column) {
    otherDoubles = count <= otherDoubles.length ? otherDoubles : new double[Room.size(count)];
    read(columns[column], otherDoubles);
    return otherDoubles;
  }

  /** Room for a number of each row: until the next call. */
  long[] longs() {
    longs = Room.of(longs, count);
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
