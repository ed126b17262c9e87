package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.RowTable;

/** BIT_AND, BIT_OR and BIT_XOR. */
final class BitResult extends AggregateResult {
  private final RowTable table;
  private final Counter counter;
  private final Bits bits;

  /** The result's bits of a group that has values. */
  @FunctionalInterface
  interface Bits {
    long get(RowTable table, int group, long count);
  }

  /**
   * @param counter of the rows that have a value
   */
  BitResult(RowTable table, Counter counter, Bits bits) {
    this.table = table;
    this.counter = counter;
    this.bits = bits;
  }

  @Override
  void append(int group, Column target) {
    long count = counter.count(table, group);
    if (count == 0) {
      target.appendNull();
    } else if (target instanceof IntColumn ints) {
      ints.append((int) bits.get(table, group, count));
    } else {
      ((LongColumn) target).append(bits.get(table, group, count));
    }
  }
}
