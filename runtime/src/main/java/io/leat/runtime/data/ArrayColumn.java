package io.leat.runtime.data;

import java.util.Arrays;

/** ARRAY values: row {@code r} is the elements {@code start(r) .. end(r)} of one element column. */
public final class ArrayColumn extends Column {
  private final Column elements;
  private int[] ends = {};

  public ArrayColumn(Column elements) {
    this.elements = elements;
  }

  public Column elements() {
    return elements;
  }

  public int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  public int end(int row) {
    return ends[row];
  }

  /** Ends a row: its elements are those appended to {@link #elements} since the last row's end. */
  public void closeRow() {
    int row = advance();
    if (row >= ends.length) {
      ends = Arrays.copyOf(ends, Math.max(16, ends.length * 2));
    }
    ends[row] = elements.size();
  }

  @Override
  public void clear() {
    super.clear();
    elements.clear();
  }

  @Override
  public ArrayColumn emptyLike() {
    return new ArrayColumn(elements.emptyLike());
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + elements.memoryBytes() + (long) Integer.BYTES * ends.length;
  }

  @Override
  void appendZero() {
    closeRow();
  }

  @Override
  void appendValue(Column source, int row) {
    ArrayColumn array = (ArrayColumn) source;
    for (int i = array.start(row); i < array.end(row); i++) {
      elements.append(array.elements, i);
    }
    closeRow();
  }
}
