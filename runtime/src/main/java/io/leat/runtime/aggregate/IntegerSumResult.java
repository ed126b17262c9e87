package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.scalar.Arithmetic;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** SUM or AVG of integers, decimals or intervals: exact, then rounded half up. */
final class IntegerSumResult extends AggregateResult {
  private final RowTable table;
  private final Counter counter;
  private final IntegerSum sum;
  private final int scale;
  private final boolean average;
  private final boolean plain;
  private final NumericTarget type;

  /**
   * @param counter of the rows that are added up
   * @param scale of the values
   */
  IntegerSumResult(
      RowTable table,
      Counter counter,
      IntegerSum sum,
      int scale,
      boolean average,
      DataType resultType) {
    this.table = table;
    this.counter = counter;
    this.sum = sum;
    this.scale = scale;
    this.average = average;
    this.plain = !average && resultType.kind() == TypeKind.BIGINT;
    this.type = new NumericTarget(resultType);
  }

  @Override
  void append(int[] groups, int count, Column target, RowFailures failures) {
    if (!plain) {
      super.append(groups, count, target, failures);
      return;
    }
    LongColumn longs = (LongColumn) target;
    int start = longs.size();
    long[] values = longs.reserve(start + count);
    longs.setSize(start + count);
    for (int i = 0; i < count; i++) {
      int group = groups[i];
      values[start + i] = sum.low(table, group);
      if (counter.count(table, group) == 0) {
        longs.setNull(start + i);
      } else if (!sum.fitsLong(table, group)) {
        longs.setNull(start + i);
        failures.fail(i, overflow(sum.exact(table, group)));
      }
    }
  }

  private static RowException overflow(BigInteger value) {
    return Arithmetic.overflow("BIGINT", value.toString());
  }

  @Override
  void append(int group, Column target) {
    long count = counter.count(table, group);
    if (count == 0) {
      target.appendNull();
    } else if (average) {
      appendAverage(group, count, target);
    } else if (sum.fitsLong(table, group)) {
      type.append(target, sum.low(table, group), scale);
    } else {
      type.append(target, sum.exact(table, group), scale);
    }
  }

  private void appendAverage(int group, long count, Column target) {
    if (target instanceof DoubleColumn doubles) {
      double total =
          sum.fitsLong(table, group)
              ? sum.low(table, group)
              : sum.exact(table, group).doubleValue();
      doubles.append(total / count / Math.pow(10, scale));
      return;
    }
    BigInteger total =
        sum.fitsLong(table, group)
            ? BigInteger.valueOf(sum.low(table, group))
            : sum.exact(table, group);
    type.append(
        target,
        new BigDecimal(total, scale)
            .divide(BigDecimal.valueOf(count), type.scale(), RoundingMode.HALF_UP));
  }
}
