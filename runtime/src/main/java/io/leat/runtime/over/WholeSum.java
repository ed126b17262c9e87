package io.leat.runtime.over;

import io.leat.runtime.aggregate.NumericTarget;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** SUM and AVG of integers, or decimals of one word: exact, in 128 bits. */
final class WholeSum extends FrameAccumulator {
  private final RowTable table;
  private final int filter;
  private final int column;
  private final int scale;
  private final boolean average;
  private final boolean zeroIfEmpty;
  private final NumericTarget type;
  private long count;
  private long high;
  private long low;

  /**
   * @param scale of the values
   * @param zeroIfEmpty whether the sum of no values is 0, not NULL
   */
  WholeSum(
      RowTable table,
      int filter,
      int column,
      int scale,
      boolean average,
      boolean zeroIfEmpty,
      DataType type) {
    this.table = table;
    this.filter = filter;
    this.column = column;
    this.scale = scale;
    this.average = average;
    this.zeroIfEmpty = zeroIfEmpty;
    this.type = new NumericTarget(type);
  }

  private boolean counts(int row) {
    return !table.isNull(row, column) && WindowFunction.passes(table, filter, row);
  }

  @Override
  void reset() {
    count = 0;
    high = 0;
    low = 0;
  }

  @Override
  void add(int row) {
    if (counts(row)) {
      count++;
      long value = table.word(row, column);
      low += value;
      high += (value >> 63) + (Long.compareUnsigned(low, value) < 0 ? 1 : 0);
    }
  }

  @Override
  void remove(int row) {
    if (counts(row)) {
      count--;
      long value = table.word(row, column);
      high -= (value >> 63) + (Long.compareUnsigned(low, value) < 0 ? 1 : 0);
      low -= value;
    }
  }

  @Override
  void append(Column target) {
    if (count == 0 && !zeroIfEmpty) {
      target.appendNull();
      return;
    }
    boolean isLong = high == low >> 63;
    if (!average) {
      if (isLong) {
        type.append(target, low, scale);
      } else {
        type.append(target, exact(), scale);
      }
    } else if (target instanceof DoubleColumn doubles) {
      double sum = isLong ? low : exact().doubleValue();
      doubles.append(sum / count / Math.pow(10, scale));
    } else {
      type.append(
          target,
          new BigDecimal(exact(), scale)
              .divide(BigDecimal.valueOf(count), type.scale(), RoundingMode.HALF_UP));
    }
  }

  private BigInteger exact() {
    return BoxedValues.wideToInteger(high, low);
  }

  @Override
  int words() {
    return 3;
  }

  @Override
  void load(long[] words) {
    count = words[0];
    high = words[1];
    low = words[2];
  }

  @Override
  void save(long[] words) {
    words[0] = count;
    words[1] = high;
    words[2] = low;
  }
}
