package io.leat.runtime.durable;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places where a test may end the process at once, as {@code kill -9} would: {@code
 * -Dleat.crash-at=name}, or {@code name:n} for the n-th time that it is reached.
 */
public enum CrashPoint {
  LOG_BEFORE_WRITE,
  LOG_AFTER_WRITE,
  LOG_AFTER_FORCE,
  LOG_TORN_WRITE,
  LOG_BEFORE_ROTATION,
  LOG_AFTER_ROTATION,
  CHECKPOINT_BEGUN,
  CHECKPOINT_WRITTEN,
  CHECKPOINT_RENAMED,
  CHECKPOINT_OLD_DELETED,
  LOG_TRUNCATED,
  /** A job has been taken down, and not acknowledged. */
  JOB_DEFINED,
  /** A run's state is frozen; its checkpoint is not begun. */
  RUN_FROZEN,
  /** What sinks have prepared is on the disk. */
  RUN_PERSISTED,
  /** A run's checkpoint is written, and does not count yet. */
  RUN_WRITTEN,
  /** A run's checkpoint counts; its sinks have not committed. */
  RUN_RENAMED,
  /** The sinks have committed. */
  RUN_COMMITTED,
  /** The checkpoints before the newest two are gone. */
  RUN_OLD_DELETED;

  private static final int KILLED = 137;
  private static final String WANTED = System.getProperty("leat.crash-at", "");
  private static final AtomicInteger LEFT = new AtomicInteger(count());

  private static int count() {
    int colon = WANTED.indexOf(':');
    return colon < 0 ? 1 : Integer.parseInt(WANTED.substring(colon + 1));
  }

  /** Whether it is a step of a job or of its checkpoints. */
  public boolean isOfRuns() {
    return this == JOB_DEFINED || name().startsWith("RUN_");
  }

  private boolean isWanted() {
    int colon = WANTED.indexOf(':');
    return !WANTED.isEmpty() && name().equals(colon < 0 ? WANTED : WANTED.substring(0, colon));
  }

  /** Whether the process is to end here now, for places that do something before. */
  boolean isDue() {
    return isWanted() && LEFT.decrementAndGet() == 0;
  }

  /** Ends the process if that is wanted. */
  public void reach() {
    if (isDue()) {
      end();
    }
  }

  static void end() {
    Runtime.getRuntime().halt(KILLED);
  }
}
