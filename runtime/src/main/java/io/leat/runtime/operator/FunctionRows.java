package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;

/**
 * The rows that a table function gives for one row of arguments after the other. They are put into
 * positions of a block, which the operator empties when it is full: of {@link #append}.
 */
interface FunctionRows {

  /** Takes the batch that holds the arguments. */
  void bind(ChangeBatch arguments);

  /**
   * Starts with the function's rows for one row of arguments.
   *
   * @throws io.leat.runtime.error.RowException if there are none because the arguments are wrong
   */
  void start(int row);

  /**
   * Puts the next rows into positions from {@code at} on.
   *
   * @return how many; fewer than {@code most} only if there are no more
   */
  int take(int at, int most);

  /** Puts a row of NULLs into a position. */
  void takeNull(int at);

  /** Appends the rows in positions {@code 0 .. count} to the function's columns. */
  void append(int count, Column[] columns);
}
