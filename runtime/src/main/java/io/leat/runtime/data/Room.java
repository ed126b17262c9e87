package io.leat.runtime.data;

/**
 * Arrays with a place for each row of a batch. They are made when rows come, as large as these
 * need, since many circuits never see more than a few rows. What was in them is lost.
 */
public final class Room {
  /** The size of the smallest ones: many circuits never see more than a row or two. */
  static final int LEAST = 4;

  private Room() {}

  /** The array, or a larger one. */
  public static int[] of(int[] array, int rows) {
    return rows <= array.length ? array : new int[size(rows)];
  }

  /** The array, or a larger one. */
  public static long[] of(long[] array, int rows) {
    return rows <= array.length ? array : new long[size(rows)];
  }

  /** The array, or a larger one. */
  public static boolean[] of(boolean[] array, int rows) {
    return rows <= array.length ? array : new boolean[size(rows)];
  }

  /** At least so many, and never more than twice as many. */
  public static int size(int rows) {
    int power = Integer.highestOneBit(Math.max(LEAST, rows));
    return power >= rows ? power : 2 * power;
  }
}
