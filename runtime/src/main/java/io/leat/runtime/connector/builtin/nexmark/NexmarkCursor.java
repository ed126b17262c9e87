package io.leat.runtime.connector.builtin.nexmark;

import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.builtin.DealtSplits;
import io.leat.runtime.connector.builtin.datagen.Pace;
import io.leat.runtime.data.ChangeBatch;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where a reader is in a split. The events are dealt to the splits in blocks, round and round, so
 * that time passes alike in all of them. A split's id is {@code index/count}, its offset is the
 * time of the first event of all, the next event's number and the pace's time, which stands still
 * while nobody reads.
 */
final class NexmarkCursor {
  static final int BLOCK = ChangeBatch.MAX_ROWS;

  /** For the time of the first event: when the first reader of the split opens it. */
  static final long NOW = Long.MIN_VALUE;

  private final String id;
  private final int count;
  private final long baseMillis;
  private final long startNanos;
  private final Pace pace;
  private final long total;
  private long next;

  NexmarkCursor(Split split, Pace pace, long total, Clock clock) {
    ByteBuffer offset = ByteBuffer.wrap(split.offset());
    this.id = split.id();
    this.count = DealtSplits.count(id);
    long base = offset.getLong();
    this.baseMillis = base == NOW ? clock.epochMicros() / 1000 : base;
    this.next = offset.getLong();
    this.startNanos = clock.nanoTime() - offset.getLong();
    this.pace = pace;
    this.total = total;
  }

  /** The split at its beginning. */
  static Split split(int index, int count, long baseMillis) {
    return new Split(DealtSplits.id(index, count), offset(baseMillis, (long) index * BLOCK, 0));
  }

  /** The splits of a table that are not among some of them, each at its beginning. */
  static List<Split> others(List<Split> some) {
    Split any = some.get(0);
    long baseMillis = ByteBuffer.wrap(any.offset()).getLong();
    int count = DealtSplits.count(any.id());
    return DealtSplits.missing(some).mapToObj(index -> split(index, count, baseMillis)).toList();
  }

  /** The split from where this is. */
  Split split(long nowNanos) {
    return new Split(id, offset(baseMillis, next, nowNanos - startNanos));
  }

  long baseMillis() {
    return baseMillis;
  }

  /** The number of the next event. */
  long next() {
    return next;
  }

  boolean finished() {
    return next >= total;
  }

  /** When the next event is due, as the clock reads. */
  long dueNanos() {
    return startNanos + pace.dueNanos(next);
  }

  /** How many events from the next one on are in one block and due; 0 or less if none is. */
  long available(long nowNanos) {
    long end = count == 1 ? total : Math.min(total, (next / BLOCK + 1) * BLOCK);
    return Math.min(end, pace.dueRows(nowNanos - startNanos)) - next;
  }

  void advance(int events) {
    next += events;
    if (count > 1 && next % BLOCK == 0 && next < total) {
      next += (long) (count - 1) * BLOCK;
    }
  }

  private static byte[] offset(long baseMillis, long next, long paceNanos) {
    return ByteBuffer.allocate(3 * Long.BYTES)
        .putLong(baseMillis)
        .putLong(next)
        .putLong(paceNanos)
        .array();
  }
}
