package io.leat.runtime.aggregate;

import io.leat.runtime.data.Room;
import java.util.Arrays;

/** A growing list of row numbers. */
public final class RowNumbers {
  private int[] rows = {};
  private int size;

  public void add(int row) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, Room.size(size + 1));
    }
    rows[size++] = row;
  }

  public int size() {
    return size;
  }

  public int get(int place) {
    return rows[place];
  }

  public void set(int place, int row) {
    rows[place] = row;
  }

  /** The array, valid to {@link #size}; call it anew after the list has grown. */
  public int[] array() {
    return rows;
  }

  public void clear() {
    size = 0;
  }
}
