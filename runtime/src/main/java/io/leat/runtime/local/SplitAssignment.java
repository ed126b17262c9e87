package io.leat.runtime.local;

import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Deals the splits of one source out to the shards in turn. */
final class SplitAssignment implements AutoCloseable {
  private final Source.SplitEnumerator enumerator;
  private final List<Queue<Split>> queues;
  private volatile boolean exhausted;
  private int next;

  SplitAssignment(Source.SplitEnumerator enumerator, int shards) {
    this(enumerator, shards, List.of());
  }

  /**
   * The same after a restart.
   *
   * @param restored the splits that were known before, which come first
   */
  SplitAssignment(Source.SplitEnumerator enumerator, int shards, List<Split> restored) {
    this.enumerator = enumerator;
    this.queues = new ArrayList<>(shards);
    for (int i = 0; i < shards; i++) {
      queues.add(new ConcurrentLinkedQueue<>());
    }
    deal(restored);
  }

  private void deal(List<Split> splits) {
    for (Split split : splits) {
      queues.get(next).add(split);
      next = (next + 1) % queues.size();
    }
  }

  /** How long to wait until {@link #discover} is called again. */
  long intervalNanos() {
    return enumerator.intervalNanos();
  }

  /** Looks for new splits; by one thread at a time. True if there are any. */
  boolean discover() {
    List<Split> found = enumerator.discover(queues.size());
    deal(found);
    exhausted = enumerator.exhausted();
    return !found.isEmpty();
  }

  /** Whether no more splits will be found; those that have been are in the queues by then. */
  boolean isExhausted() {
    return exhausted;
  }

  /** The splits that a shard has not taken yet. */
  Queue<Split> queue(int shard) {
    return queues.get(shard);
  }

  @Override
  public void close() {
    enumerator.close();
  }
}
