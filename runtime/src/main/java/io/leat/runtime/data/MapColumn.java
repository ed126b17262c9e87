package io.leat.runtime.data;

import java.util.Arrays;

/**
 * MAP and MULTISET values: row {@code r} is the entries {@code start(r) .. end(r)} of a key and a
 * value column.
 */
public final class MapColumn extends Column {
  private final Column keys;
  private final Column values;
  private int[] ends = {};

  public MapColumn(Column keys, Column values) {
    this.keys = keys;
    this.values = values;
  }

  public Column keys() {
    return keys;
  }

  public Column values() {
    return values;
  }

  public int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  public int end(int row) {
    return ends[row];
  }

  /**
   * Ends a row: its entries are those appended to {@link #keys} and {@link #values} since the last
   * row's end.
   */
  public void closeRow() {
    int row = advance();
    reserve(row + 1);
    ends[row] = keys.size();
  }

  @Override
  public void clear() {
    super.clear();
    keys.clear();
    values.clear();
  }

  @Override
  public void truncate(int rows) {
    super.truncate(rows);
    keys.truncate(start(rows));
    values.truncate(start(rows));
  }

  @Override
  public MapColumn emptyLike() {
    return new MapColumn(keys.emptyLike(), values.emptyLike());
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes()
        + keys.memoryBytes()
        + values.memoryBytes()
        + (long) Integer.BYTES * ends.length;
  }

  @Override
  void appendZero() {
    closeRow();
  }

  @Override
  void appendValue(Column source, int row) {
    MapColumn map = (MapColumn) source;
    int start = map.start(row);
    int length = map.end(row) - start;
    keys.append(map.keys, start, length);
    values.append(map.values, start, length);
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
    MapColumn map = (MapColumn) source;
    int first = map.start(from);
    int length = count == 0 ? 0 : map.end(from + count - 1) - first;
    int shift = keys.size() - first;
    keys.append(map.keys, first, length);
    values.append(map.values, first, length);
    int start = size();
    reserve(start + count);
    for (int i = 0; i < count; i++) {
      ends[start + i] = map.ends[from + i] + shift;
    }
    setSize(start + count);
  }
}
