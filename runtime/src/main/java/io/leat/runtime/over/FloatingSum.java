package io.leat.runtime.over;

import io.leat.runtime.aggregate.NumericTarget;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;

/**
 * SUM and AVG of floating-point numbers, as an unevaluated sum of two doubles (Dekker 1971): what
 * is taken out leaves nothing behind. Numbers that are not finite are only counted. Values are
 * scaled by a power of two, so that the sum does not overflow before its result does.
 */
final class FloatingSum extends FrameAccumulator {
  private static final double SCALE = 0x1p-64;

  private final RowTable table;
  private final int filter;
  private final int column;
  private final boolean average;
  private final boolean zeroIfEmpty;
  private final NumericTarget type;
  private long count;
  private double high;
  private double low;
  private long nans;
  private long positive;
  private long negative;

  /**
   * @param zeroIfEmpty whether the sum of no values is 0, not NULL
   */
  FloatingSum(
      RowTable table, int filter, int column, boolean average, boolean zeroIfEmpty, DataType type) {
    this.table = table;
    this.filter = filter;
    this.column = column;
    this.average = average;
    this.zeroIfEmpty = zeroIfEmpty;
    this.type = new NumericTarget(type);
  }

  @Override
  void reset() {
    count = 0;
    high = 0;
    low = 0;
    nans = 0;
    positive = 0;
    negative = 0;
  }

  @Override
  void add(int row) {
    change(row, 1);
  }

  @Override
  void remove(int row) {
    change(row, -1);
  }

  private void change(int row, int sign) {
    if (table.isNull(row, column) || !WindowFunction.passes(table, filter, row)) {
      return;
    }
    count += sign;
    double value = Double.longBitsToDouble(table.word(row, column));
    if (Double.isNaN(value)) {
      nans += sign;
    } else if (value == Double.POSITIVE_INFINITY) {
      positive += sign;
    } else if (value == Double.NEGATIVE_INFINITY) {
      negative += sign;
    } else {
      plus(sign * value * SCALE);
    }
  }

  private void plus(double value) {
    double sum = high + value;
    double virtual = sum - high;
    double error = (high - (sum - virtual)) + (value - virtual);
    double rest = low + error;
    high = sum + rest;
    low = rest - (high - sum);
  }

  @Override
  void append(Column target) {
    if (count == 0 && !zeroIfEmpty) {
      target.appendNull();
    } else if (nans > 0 || (positive > 0 && negative > 0)) {
      type.append(target, Double.NaN);
    } else if (positive > 0 || negative > 0) {
      type.append(target, positive > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    } else {
      type.append(target, (average ? high / count : high) / SCALE);
    }
  }

  @Override
  int words() {
    return 6;
  }

  @Override
  void load(long[] words) {
    count = words[0];
    high = Double.longBitsToDouble(words[1]);
    low = Double.longBitsToDouble(words[2]);
    nans = words[3];
    positive = words[4];
    negative = words[5];
  }

  @Override
  void save(long[] words) {
    words[0] = count;
    words[1] = Double.doubleToRawLongBits(high);
    words[2] = Double.doubleToRawLongBits(low);
    words[3] = nans;
    words[4] = positive;
    words[5] = negative;
  }
}
