package io.leat.server.avatica;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads that come with the load up to a bound and go when idle. Tasks beyond the bound
 * wait their turn.
 */
final class Workers extends ThreadPoolExecutor {
  private static final int IDLE_SECONDS = 10;

  Workers(String name, int most) {
    super(1, most, IDLE_SECONDS, TimeUnit.SECONDS, new HandOver(), threads(name));
    setRejectedExecutionHandler(
        (task, pool) -> {
          if (pool.isShutdown()) {
            throw new RejectedExecutionException("stopped");
          }
          pool.getQueue().add(task);
        });
    allowCoreThreadTimeOut(true);
  }

  private static java.util.concurrent.ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Takes an offered task only if a thread waits for it: otherwise the pool starts a thread, and
   * the pool at its bound puts the task here through its rejection handler.
   */
  private static final class HandOver extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    @Override
    public boolean add(Runnable task) {
      return super.offer(task);
    }
  }
}
