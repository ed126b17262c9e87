package io.leat.server.engine;

import io.leat.runtime.durable.JobDefinition;
import io.leat.runtime.durable.RunFolder;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.CheckpointStore;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.FrozenRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A run and the folder that keeps its checkpoints. A checkpoint is written, then its sinks commit;
 * the next one begins after that. Safe for use by several threads.
 */
final class KeptRun implements CheckpointStore {
  private final RunFolder folder;
  private final @Nullable JobDefinition job;
  private final Executor writers;
  private @Nullable CircuitRun run;
  private @Nullable CompletableFuture<Long> atWork;

  /** Held by who writes into the folder, which may take long. */
  private final Object writing = new Object();

  /** Nothing more is kept of it. */
  private volatile boolean over;

  private volatile long lastEpoch = -1;
  private volatile long lastNumber;

  /**
   * @param job what makes it again; null for a view, which the catalog makes again, and for a job
   *     whose definition cannot be read
   * @param writers work at checkpoints
   */
  KeptRun(RunFolder folder, @Nullable JobDefinition job, Executor writers) {
    this.folder = folder;
    this.job = job;
    this.writers = writers;
  }

  RunFolder folder() {
    return folder;
  }

  @Nullable JobDefinition job() {
    return job;
  }

  /** The run has begun. */
  synchronized void begun(CircuitRun newRun) {
    run = newRun;
  }

  synchronized @Nullable CircuitRun run() {
    return run;
  }

  /**
   * Makes a checkpoint, unless nothing has happened since the last one.
   *
   * @return its number, once it is durable and the sinks have committed; that of the last one if
   *     nothing has happened
   */
  CompletableFuture<Long> checkpoint() {
    CompletableFuture<Long> done;
    CircuitRun running;
    synchronized (this) {
      if (atWork != null) {
        return atWork;
      }
      running = run;
      if (over
          || running == null
          || running.state() != CircuitRun.State.RUNNING
          || running.statistics().epoch() == lastEpoch) {
        return CompletableFuture.completedFuture(lastNumber);
      }
      done = new CompletableFuture<>();
      atWork = done;
    }
    // Not under the lock: the run may ask for it at its end.
    var unused =
        running
            .checkpoint()
            .whenCompleteAsync((frozen, failure) -> take(frozen, failure, done), writers);
    return done;
  }

  private void take(
      @Nullable FrozenRun frozen, @Nullable Throwable failure, CompletableFuture<Long> done) {
    try {
      if (frozen == null) {
        throw failure instanceof LeatException known ? known : new IllegalStateException(failure);
      }
      long number = keep(frozen);
      settle();
      done.complete(number);
    } catch (RuntimeException | Error e) {
      settle();
      done.completeExceptionally(e);
    }
  }

  private synchronized void settle() {
    atWork = null;
  }

  private long keep(FrozenRun frozen) {
    synchronized (writing) {
      try (frozen) {
        if (over) {
          return lastNumber;
        }
        lastNumber = folder.write(frozen);
      }
      frozen.commit();
      lastEpoch = frozen.epoch();
      folder.forgetOld();
      return lastNumber;
    }
  }

  @Override
  public String name() {
    String path = folder.path().toAbsolutePath().toString();
    // The number of a job that has gone may be given again.
    return job == null ? path : path + " of " + job.startedMillis();
  }

  @Override
  public void finished(Runnable persist, Map<String, List<byte[]>> tokens) {
    synchronized (writing) {
      if (!over) {
        persist.run();
        folder.writeEnd(tokens);
        over = true;
      }
    }
  }

  /** Takes down what has become of the job; nothing if it is over. */
  void define(JobDefinition.State state, String error) {
    synchronized (writing) {
      if (job != null && !over) {
        over = true;
        folder.define(job.in(state, error));
      }
    }
  }

  /** Keeps nothing more of it; what there is stays. */
  void end() {
    synchronized (writing) {
      over = true;
    }
  }

  /** Forgets it. */
  void forget() {
    synchronized (writing) {
      over = true;
      folder.delete();
    }
  }
}
