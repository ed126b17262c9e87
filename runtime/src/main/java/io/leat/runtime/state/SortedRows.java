package io.leat.runtime.state;

import io.leat.runtime.data.Column;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Row numbers in order, in blocks of at most {@link SortedBlock#MAX}: finding, adding and removing
 * one costs a search among the blocks, one in a block, and moving half a block. Beside each row is
 * its {@link SortPrefix}, so that a search hardly touches the rows themselves. A row is in it once;
 * its words may say how often it counts. Small ones are a single short block.
 */
public final class SortedRows extends SortedBlock {
  private static final int FIRST_CAPACITY = 4;

  /** Null if all rows are in one block: this object itself. */
  private SortedBlock @Nullable [] blocks;

  private int blockCount = 1;
  private int size;

  public SortedRows() {
    super(FIRST_CAPACITY);
  }

  SortedBlock block(int index) {
    SortedBlock[] all = blocks;
    return all == null ? this : all[index];
  }

  public int size() {
    return size;
  }

  int blockCount() {
    return blockCount;
  }

  /** The row at a place, counted from 0. */
  public int get(int place) {
    if (place == size - 1) {
      SortedBlock last = block(blockCount - 1);
      return last.rows[last.count - 1];
    }
    int rest = place;
    for (int block = 0; block < blockCount; block++) {
      if (rest < block(block).count) {
        return block(block).rows[rest];
      }
      rest -= block(block).count;
    }
    throw new IndexOutOfBoundsException(place);
  }

  /** Adds a row that is not there, behind those equal to it. */
  public void add(int row, RowOrder order) {
    insert(search(row, order, true), row, order.prefix(row));
  }

  private void insert(long location, int row, long prefix) {
    int block = (int) (location >>> 32);
    int place = (int) location;
    if (block(block).count == MAX) {
      // Rows that come in order are better not moved.
      int keep = place == MAX && block == blockCount - 1 ? MAX : MAX / 2;
      split(block, keep);
      if (place > keep || place == MAX) {
        place -= keep;
        block++;
      }
    }
    block(block).insert(place, row, prefix);
    size++;
  }

  private void split(int index, int keep) {
    SortedBlock[] all = blocks;
    if (all == null) {
      SortedBlock whole = new SortedBlock(0);
      whole.prefixes = prefixes;
      whole.rows = rows;
      whole.count = count;
      prefixes = new long[0];
      rows = new int[0];
      count = 0;
      all = new SortedBlock[] {whole, whole, whole, whole};
    } else if (blockCount == all.length) {
      all = Arrays.copyOf(all, blockCount * 2);
    }
    System.arraycopy(all, index + 1, all, index + 2, blockCount - index - 1);
    all[index + 1] = all[index].split(keep);
    blockCount++;
    blocks = all;
  }

  /**
   * Removes a row; the order must tell it from all others, or it is searched for among its equals.
   *
   * @throws IllegalStateException if it is not there
   */
  public void remove(int row, RowOrder order) {
    long location = search(row, order, false);
    int block = (int) (location >>> 32);
    int place = (int) location;
    while (place >= block(block).count || block(block).rows[place] != row) {
      place++;
      if (place >= block(block).count) {
        block++;
        place = 0;
        if (block == blockCount) {
          throw new IllegalStateException("row " + row + " is not among the sorted ones");
        }
      }
    }
    removeAt(location(block, place));
  }

  /** Removes the row at a location. */
  void removeAt(long location) {
    int index = (int) (location >>> 32);
    block(index).remove((int) location);
    size--;
    SortedBlock[] all = blocks;
    if (all != null && all[index].count == 0 && blockCount > 1) {
      System.arraycopy(all, index + 1, all, index, blockCount - index - 1);
      all[--blockCount] = all[0];
    }
  }

  /** Removes the first {@code number} rows. */
  void removeFirst(int number) {
    int rest = number;
    int whole = 0;
    while (whole < blockCount - 1 && block(whole).count <= rest) {
      rest -= block(whole).count;
      whole++;
    }
    SortedBlock[] all = blocks;
    if (all != null && whole > 0) {
      System.arraycopy(all, whole, all, 0, blockCount - whole);
      blockCount -= whole;
      Arrays.fill(all, blockCount, blockCount + whole, all[0]);
    }
    block(0).dropFirst(rest);
    size -= number;
  }

  /** The location of the first row whose prefix is not less. */
  long firstFrom(long prefix) {
    int low = 0;
    int high = blockCount - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      SortedBlock block = block(middle);
      if (block.prefixes[block.count - 1] < prefix) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int before = prefix == Long.MIN_VALUE ? 0 : block(low).countUpTo(prefix - 1);
    return location(low, before);
  }

  /** How many rows have a smaller prefix. */
  int countBefore(long prefix) {
    long location = firstFrom(prefix);
    int before = (int) location;
    for (int i = (int) (location >>> 32) - 1; i >= 0; i--) {
      before += block(i).count;
    }
    return before;
  }

  // Locations: a block and a place in it, valid until something is added or removed.

  private static long location(int block, int place) {
    return ((long) block << 32) | place;
  }

  /**
   * The location of the row that is equal to a row of a batch; if there is none, the complement of
   * the one where it belongs.
   */
  long find(Column[] source, int sourceRow, RowOrder order) {
    long location = search(source, sourceRow, order, false);
    int block = (int) (location >>> 32);
    int place = (int) location;
    if (place < block(block).count
        && order.compare(source, sourceRow, block(block).rows[place]) == 0) {
      return location;
    }
    return ~location;
  }

  /** The location behind the last row that is not after a row of a batch. */
  long findEnd(Column[] source, int sourceRow, RowOrder order) {
    return search(source, sourceRow, order, true);
  }

  /**
   * Where a row of a batch belongs: before those that are not before it or, if {@code after}, that
   * are after it.
   */
  private long search(Column[] source, int sourceRow, RowOrder order, boolean after) {
    long prefix = order.prefix(source, sourceRow);
    int last = blockCount - 1;
    SortedBlock block = block(last);
    if (block.count > 0
        && isBefore(block, block.count - 1, prefix, source, sourceRow, order, after)) {
      return location(last, block.count);
    }
    int low = 0;
    int high = last;
    while (low < high) {
      int middle = (low + high) >>> 1;
      block = block(middle);
      if (isBefore(block, block.count - 1, prefix, source, sourceRow, order, after)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int found = low;
    block = block(found);
    low = 0;
    high = block.count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(block, middle, prefix, source, sourceRow, order, after)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return location(found, low);
  }

  private static boolean isBefore(
      SortedBlock block,
      int place,
      long prefix,
      Column[] source,
      int sourceRow,
      RowOrder order,
      boolean orEqual) {
    long other = block.prefixes[place];
    if (other != prefix) {
      return other < prefix;
    }
    int compared = order.compare(source, sourceRow, block.rows[place]);
    return compared > 0 || (orEqual && compared == 0);
  }

  /** The same of a row of the table. */
  private long search(int row, RowOrder order, boolean after) {
    long prefix = order.prefix(row);
    int last = blockCount - 1;
    int lastCount = block(last).count;
    if (lastCount > 0 && isBefore(block(last), lastCount - 1, prefix, row, order, after)) {
      return location(last, lastCount);
    }
    int low = 0;
    int high = last;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(block(middle), block(middle).count - 1, prefix, row, order, after)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int found = low;
    SortedBlock block = block(found);
    low = 0;
    high = block.count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(block, middle, prefix, row, order, after)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return location(found, low);
  }

  private static boolean isBefore(
      SortedBlock block, int place, long prefix, int row, RowOrder order, boolean orEqual) {
    long other = block.prefixes[place];
    if (other != prefix) {
      return other < prefix;
    }
    int compared = order.compare(block.rows[place], row);
    return compared < 0 || (orEqual && compared == 0);
  }

  /** The row at a location. */
  int at(long location) {
    return block((int) (location >>> 32)).rows[(int) location];
  }

  /** Adds a row where {@link #find} has said that it belongs. */
  void addAt(long location, int row, RowOrder order) {
    insert(location, row, order.prefix(row));
  }

  /** The location before this one; −1 if it is the first. */
  long before(long location) {
    int block = (int) (location >>> 32);
    if ((int) location > 0) {
      return location - 1;
    }
    return block == 0 ? -1 : location(block - 1, block(block - 1).count - 1);
  }

  /** The location of the last row that is not after this one; −1 if there is none. */
  long lastNotAfter(int row, RowOrder order) {
    return before(search(row, order, true));
  }

  /** The row behind a location; −1 if it is the last. */
  int next(long location) {
    int place = (int) location + 1;
    int block = (int) (location >>> 32);
    if (place < block(block).count) {
      return block(block).rows[place];
    }
    return block + 1 < blockCount ? block(block + 1).rows[0] : -1;
  }

  // Places.

  /** How many rows are before this one in the order, itself not counted if it is there. */
  public int place(int row, RowOrder order) {
    return place(row, order, false);
  }

  /** How many rows are before this one in the order, or, if {@code after}, not behind it. */
  int place(int row, RowOrder order, boolean after) {
    long location = search(row, order, after);
    int block = (int) (location >>> 32);
    int place = (int) location;
    if (block > blockCount / 2) {
      place += size;
      for (int i = block; i < blockCount; i++) {
        place -= block(i).count;
      }
      return place;
    }
    for (int i = 0; i < block; i++) {
      place += block(i).count;
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
      end = opened.block(0).count;
      rows = opened.block(0).rows;
    }

    int get(int place) {
      if (place < start || place >= end) {
        seek(place);
      }
      return rows[place - start];
    }

    private void seek(int place) {
      if (place >= end && place - end > sorted.size - place) {
        block = sorted.blockCount - 1;
        end = sorted.size;
        start = end - sorted.block(block).count;
      }
      while (place >= end) {
        block++;
        start = end;
        end += sorted.block(block).count;
      }
      while (place < start) {
        block--;
        end = start;
        start -= sorted.block(block).count;
      }
      rows = sorted.block(block).rows;
    }
  }

  /** Copies all row numbers in order. */
  public int[] toArray() {
    int[] all = new int[size];
    copy(0, size, all);
    return all;
  }

  /** Copies {@code count} row numbers from a place on into {@code target}. */
  public void copy(int place, int count, int[] target) {
    int rest = place;
    int at = 0;
    for (int i = 0; i < blockCount && at < count; i++) {
      SortedBlock block = block(i);
      if (rest >= block.count) {
        rest -= block.count;
      } else {
        int length = Math.min(block.count - rest, count - at);
        System.arraycopy(block.rows, rest, target, at, length);
        at += length;
        rest = 0;
      }
    }
    if (at < count) {
      throw new IndexOutOfBoundsException(place + count);
    }
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    long sum = 40;
    for (int i = 0; i < blockCount; i++) {
      sum += (blocks == null ? 0 : 28) + 32 + 12L * block(i).rows.length;
    }
    return sum;
  }
}
