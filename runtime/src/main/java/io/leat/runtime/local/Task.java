package io.leat.runtime.local;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that one worker does in slices, when there is something to do. It waits without a thread: in
 * no queue at all, or in its worker's {@link TimerQueue}.
 */
abstract class Task {
  /** From {@link #slice}: there is more to do now. */
  static final long NOW = 0;

  /** From {@link #slice}: nothing to do until {@link #wake}. */
  static final long ON_WAKE = Long.MAX_VALUE;

  /** From {@link #slice}: never again. */
  static final long DONE = -1;

  private static final int IDLE = 0;
  private static final int SCHEDULED = 1;
  private static final int RUNNING = 2;
  private static final int RUNNING_AND_WOKEN = 3;
  private static final int ENDED = 4;

  /** When the timer fires, by the clock; the worker's. */
  long dueNanos;

  /** The place in the worker's timer queue, or −1; the worker's. */
  int timerIndex = -1;

  /** The first time that a slice on the thread of a claim has asked for; that thread's. */
  private long claimedNext = ON_WAKE;

  private final Worker worker;
  private final AtomicInteger state = new AtomicInteger(IDLE);

  Task(Worker worker) {
    this.worker = worker;
  }

  /**
   * Works for a bounded time.
   *
   * @return when to be called again: a time of the clock, or one of the constants
   */
  abstract long slice();

  /** Something may have come up for this task: it will run, or run again. From any thread. */
  final void wake() {
    while (true) {
      int now = state.get();
      if (now == IDLE) {
        if (state.compareAndSet(IDLE, SCHEDULED)) {
          worker.enqueue(this);
          return;
        }
      } else if (now != RUNNING || state.compareAndSet(RUNNING, RUNNING_AND_WOKEN)) {
        return;
      }
    }
  }

  /**
   * Takes the task from its worker if that has nothing to do with it now: until {@link #release},
   * the calling thread runs it, with {@link #runClaimed}. From any thread.
   */
  final boolean claim() {
    return state.compareAndSet(IDLE, RUNNING_AND_WOKEN);
  }

  /**
   * Runs a slice of a task that this thread has claimed, if there is anything to do.
   *
   * @return whether there was
   */
  final boolean runClaimed() {
    if (!state.compareAndSet(RUNNING_AND_WOKEN, RUNNING)) {
      return false;
    }
    long next = slice();
    if (next == DONE) {
      state.set(ENDED);
    } else if (next == NOW) {
      state.set(RUNNING_AND_WOKEN);
    } else {
      claimedNext = Math.min(claimedNext, next);
    }
    return true;
  }

  /** Gives a claimed task back to its worker, which goes on if there is more to do, or waits. */
  final void release() {
    boolean waits = claimedNext == ON_WAKE;
    claimedNext = ON_WAKE;
    if (state.get() != ENDED && !(waits && state.compareAndSet(RUNNING, IDLE))) {
      reschedule();
    }
  }

  /** Runs one slice; only on the worker. */
  final void run(TimerQueue timers) {
    timers.remove(this);
    state.set(RUNNING);
    long next = slice();
    if (next == DONE) {
      state.set(ENDED);
    } else if (next == NOW) {
      reschedule();
    } else {
      if (next != ON_WAKE) {
        dueNanos = next;
        timers.add(this);
      }
      if (!state.compareAndSet(RUNNING, IDLE)) {
        reschedule();
      }
    }
  }

  private void reschedule() {
    state.set(SCHEDULED);
    worker.enqueue(this);
  }
}
