package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.state.RowTable;

/**
 * All bits of an integer column's values together: those set in any of them or, for XOR, in an odd
 * number. For AND the bits that are missing in any of them are kept. Other than with XOR, rows are
 * never taken back.
 */
final class BitUnion extends Accumulator {
  enum Kind {
    AND,
    OR,
    XOR
  }

  private final int filter;
  private final int column;
  private final Kind kind;

  BitUnion(int filter, int column, Kind kind) {
    this.filter = filter;
    this.column = column;
    this.kind = kind;
  }

  @Override
  int words() {
    return 1;
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
      switch (kind) {
        case AND -> page[at] |= ~values[i];
        case OR -> page[at] |= values[i];
        case XOR -> page[at] ^= (weights[i] & 1) == 0 ? 0 : values[i];
      }
    }
  }

  @Override
  void merge(RowTable table, int from, int into) {
    long other = table.page(from)[at(table, from)];
    long[] page = table.writablePage(into);
    int at = at(table, into);
    page[at] = kind == Kind.XOR ? page[at] ^ other : page[at] | other;
  }

  long value(RowTable table, int group) {
    long word = table.page(group)[at(table, group)];
    return kind == Kind.AND ? ~word : word;
  }
}
