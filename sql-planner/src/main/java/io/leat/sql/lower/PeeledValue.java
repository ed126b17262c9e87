package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;

/**
 * A query of one column in two parts: rows, and what is made of each of them above the join with
 * the rows that ask.
 *
 * @param rows of {@code width} columns, then those of the domain
 * @param value over the first {@code width} columns
 */
record PeeledValue(Plan rows, int width, Expression value) {

  /** Whether nothing is left to be made of the rows. */
  boolean isColumn() {
    return value instanceof Expression.InputRef;
  }

  /** The value of a row of a frame in which the rows' columns begin at {@code start}. */
  Expression in(Frame frame, int start, Expressions expressions) {
    return expressions.replace(
        value, column -> frame.column(start + ((Expression.InputRef) column).index()));
  }
}
