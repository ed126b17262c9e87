package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/** How many values of an integer column have each bit: what BIT_AND and BIT_OR come from. */
final class BitCounts extends Accumulator {
  private final int filter;
  private final int column;
  private final int bits;

  BitCounts(int filter, int column, int bits) {
    this.filter = filter;
    this.column = column;
    this.bits = bits;
  }

  @Override
  int words() {
    return bits;
  }

  @Override
  void add(RowTable table, Feed feed) {
    Column source = feed.columns[column];
    long[] values = feed.longs(column);
    long[] weights = feed.weights[filter];
    for (int i = 0; i < feed.count; i++) {
      if (weights[i] == 0 || source.isNull(i)) {
        continue;
      }
      int group = feed.groups[i];
      long[] page = table.writablePage(group);
      int at = at(table, group);
      for (int bit = 0; bit < bits; bit++) {
        page[at + bit] += (values[i] >>> bit & 1) * weights[i];
      }
    }
  }

  @Override
  void merge(RowTable table, int from, int into) {
    long[] source = table.page(from);
    int first = at(table, from);
    long[] page = table.writablePage(into);
    int at = at(table, into);
    for (int bit = 0; bit < bits; bit++) {
      page[at + bit] += source[first + bit];
    }
  }

  /**
   * The bits that at least so many values have; the highest one is the sign.
   *
   * @param least at least 1
   */
  long having(RowTable table, int group, long least) {
    long[] page = table.page(group);
    int at = at(table, group);
    long having = page[at + bits - 1] >= least ? -1L << (bits - 1) : 0;
    for (int bit = 0; bit < bits - 1; bit++) {
      having |= page[at + bit] >= least ? 1L << bit : 0;
    }
    return having;
  }
}
