package io.leat.runtime.state;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Room;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hashes of a table's rows over some of its columns, made from the rows themselves: the same
 * that {@link StableHash} gave when the rows came in.
 */
public final class RowHashes {
  private static final int BLOCK = 1024;

  private final RowTable table;
  private final int[] columns;
  private final int[] indexes;
  private final Column[] values;
  private final ChangeBatch batch;
  private int[] block = {};
  private long[] blockHashes = {};

  /**
   * @param columns of the table, in the order in which they are hashed
   */
  public RowHashes(RowTable table, int[] columns) {
    this.table = table;
    this.columns = columns.clone();
    this.indexes = new int[columns.length];
    this.values = new Column[columns.length];
    for (int i = 0; i < columns.length; i++) {
      indexes[i] = i;
      values[i] = Column.of(table.types().get(columns[i]));
    }
    this.batch = new ChangeBatch(List.of(values), 0, null);
  }

  /** Over all columns. */
  public RowHashes(RowTable table) {
    this(table, IntStream.range(0, table.types().size()).toArray());
  }

  /** The hash of one row. */
  public long of(int row) {
    reserve(1);
    block[0] = row;
    hash(1);
    return blockHashes[0];
  }

  /** Puts the hashes of {@code rows[0 .. count)} into {@code hashes[0 .. count)}. */
  public void of(int[] rows, int count, long[] hashes) {
    for (int from = 0; from < count; from += BLOCK) {
      int length = Math.min(BLOCK, count - from);
      reserve(length);
      System.arraycopy(rows, from, block, 0, length);
      hash(length);
      System.arraycopy(blockHashes, 0, hashes, from, length);
    }
  }

  private void reserve(int count) {
    block = Room.of(block, count);
    blockHashes = Room.of(blockHashes, count);
  }

  private void hash(int count) {
    gather(block, count);
    StableHash.hash(batch, indexes, blockHashes);
  }

  /** The hashed columns of some rows; valid until the next call of any method. */
  public Column[] gather(int[] rows, int count) {
    for (int i = 0; i < columns.length; i++) {
      values[i].clear();
      table.append(columns[i], rows, count, values[i]);
    }
    batch.reset(count, null);
    return values;
  }
}
