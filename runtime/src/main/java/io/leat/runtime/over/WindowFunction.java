package io.leat.runtime.over;

import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.state.RowTable;

/**
 * A window function. For one partition at a time: {@link #open} at the first row whose result is
 * wanted, {@link #append} for it and each row behind it, {@link #close}.
 */
public abstract class WindowFunction {

  /** The rows that a row's result depends on. */
  public abstract FrameBounds reach();

  /** Prepares for the rows from a place on. */
  public abstract void open(SortedPartition partition, int place);

  /**
   * Appends the result of the row at a place.
   *
   * @throws io.leat.runtime.error.RowException if there is none; nothing, or a NULL, has been
   *     appended then
   */
  public abstract void append(SortedPartition partition, int place, Column target);

  /** The last result that was wanted has been appended. */
  public void close(SortedPartition partition) {}

  /** How many words of a partition it keeps from one epoch to the next. */
  public int words() {
    return 0;
  }

  /** Its words begin here. */
  public void placeWords(int first) {}

  /** Adds a row that was restored to what is kept of its partition. */
  public void restore(SortedPartition partition, int number, int row) {}

  /** The last call. */
  public void close() {}

  /** Appends a whole number to a column of any integer type. */
  static void appendWhole(Column target, long value) {
    if (target instanceof IntColumn ints) {
      ints.append(Math.toIntExact(value));
    } else {
      ((LongColumn) target).append(value);
    }
  }

  /** Whether two rows of a table are equal in the order of their partition. */
  static boolean peers(SortedPartition partition, int place, int other) {
    return partition.order.compareKeys(partition.at(place), partition.at(other)) == 0;
  }

  /** The bits of a row's BOOLEAN column say TRUE; −1 stands for a column that always does. */
  static boolean passes(RowTable table, int filter, int row) {
    return filter < 0 || (!table.isNull(row, filter) && table.word(row, filter) != 0);
  }
}
