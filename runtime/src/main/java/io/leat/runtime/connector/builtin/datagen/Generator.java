package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.data.Column;

/** Makes up the values of one column, or of one level of a nested one. */
interface Generator {

  /**
   * Appends the values {@code first .. first + count}: of a column, those of the rows with these
   * numbers.
   *
   * @param nowMicros the wall clock, in microseconds since the epoch
   */
  void append(Column column, long first, int count, long nowMicros);

  /** About how many bytes a value takes, to bound the size of batches. */
  long valueBytes();
}
