package io.leat.runtime.connector.builtin.datagen;

import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.builtin.DealtSplits;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where a reader is in a split. The table's rows are dealt to its splits in blocks, round and
 * round; a split's id is {@code index/count}, its offset is the table's seed, the next row's number
 * and the pace's time, which stands still while nobody reads.
 */
final class BlockCursor {
  static final int BLOCK_ROWS = 1024;

  private final String id;
  private final int count;
  private final long seed;
  private final long startNanos;
  private final Pace pace;
  private final long totalRows;
  private long next;

  BlockCursor(Split split, Pace pace, long totalRows, long nowNanos) {
    ByteBuffer offset = ByteBuffer.wrap(split.offset());
    this.id = split.id();
    this.count = DealtSplits.count(id);
    this.seed = offset.getLong();
    this.next = offset.getLong();
    this.startNanos = nowNanos - offset.getLong();
    this.pace = pace;
    this.totalRows = totalRows;
  }

  /** The split at its beginning. */
  static Split split(int index, int count, long seed) {
    return new Split(DealtSplits.id(index, count), offset(seed, (long) index * BLOCK_ROWS, 0));
  }

  /** The splits of a table that are not among some of them, each at its beginning. */
  static List<Split> others(List<Split> some) {
    Split any = some.get(0);
    long seed = ByteBuffer.wrap(any.offset()).getLong();
    int count = DealtSplits.count(any.id());
    return DealtSplits.missing(some).mapToObj(index -> split(index, count, seed)).toList();
  }

  /** The split from where this is. */
  Split split(long nowNanos) {
    return new Split(id, offset(seed, next, nowNanos - startNanos));
  }

  long seed() {
    return seed;
  }

  /** The number of the next row in the table. */
  long next() {
    return next;
  }

  boolean finished() {
    return next >= totalRows;
  }

  /** When the next row is due, as the clock reads. */
  long dueNanos() {
    return startNanos + pace.dueNanos(next);
  }

  /** How many rows from the next one on lie in one run and are due; 0 or less if none is. */
  long available(long nowNanos) {
    long end = count == 1 ? totalRows : Math.min(totalRows, (next / BLOCK_ROWS + 1) * BLOCK_ROWS);
    return Math.min(end, pace.dueRows(nowNanos - startNanos)) - next;
  }

  void advance(int rows) {
    next += rows;
    if (count > 1 && next % BLOCK_ROWS == 0 && next < totalRows) {
      next += (long) (count - 1) * BLOCK_ROWS;
    }
  }

  private static byte[] offset(long seed, long next, long paceNanos) {
    return ByteBuffer.allocate(3 * Long.BYTES)
        .putLong(seed)
        .putLong(next)
        .putLong(paceNanos)
        .array();
  }
}
