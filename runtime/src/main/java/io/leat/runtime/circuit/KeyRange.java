package io.leat.runtime.circuit;

import java.util.List;
import java.util.Optional;

/**
 * Rows of a stored table that an order of its rows finds together.
 *
 * @param index the full name of an index; absent for the order of the primary key
 * @param columns the columns of the table that the order begins with, as many as the longest
 *     alternative has values, and one more for its bounds
 * @param alternatives rows of any of these; they do not overlap
 */
public record KeyRange(Optional<String> index, List<Integer> columns, List<Interval> alternatives) {
  public KeyRange {
    columns = List.copyOf(columns);
    alternatives = List.copyOf(alternatives);
  }

  /**
   * Rows whose first columns in order equal the values, and whose next column is between the
   * bounds. Values and bounds are never NULL and have the type of their column; rows with NULL in
   * one of these columns, the bounded one too, are not among them.
   *
   * @param equal may be empty if there is a bound
   */
  public record Interval(
      List<Expression.Constant> equal, Optional<Bound> lower, Optional<Bound> upper) {
    public Interval {
      equal = List.copyOf(equal);
    }
  }

  /** An end of an interval. */
  public record Bound(Expression.Constant value, boolean inclusive) {}
}
