package io.leat.runtime.over;

import io.leat.runtime.state.PartitionedRows;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;

/**
 * One partition while its window functions are evaluated. Places count its rows in order, from 0.
 */
public final class SortedPartition {
  /** The bit of a row's first word that says that it has been evaluated before. */
  public static final long COUNTED = 1;

  final PartitionedRows rows;
  final RowTable table;
  final RowOrder order;
  private final PartitionedRows.Cursor cursor;
  private final PartitionedRows.Cursor reader;
  private int number;
  private int size;
  private int firstChange;
  private int[] taken = {};
  private int takenCount;
  private int droppedWord = -1;

  public SortedPartition(PartitionedRows rows) {
    this.rows = rows;
    this.table = rows.rows();
    this.order = rows.order();
    this.cursor = rows.cursor();
    this.reader = rows.cursor();
  }

  /**
   * Turns to a partition.
   *
   * @param changedFrom the rows before this place are as they were
   * @param takenRows rows that have been taken out since it was evaluated last
   */
  public void open(int partition, int changedFrom, int[] takenRows, int count) {
    number = partition;
    size = rows.size(partition);
    firstChange = changedFrom;
    taken = takenRows;
    takenCount = count;
    cursor.open(partition);
    reader.open(partition);
  }

  /** Names the partition's word that tells how many rows before its first one are gone. */
  public void droppedWord(int word) {
    droppedWord = word;
  }

  /** How many rows there were before the first one. */
  long dropped() {
    return droppedWord < 0 ? 0 : rows.get(number, droppedWord);
  }

  int number() {
    return number;
  }

  /** How many rows it has. */
  int size() {
    return size;
  }

  int firstChange() {
    return firstChange;
  }

  int takenCount() {
    return takenCount;
  }

  /** A row that has been taken out; it is still in the table. */
  int taken(int index) {
    return taken[index];
  }

  /** The row at a place. */
  int at(int place) {
    return cursor.get(place);
  }

  /** The row at a place, for those who read from front to back. */
  public int row(int place) {
    return reader.get(place);
  }

  /** Whether a row was there when the partition was evaluated last. */
  boolean isCounted(int row) {
    return (table.get(row, 0) & COUNTED) != 0;
  }
}
