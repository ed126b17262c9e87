package io.leat.runtime.local;

import io.leat.runtime.data.ChangeBatch;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the other shards send to one shard at one exchange: batches, and from each of them the end
 * of an epoch, in order for each sender. Adding never fails; senders ask {@link #isFull} before
 * they take in more, so that it holds at most the output of one batch per sender beyond {@link
 * #LIMIT}.
 */
final class ExchangeQueue {
  /** Batches that wait before senders are asked to wait. */
  static final int LIMIT = 32;

  private static final int SPARE_BATCHES = 8;

  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final Queue<ChangeBatch> spare = new ConcurrentLinkedQueue<>();
  private final AtomicInteger spares = new AtomicInteger();
  private volatile boolean sendersWait;

  /**
   * A batch, or the end of the epoch at its sender.
   *
   * @param bound at the end: how far event time has come there
   */
  record Message(@Nullable ChangeBatch batch, long bound) {}

  void send(Message message) {
    size.incrementAndGet();
    messages.add(message);
  }

  /** Whether senders must wait; if so, {@link #hasRoomForWaiting} will tell when to wake them. */
  boolean isFull() {
    if (size.get() < LIMIT) {
      return false;
    }
    sendersWait = true;
    return size.get() >= LIMIT;
  }

  /** Whether there is nothing to {@link #poll}. */
  boolean isEmpty() {
    return messages.isEmpty();
  }

  @Nullable Message poll() {
    Message message = messages.poll();
    if (message != null) {
      size.decrementAndGet();
    }
    return message;
  }

  /** True once when senders wait and half of the room is free again. */
  boolean hasRoomForWaiting() {
    if (sendersWait && size.get() <= LIMIT / 2) {
      sendersWait = false;
      return true;
    }
    return false;
  }

  /** A batch that the receiver has done with, to fill again. */
  @Nullable ChangeBatch takeSpare() {
    ChangeBatch batch = spare.poll();
    if (batch != null) {
      spares.decrementAndGet();
    }
    return batch;
  }

  void giveBack(ChangeBatch batch) {
    if (spares.get() < SPARE_BATCHES) {
      spares.incrementAndGet();
      spare.add(batch);
    }
  }
}
