package io.leat.runtime.state;

import io.leat.runtime.data.Column;
import java.util.Arrays;

/**
 * Row numbers in order, in blocks of at most {@link #BLOCK}: finding, adding and removing one costs
 * a search among the blocks, one in a block, and moving half a block. A row is in it once; its
 * words may say how often it counts. Small ones are a single short array.
 */
public final class SortedRows {
  static final int BLOCK = 512;
  private static final int FIRST_CAPACITY = 4;

  private int[][] blocks = {new int[FIRST_CAPACITY]};
  private int[] counts = {0};
  private int blockCount = 1;
  private int size;

  public int size() {
    return size;
  }

  /** The row at a place, counted from 0. */
  public int get(int place) {
    int rest = place;
    for (int block = 0; block < blockCount; block++) {
      if (rest < counts[block]) {
        return blocks[block][rest];
      }
      rest -= counts[block];
    }
    throw new IndexOutOfBoundsException(place);
  }

  /** Adds a row that is not there, behind those equal to it. */
  public void add(int row, RowOrder order) {
    int block = blockOf(row, order, true);
    insert(block, search(block, row, order, true), row);
  }

  private void insert(int toBlock, int toPlace, int row) {
    int block = toBlock;
    int place = toPlace;
    if (counts[block] == BLOCK) {
      split(block, place == BLOCK && block == blockCount - 1 ? BLOCK : BLOCK / 2);
      if (place > counts[block] || place == BLOCK) {
        place -= counts[block];
        block++;
      }
    }
    int count = counts[block];
    if (count == blocks[block].length) {
      blocks[block] = Arrays.copyOf(blocks[block], Math.min(BLOCK, count * 2));
    }
    int[] rows = blocks[block];
    System.arraycopy(rows, place, rows, place + 1, count - place);
    rows[place] = row;
    counts[block]++;
    size++;
  }

