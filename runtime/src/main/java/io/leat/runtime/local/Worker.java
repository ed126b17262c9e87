package io.leat.runtime.local;

import io.leat.runtime.connector.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that runs the tasks of one shard, those of every circuit, a slice each in turn, and
 * parks when there is nothing to do.
 */
final class Worker implements Runnable {
  private final Clock clock;
  private final Queue<Task> ready = new ConcurrentLinkedQueue<>();
  private final TimerQueue timers = new TimerQueue();
  private final Thread thread;
  private volatile boolean parked;
  private volatile boolean closed;

  Worker(int shard, Clock clock) {
    this.clock = clock;
    this.thread = new Thread(this, "leat-worker-" + shard);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Adds a task to the end of the queue. From any thread. */
  void enqueue(Task task) {
    ready.add(task);
    unpark();
  }

  /** Looks at the clock again. From any thread. */
  void unpark() {
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  /** Ends the thread after the slice at hand. From any thread. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** Waits until the thread has ended, at most this long. */
  void join(long millis) throws InterruptedException {
    thread.join(millis);
  }

  @Override
  public void run() {
    while (!closed) {
      fireTimers();
      Task task = ready.poll();
      if (task == null) {
        park();
      } else {
        task.run(timers);
      }
    }
  }

  private void fireTimers() {
    if (timers.size() == 0) {
      return;
    }
    long now = clock.nanoTime();
    for (Task due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
      due.wake();
    }
  }

  private void park() {
    parked = true;
    long due = timers.firstDue();
    if (ready.isEmpty() && !closed) {
      if (due == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        long wait = due - clock.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(this, wait);
        }
      }
    }
    parked = false;
  }
}
