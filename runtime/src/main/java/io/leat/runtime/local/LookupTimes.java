package io.leat.runtime.local;

import io.leat.runtime.connector.Clock;
import io.leat.runtime.connector.lookup.LookupTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What lookups do later; if the clock is one that is set, when that says so. */
final class LookupTimes implements LookupTimer {
  private final Clock clock;
  private final Executor threads;

  /** By a clock that is set, what is to be done; in the order of time. */
  private final PriorityQueue<Later> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Later::dueNanos));

  private record Later(long dueNanos, Runnable work) {}

  LookupTimes(Clock clock, Executor threads) {
    this.clock = clock;
    this.threads = threads;
    if (clock instanceof SettableClock settable) {
      settable.onChange(this::runDue);
    }
  }

  @Override
  public void after(Duration delay, Runnable work) {
    if (!(clock instanceof SettableClock)) {
      CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, threads)
          .execute(work);
      return;
    }
    synchronized (waiting) {
      waiting.add(new Later(clock.nanoTime() + delay.toNanos(), work));
    }
    // The clock may have been set meanwhile.
    runDue();
  }

  private void runDue() {
    List<Runnable> due = new ArrayList<>();
    synchronized (waiting) {
      for (Later first = waiting.peek();
          first != null && first.dueNanos() <= clock.nanoTime();
          first = waiting.peek()) {
        due.add(first.work());
        waiting.remove();
      }
    }
    due.forEach(threads::execute);
  }
}
