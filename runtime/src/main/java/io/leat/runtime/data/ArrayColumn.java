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
    reserve(row + 1);
    ends[row] = elements.size();
  }

  @Override
  public void clear() {
    super.clear();
    elements.clear();
  }

  @Override
  public void truncate(int rows) {
    super.truncate(rows);
    elements.truncate(start(rows));
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
    int start = array.start(row);
    int length = array.end(row) - start;
    elements.append(array.elements, start, length);
    closeRow();
  }

  private void reserve(int rows) {
    if (rows > ends.length) {
      ends = Arrays.copyOf(ends, Math.max(rows, Math.max(16, ends.length * 2)));
    }
  }

  @Override
  void appendValues(Column source, int[] rows, int count) {
    reserve(size() + count);
    for (int i = 0; i < count; i++) {
      appendValue(source, rows[i]);
    }
  }

  @Override
  void appendValues(Column source, int from, int count) {
    ArrayColumn array = (ArrayColumn) source;
    int first = array.start(from);
    int length = count == 0 ? 0 : array.end(from + count - 1) - first;
    int shift = elements.size() - first;
    elements.append(array.elements, first, length);
    int start = size();
    reserve(start + count);
    for (int i = 0; i < count; i++) {
      ends[start + i] = array.ends[from + i] + shift;
    }
    setSize(start + count);
  }
}
