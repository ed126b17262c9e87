package io.leat.runtime.aggregate;

import io.leat.runtime.data.ArrayColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.ScalarType;

/**
 * PERCENTILE_CONT (also PERCENTILE): the value at a fraction of the way from the first to the last,
 * between two values in proportion. PERCENTILE_DISC: the first value with at least that fraction of
 * all values up to it.
 */
final class PercentileResult extends AggregateResult {
  private final Members members;
  private final double[] fractions;
  private final boolean interpolated;
  private final Physical physical;
  private final double unit;
  private final boolean array;
  private final NumericTarget type;

  /**
   * @param fractions 0..1; more than one give an array
   */
  PercentileResult(
      Members members,
      double[] fractions,
      boolean interpolated,
      DataType valueType,
      DataType resultType) {
    this.members = members;
    this.fractions = fractions.clone();
    this.interpolated = interpolated;
    this.physical = valueType.physical();
    this.unit = Math.pow(10, valueType instanceof ScalarType scalar ? scalar.scale() : 0);
    this.array = resultType instanceof ArrayType;
    DataType number = resultType instanceof ArrayType list ? list.element() : resultType;
    this.type = new NumericTarget(interpolated ? number : ScalarType.DOUBLE);
  }

  @Override
  void append(int group, Column target) {
    int size = members.size(group);
    if (size == 0) {
      target.appendNull();
      return;
    }
    int[] rows = members.rows(group);
    long total = members.total(rows, size);
    if (!array) {
      append(rows, total, fractions[0], target);
      return;
    }
    ArrayColumn list = (ArrayColumn) target;
    for (double fraction : fractions) {
      append(rows, total, fraction, list.elements());
    }
    list.closeRow();
  }

  private void append(int[] rows, long total, double fraction, Column target) {
    if (!interpolated) {
      long place = (long) Math.ceil(fraction * total) - 1;
      members.table().append(0, rowAt(rows, Math.max(0, place)), target);
      return;
    }
    double place = fraction * (total - 1);
    long below = (long) Math.floor(place);
    double low = value(rowAt(rows, below));
    double rest = place - below;
    double value = rest == 0 ? low : low + (value(rowAt(rows, below + 1)) - low) * rest;
    type.append(target, value);
  }

  /** The row that the value at a place comes from, counted from 0. */
  private int rowAt(int[] rows, long place) {
    int index = 0;
    long left = place - members.times(rows[0]);
    while (left >= 0) {
      left -= members.times(rows[++index]);
    }
    return rows[index];
  }

  private double value(int row) {
    RowTable table = members.table();
    long word = table.word(row, 0);
    return switch (physical) {
      case FLOAT, DOUBLE -> Double.longBitsToDouble(word);
      case WIDE -> Feed.wideToDouble(word, table.lowWord(row, 0)) / unit;
      default -> word / unit;
    };
  }
}
