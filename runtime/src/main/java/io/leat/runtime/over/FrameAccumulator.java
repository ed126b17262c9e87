package io.leat.runtime.over;

import io.leat.runtime.data.Column;

/** An aggregate of the rows of a frame, which enter at its end and leave at its start. */
abstract class FrameAccumulator {

  /** Forgets all rows. */
  abstract void reset();

  abstract void add(int row);

  /**
   * Takes out a row: the one that entered first of those that are still in, unless it has words.
   */
  abstract void remove(int row);

  /**
   * Appends the result.
   *
   * @throws io.leat.runtime.error.RowException if there is none
   */
  abstract void append(Column target);

  /**
   * In how many words all that it knows can be kept; then rows may be taken out in any order. 0 if
   * it cannot.
   */
  int words() {
    return 0;
  }

  /** The last call. */
  void close() {}

  void load(long[] words) {
    throw new IllegalStateException("it keeps no words");
  }

  void save(long[] words) {
    throw new IllegalStateException("it keeps no words");
  }

  /**
   * Starts with the result of another row whose frame holds the rows so far.
   *
   * @return whether it can
   */
  boolean seed(int row, int resultColumn) {
    return false;
  }
}
