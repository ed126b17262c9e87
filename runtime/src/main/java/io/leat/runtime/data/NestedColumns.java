package io.leat.runtime.data;

import java.util.Arrays;

/** Finds elements of arrays and maps in their columns; −1 where there is none. */
public final class NestedColumns {
  private NestedColumns() {}

  /** The place of an element, counted from 1, in the column of elements. */
  public static int element(ArrayColumn array, int row, long index) {
    int start = array.start(row);
    return index < 1 || index > array.end(row) - start ? -1 : start + (int) index - 1;
  }

  /** The place of the last entry with that key. */
  public static int find(MapColumn map, int row, Slice key) {
    BytesColumn keys = (BytesColumn) map.keys();
    for (int i = map.end(row) - 1; i >= map.start(row); i--) {
      if (!keys.isNull(i)
          && keys.length(i) == key.length
          && Arrays.equals(
              keys.heap(),
              keys.start(i),
              keys.start(i) + key.length,
              key.bytes,
              key.start,
              key.start + key.length)) {
        return i;
      }
    }
    return -1;
  }

  /** The same for keys that are an {@code int} or a {@code long}. */
  public static int find(MapColumn map, int row, long key) {
    Column keys = map.keys();
    for (int i = map.end(row) - 1; i >= map.start(row); i--) {
      if (!keys.isNull(i)) {
        long own = keys instanceof LongColumn longs ? longs.get(i) : ((IntColumn) keys).get(i);
        if (own == key) {
          return i;
        }
      }
    }
    return -1;
  }
}
