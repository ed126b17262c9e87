package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;

/** SUM or AVG of floating-point numbers. */
final class DoubleSumResult extends AggregateResult {
  private final RowTable table;
  private final Counter counter;
  private final DoubleSum sum;
  private final UnusualValues unusual;
  private final boolean average;
  private final NumericTarget type;

  /**
   * @param counter of the rows that are added up
   */
  DoubleSumResult(
      RowTable table,
      Counter counter,
      DoubleSum sum,
      UnusualValues unusual,
      boolean average,
      DataType resultType) {
    this.table = table;
    this.counter = counter;
    this.sum = sum;
    this.unusual = unusual;
    this.average = average;
    this.type = new NumericTarget(resultType);
  }

  @Override
  void append(int group, Column target) {
    long count = counter.count(table, group);
    if (count == 0) {
      target.appendNull();
    } else if (unusual.any(table, group)) {
      type.append(target, unusual.sum(table, group));
    } else {
      type.append(target, average ? sum.average(table, group, count) : sum.value(table, group));
    }
  }
}
