package io.leat.runtime.state;

import java.util.Arrays;

/**
 * The pages of a {@link RowTable} that have been given back, and when it is worth while to look for
 * more of them.
 */
final class GonePages {
  /** Their indexes, the lowest last. */
  private int[] indexes = {};

  private int count;

  /** How many rows the other pages have room for. */
  private int places;

  /** With fewer rows it is worth while to look for pages without any. */
  private int fewRows;

  /** Whether so few rows are left that pages without any are to be looked for. */
  boolean areLikely(int rows) {
    return rows < fewRows;
  }

  /** Takes the first one to fill it again; −1 if there is none. */
  int take() {
    return count > 0 ? indexes[--count] : -1;
  }

  /** There is one more page to fill, with room for so many rows. */
  void opened(int index, int rows) {
    places += rows;
    fewRows = index > 0 ? places / 2 : 0;
  }

  /** A page with room for so many rows has been given back. */
  void dropped(int rows) {
    places -= rows;
  }

  /**
   * All pages have been looked at. If few of them were given back, the next look is when three of
   * four rows that there are now have gone.
   *
   * @param pages without those that have been given back
   * @param last the index of the last one that is left
   * @param rows how many there are
   */
  void found(long[][] pages, int last, int rows) {
    int often = 2 * rows < places ? Math.max(1, rows / 4) : places / 2;
    fewRows = last > 0 ? often : 0;
    count = 0;
    for (int index = last; index > 0; index--) {
      if (pages[index] == null) {
        if (count == indexes.length) {
          indexes = Arrays.copyOf(indexes, Math.max(4, 2 * count));
        }
        indexes[count++] = index;
      }
    }
  }

  void clear() {
    places = 0;
    fewRows = 0;
    count = 0;
  }
}
