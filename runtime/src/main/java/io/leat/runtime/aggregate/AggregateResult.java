package io.leat.runtime.aggregate;

import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;

/** The value of an aggregate call, for any group. */
abstract class AggregateResult {

  /**
   * Appends the values of some groups. One that has no value fails, and gets a NULL, whether the
   * type allows it or not: its row goes nowhere.
   */
  void append(int[] groups, int count, Column target, RowFailures failures) {
    for (int i = 0; i < count; i++) {
      try {
        append(groups[i], target);
      } catch (RowException error) {
        target.appendNull();
        failures.fail(i, error);
      }
    }
  }

  /** The last call. */
  void close() {}

  /**
   * Appends the value of one group.
   *
   * @throws RowException if there is none; nothing has been appended then
   */
  abstract void append(int group, Column target);
}
