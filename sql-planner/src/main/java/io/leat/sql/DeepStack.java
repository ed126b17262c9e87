package io.leat.sql;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs what the usual stack is too small for: Calcite walks expressions by recursion, and a list of
 * thousands of values is a tree as deep.
 */
final class DeepStack {
  /** Reserved, not used: the system gives a thread's stack its pages as it grows. */
  private static final long BYTES = 512L << 20;

  private DeepStack() {}

  /** The result of the task, or what it throws. */
  static <T> T call(Supplier<T> task) {
    FutureTask<T> future = new FutureTask<>(task::get);
    Thread thread = new Thread(null, future, "leat-planner", BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(Objects.requireNonNull(e.getCause(), "cause"));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrown(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }
}
