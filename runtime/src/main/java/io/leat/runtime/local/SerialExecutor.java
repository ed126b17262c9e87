package io.leat.runtime.local;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** Runs what may block, one piece after the other, on the threads of another executor. */
final class SerialExecutor {
  private final Executor executor;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  void execute(Runnable work) {
    synchronized (this) {
      waiting.add(work);
      if (running) {
        return;
      }
      running = true;
    }
    executor.execute(this::drain);
  }

  private void drain() {
    while (true) {
      Runnable work;
      synchronized (this) {
        work = waiting.poll();
        if (work == null) {
          running = false;
          return;
        }
      }
      work.run();
    }
  }
}