  /**
   * The location of the row that is equal to a row of a batch; if there is none, the complement of
   * the one where it belongs. Locations are valid until something is added or removed.
   */
  long find(Column[] source, int sourceRow, RowOrder order) {
    int low = 0;
    int high = blockCount - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = order.compare(source, sourceRow, blocks[middle][counts[middle] - 1]);
      if (compared > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int block = low;
    int[] rows = blocks[block];
    low = 0;
    high = counts[block];
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = order.compare(source, sourceRow, rows[middle]);
      if (compared == 0) {
        return location(block, middle);
      } else if (compared > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ~location(block, low);
  }

  /** The location behind the last row that is not after a row of a batch. */
  long findEnd(Column[] source, int sourceRow, RowOrder order) {
    int last = blockCount - 1;
    int count = counts[last];
    if (count > 0 && order.compare(source, sourceRow, blocks[last][count - 1]) >= 0) {
      return location(last, count);
    }
    int low = 0;
    int high = last;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(source, sourceRow, blocks[middle][counts[middle] - 1]) >= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int block = low;
    int[] rows = blocks[block];
    low = 0;
    high = counts[block];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(source, sourceRow, rows[middle]) >= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return location(block, low);
  }

  /** The location before this one; −1 if it is the first. */
  long before(long location) {
    int place = (int) location;
    int block = (int) (location >>> 32);
    if (place > 0) {
      return location - 1;
    }
    return block == 0 ? -1 : location(block - 1, counts[block - 1] - 1);
  }

  /** The location of the last row that is not after this one; −1 if there is none. */
  long lastNotAfter(int row, RowOrder order) {
    int block = blockOf(row, order, true);
    return before(location(block, search(block, row, order, true)));
  }

  /** Puts another row at a location, equal to the one that is there. */
  void setAt(long location, int row) {
    blocks[(int) (location >>> 32)][(int) location] = row;
  }

  /** The row behind a location; −1 if it is the last. */
  int next(long location) {
    int place = (int) location + 1;
    int block = (int) (location >>> 32);
    if (place < counts[block]) {
      return blocks[block][place];
    }
    return block + 1 < blockCount ? blocks[block + 1][0] : -1;
  }

  private static long location(int block, int place) {
    return ((long) block << 32) | place;
  }

  /** The row at a location. */
  int at(long location) {
    return blocks[(int) (location >>> 32)][(int) location];
  }

  /** Adds a row where {@link #find} has said that it belongs. */
  void addAt(long location, int row) {
    insert((int) (location >>> 32), (int) location, row);
  }

  /**
   * Removes a row; the order must tell it from all others.
   *
   * @throws IllegalStateException if it is not there
   */
  public void remove(int row, RowOrder order) {
    int block = blockOf(row, order, false);
    int place = search(block, row, order, false);
    while (block < blockCount && (place >= counts[block] || blocks[block][place] != row)) {
      // Rows equal in the order may lie on either side of the place that was found.
      place++;
      if (place >= counts[block]) {
        block++;
        place = 0;
      }
    }
    if (block >= blockCount) {
      throw new IllegalStateException("row " + row + " is not among the sorted ones");
    }
    removeAt(location(block, place));
  }

  /** Removes the row at a location. */
  void removeAt(long location) {
    int block = (int) (location >>> 32);
    int place = (int) location;
    int[] rows = blocks[block];
    System.arraycopy(rows, place + 1, rows, place, counts[block] - place - 1);
    counts[block]--;
    size--;
    if (counts[block] == 0 && blockCount > 1) {
      System.arraycopy(blocks, block + 1, blocks, block, blockCount - block - 1);
      System.arraycopy(counts, block + 1, counts, block, blockCount - block - 1);
      blockCount--;
    }
  }

  /** How many rows are before this one in the order, itself not counted if it is there. */
  public int place(int row, RowOrder order) {
    return place(row, order, false);
  }

  /** How many rows are before this one in the order, or, if {@code after}, not behind it. */
  int place(int row, RowOrder order, boolean after) {
    int block = blockOf(row, order, after);
    int place = search(block, row, order, after);
    for (int i = 0; i < block; i++) {
      place += counts[i];
    }
    return place;
  }

  /** Reads rows by their places, best of all one after the other; valid until a change. */
  static final class Cursor {
    private SortedRows sorted = new SortedRows();
    private int[] rows = {};
    private int block;
    private int start;
    private int end;

    void open(SortedRows opened) {
      sorted = opened;
      block = 0;
      start = 0;
      end = opened.counts[0];
      rows = opened.blocks[0];
    }

    int get(int place) {
      while (place >= end) {
        block++;
        start = end;
        end += sorted.counts[block];
        rows = sorted.blocks[block];
      }
      while (place < start) {
        block--;
        end = start;
        start -= sorted.counts[block];
        rows = sorted.blocks[block];
      }
      return rows[place - start];
    }
  }

  /** Copies all row numbers in order. */
  public int[] toArray() {
    int[] all = new int[size];
    int at = 0;
    for (int block = 0; block < blockCount; block++) {
      System.arraycopy(blocks[block], 0, all, at, counts[block]);
      at += counts[block];
    }
    return all;
  }

  /** Copies {@code count} row numbers from a place on into {@code target}. */
  public void copy(int place, int count, int[] target) {
    int rest = place;
    int at = 0;
    for (int block = 0; block < blockCount && at < count; block++) {
      if (rest >= counts[block]) {
        rest -= counts[block];
      } else {
        int length = Math.min(counts[block] - rest, count - at);
        System.arraycopy(blocks[block], rest, target, at, length);
        at += length;
        rest = 0;
      }
    }
    if (at < count) {
      throw new IndexOutOfBoundsException(place + count);
    }
  }

  /**
   * The first block whose last row is not before this one, or, if {@code after}, is after; the last
   * block if there is none.
   */
  private int blockOf(int row, RowOrder order, boolean after) {
    int low = 0;
    int high = blockCount - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = order.compare(blocks[middle][counts[middle] - 1], row);
      if (compared < 0 || (after && compared == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The first place in a block whose row is not before this one, or, if {@code after}, is after.
   */
  private int search(int block, int row, RowOrder order, boolean after) {
    int[] rows = blocks[block];
    int low = 0;
    int high = counts[block];
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = order.compare(rows[middle], row);
      if (compared < 0 || (after && compared == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Moves the rows from a place on into a new block. Rows that come in order are better not moved.
   */
  private void split(int block, int keep) {
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(4, blockCount * 2));
      counts = Arrays.copyOf(counts, blocks.length);
    }
    System.arraycopy(blocks, block + 1, blocks, block + 2, blockCount - block - 1);
    System.arraycopy(counts, block + 1, counts, block + 2, blockCount - block - 1);
    int[] upper = new int[BLOCK];
    System.arraycopy(blocks[block], keep, upper, 0, BLOCK - keep);
    blocks[block + 1] = upper;
    counts[block + 1] = BLOCK - keep;
    counts[block] = keep;
    blockCount++;
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    long sum = 64;
    for (int block = 0; block < blockCount; block++) {
      sum += 24 + 4L * blocks[block].length;
    }
    return sum;
  }
}
