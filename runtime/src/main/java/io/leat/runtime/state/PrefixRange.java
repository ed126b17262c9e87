package io.leat.runtime.state;

/**
 * Reads, of a partition in an order that begins with a whole number ascending, the rows for which
 * that number lies in a range; valid until the partition changes.
 */
public final class PrefixRange {
  private static final SortedRows NONE = new SortedRows();

  private SortedRows sorted = NONE;
  private int block;
  private int place;
  private long last;

  /** A partition's only row, or −1. */
  private int single = -1;

  /** Begins at the first row whose number is not less than {@code from}. */
  void open(SortedRows all, long from, long to) {
    single = -1;
    sorted = all;
    last = to;
    long location = all.firstFrom(from);
    block = (int) (location >>> 32);
    place = (int) location;
  }

  /**
   * Reads one row, or none.
   *
   * @param row or −1
   */
  void open(int row) {
    sorted = NONE;
    single = row;
    block = 0;
    place = 0;
  }

  /**
   * Copies the next rows, at most {@code count} of them.
   *
   * @return how many; 0 at the end
   */
  public int next(int[] target, int at, int count) {
    if (single >= 0 && count > 0) {
      target[at] = single;
      single = -1;
      return 1;
    }
    int copied = 0;
    while (copied < count && block < sorted.blockCount()) {
      SortedBlock rows = sorted.block(block);
      if (place == rows.count) {
        block++;
        place = 0;
        continue;
      }
      int length = Math.min(count - copied, rows.count - place);
      if (rows.prefixes[place + length - 1] > last) {
        length = rows.countUpTo(last) - place;
        if (length <= 0) {
          return copied;
        }
      }
      System.arraycopy(rows.rows, place, target, at + copied, length);
      copied += length;
      place += length;
    }
    return copied;
  }
}
