package io.leat.runtime.circuit;

/**
 * The rows around the current one that a window function sees.
 *
 * @param unit whether bounds count rows, or are distances of the one order key's value
 */
public record Frame(Unit unit, Bound lower, Bound upper) {

  /** What a bound's offset counts. */
  public enum Unit {
    ROWS,
    RANGE
  }

  /** An end of a frame. */
  public sealed interface Bound {}

  /** The partition's first row as a lower bound, its last one as an upper bound. */
  public record Unbounded() implements Bound {}

  /** The current row; with RANGE, all rows equal to it in the order. */
  public record CurrentRow() implements Bound {}

  /** So many rows, or values so much smaller in the order's direction, before the current row. */
  public record Preceding(Expression.Literal offset) implements Bound {}

  /** So many rows, or values so much larger in the order's direction, after the current row. */
  public record Following(Expression.Literal offset) implements Bound {}

  /** All rows of the partition. */
  public static Frame whole() {
    return new Frame(Unit.ROWS, new Unbounded(), new Unbounded());
  }
}
