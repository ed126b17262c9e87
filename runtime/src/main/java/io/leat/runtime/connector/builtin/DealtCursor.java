package io.leat.runtime.connector.builtin;

import io.leat.runtime.connector.Split;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a reader is in a split of a table whose rows are dealt to its splits in blocks, round and
 * round. A split's id is {@code index/count}; its offset is a number that all splits of the table
 * share, the next row's number, the pace's time, which stands still while nobody reads, and the
 * size of blocks.
 *
 * <p>While a block of one split comes, all other splits stand still, and with them the event time
 * of the table. So blocks are small where rows wait for their time.
 */
public final class DealtCursor {
  private final String id;
  private final int count;
  private final int blockRows;
  private final long shared;
  private final long startNanos;
  private final Pace pace;
  private final long totalRows;
  private long next;

  /**
   * @param shared the number to go on with in place of the split's
   */
  public DealtCursor(Split split, long shared, Pace pace, long totalRows, long nowNanos) {
    ByteBuffer offset = ByteBuffer.wrap(split.offset());
    this.id = split.id();
    this.count = DealtSplits.count(id);
    this.blockRows = blockRows(split);
    this.shared = shared;
    this.next = offset.getLong(Long.BYTES);
    this.startNanos = nowNanos - offset.getLong(2 * Long.BYTES);
    this.pace = pace;
    this.totalRows = totalRows;
  }

  /** All splits of a table at their beginnings. */
  public static List<Split> splits(int count, Pace pace, long shared) {
    return IntStream.range(0, count)
        .mapToObj(index -> split(index, count, pace.blockRows(), shared))
        .toList();
  }

  private static Split split(int index, int count, int blockRows, long shared) {
    return new Split(
        DealtSplits.id(index, count), offset(shared, (long) index * blockRows, 0, blockRows));
  }

  /** The number that a table's splits share. */
  public static long shared(Split split) {
    return ByteBuffer.wrap(split.offset()).getLong();
  }

  private static int blockRows(Split split) {
    return ByteBuffer.wrap(split.offset()).getInt(3 * Long.BYTES);
  }

  /** The splits of a table that are not among some of them, each at its beginning. */
  public static List<Split> others(List<Split> some) {
    Split any = some.get(0);
    int count = DealtSplits.count(any.id());
    return DealtSplits.missing(some)
        .mapToObj(index -> split(index, count, blockRows(any), shared(any)))
        .toList();
  }

  /** The split from where this is. */
  public Split split(long nowNanos) {
    return new Split(id, offset(shared, next, nowNanos - startNanos, blockRows));
  }

  public long shared() {
    return shared;
  }

  /** The number of the next row in the table. */
  public long next() {
    return next;
  }

  public boolean finished() {
    return next >= totalRows;
  }

  /** When the next row is due, as the clock reads. */
  public long dueNanos() {
    return startNanos + pace.dueNanos(next);
  }

  /** How many rows from the next one on lie in one run and are due; 0 or less if none is. */
  public long available(long nowNanos) {
    long end = count == 1 ? totalRows : Math.min(totalRows, (next / blockRows + 1) * blockRows);
    return Math.min(end, pace.dueRows(nowNanos - startNanos)) - next;
  }

  public void advance(int rows) {
    next += rows;
    if (count > 1 && next % blockRows == 0 && next < totalRows) {
      next += (long) (count - 1) * blockRows;
    }
  }

  private static byte[] offset(long shared, long next, long paceNanos, int blockRows) {
    return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES)
        .putLong(shared)
        .putLong(next)
        .putLong(paceNanos)
        .putInt(blockRows)
        .array();
  }
}
