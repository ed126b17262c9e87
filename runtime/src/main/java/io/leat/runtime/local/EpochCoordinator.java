package io.leat.runtime.local;

import io.leat.runtime.connector.Clock;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Agrees on the epochs of a run: one at a time, opened by the first shard that has rows, ended by
 * all of them. Safe for use by several threads.
 */
final class EpochCoordinator {
  private final int shards;
  private final Clock clock;
  private volatile @Nullable OpenEpoch open;
  private volatile boolean last;
  private volatile long completed;
  private final boolean timed;
  private volatile boolean complete;
  private volatile boolean over;
  private volatile @Nullable CompletableFuture<FrozenRun> checkpoint;
  private boolean ended;
  private long number;
  private int shardsWithoutInput;

  /**
   * For a number of shards.
   *
   * @param timed whether the end of the input makes results, so that an epoch must tell it
   * @param before the last epoch of before a restart, or 0
   */
  EpochCoordinator(int shards, boolean timed, Clock clock, long before) {
    this.number = before;
    this.completed = before;
    this.shards = shards;
    this.timed = timed;
    this.clock = clock;
  }

  /** The epoch at work, if there is one. */
  @Nullable OpenEpoch open() {
    return open;
  }

  /** The number of the last epoch that all shards have ended. */
  long completed() {
    return completed;
  }

  /** Whether there is no further input: the epoch at work is the last one. */
  boolean isLast() {
    return last;
  }

  /** The epoch at work, or a new one. */
  OpenEpoch join() {
    // One that is at work stays so until the shard that asks has ended it.
    OpenEpoch current = open;
    return current == null ? openNext() : current;
  }

  private synchronized OpenEpoch openNext() {
    OpenEpoch current = open;
    if (current == null) {
      current = new OpenEpoch(new Epoch(++number, clock.epochMicros()), shards, takeCheckpoint());
      open = current;
    }
    return current;
  }

  /** Opens an epoch of a number above all before; the one before is complete. */
  synchronized void open(long newNumber) {
    if (open != null || newNumber <= number) {
      throw new IllegalStateException("epoch " + newNumber + " opens after " + number);
    }
    number = newNumber;
    open = new OpenEpoch(new Epoch(newNumber, clock.epochMicros()), shards, takeCheckpoint());
  }

  /** The state as of the end of the epoch that opens next. */
  synchronized CompletableFuture<FrozenRun> checkpoint() {
    CompletableFuture<FrozenRun> wanted = checkpoint;
    if (wanted == null) {
      wanted = new CompletableFuture<>();
      if (ended) {
        wanted.completeExceptionally(ended());
      } else {
        checkpoint = wanted;
      }
    }
    return wanted;
  }

  private @Nullable CompletableFuture<FrozenRun> takeCheckpoint() {
    CompletableFuture<FrozenRun> wanted = checkpoint;
    checkpoint = null;
    return wanted;
  }

  /** Whether somebody waits for an epoch to open, and for the state as of its end. */
  boolean checkpointIsWanted() {
    return checkpoint != null;
  }

  /** No epoch ends any more; who waits for one hears that. */
  synchronized void end() {
    ended = true;
    OpenEpoch unfinished = open;
    if (unfinished != null && unfinished.checkpoint != null) {
      unfinished.checkpoint.completeExceptionally(ended());
    }
    CompletableFuture<FrozenRun> wanted = takeCheckpoint();
    if (wanted != null) {
      wanted.completeExceptionally(ended());
    }
  }

  private static LeatException ended() {
    return new LeatException(SqlState.NOT_READY, "the job has ended");
  }

  /** Takes one shard's share of an epoch; true if it was the last share missing. */
  synchronized boolean end(OpenEpoch epoch, int shard, OpenEpoch.Share share) {
    return epoch.end(shard, share);
  }

  /** The epoch's results are out, another may open; true if it was the last of the run. */
  synchronized boolean complete(OpenEpoch epoch) {
    completed = epoch.epoch.number();
    complete |= !timed || epoch.isFinal();
    over = last && complete;
    // Whoever sees that another epoch may open sees also whether there is to be one.
    open = null;
    return over;
  }

  /** Whether the last epoch of the run is complete: no other opens. */
  boolean isOver() {
    return over;
  }

  /** Whether the end of the input makes results. */
  boolean isTimed() {
    return timed;
  }

  /** Whether there is no further input, and an epoch is needed to tell the operators so. */
  boolean lacksFinalEpoch() {
    return last && timed && !complete;
  }

  /**
   * A shard's sources have come to their end; each says so once.
   *
   * @return whether all have, and every epoch is complete, so that the run has come to its end
   */
  synchronized boolean endOfInput() {
    if (++shardsWithoutInput == shards) {
      last = true;
      over = open == null && number > 0 && (complete || !timed);
      return over;
    }
    return false;
  }

  /** No input is needed after the epoch at work. */
  synchronized void finish() {
    complete = true;
    last = true;
  }
}
