package io.leat.runtime.over;

/**
 * Which of a partition's rows results of later rows depend on, where rows come in order: so many
 * from the last one back, and those whose order key is less than so far before event time.
 *
 * @param rows {@link #ALL_ROWS} for all
 * @param micros 0 for none
 */
public record Tail(int rows, long micros) {
  public static final int ALL_ROWS = Integer.MAX_VALUE;

  static final Tail ALL = new Tail(ALL_ROWS, 0);

  static final Tail NONE = new Tail(0, 0);

  /** What is kept for the next row to go on with. */
  static final Tail LAST = new Tail(1, 0);

  public boolean isAll() {
    return rows == ALL_ROWS;
  }

  /** What two functions depend on. */
  public Tail and(Tail other) {
    return new Tail(Math.max(rows, other.rows), Math.max(micros, other.micros));
  }
}
