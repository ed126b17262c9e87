package io.leat.server.engine;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.durable.JobDefinition;
import io.leat.runtime.durable.RunFolder;
import io.leat.runtime.durable.RunFolders;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs of an engine with a directory whose state is kept: jobs, and views over connectors.
 * Makes their checkpoints from time to time. Safe for use by several threads.
 */
final class KeptRuns implements AutoCloseable {
  private static final int THREADS = 2;

  /** How long the engine waits for last checkpoints when it closes. */
  private static final long CLOSE_SECONDS = 10;

  private final RunFolders folders;
  private final Duration interval;
  private final Consumer<String> warnings;
  private final ScheduledExecutorService threads;
  private final Map<String, KeptRun> jobs = new ConcurrentHashMap<>();
  private final Map<String, KeptRun> views = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param interval between checkpoints; zero for only when asked
   */
  KeptRuns(RunFolders folders, Duration interval, Consumer<String> warnings) {
    this.folders = folders;
    this.interval = interval;
    this.warnings = warnings;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newScheduledThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "leat-run-checkpoints-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    long millis = interval.toMillis();
    if (millis > 0) {
      var unused =
          threads.scheduleWithFixedDelay(
              this::checkpointQuietly, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** When what a job writes can be seen, in words for whoever has started it. */
  String visibility() {
    String often =
        interval.isZero()
            ? "when somebody says CHECKPOINT"
            : "with its checkpoints, every "
                + (interval.toMillis() % 1000 == 0
                    ? interval.toSeconds() + " s"
                    : interval.toMillis() + " ms");
    return "what it writes is visible "
        + often
        + " (durability.checkpoint-interval)"
        + (interval.isZero() ? "" : "; CHECKPOINT makes one now");
  }

  RunFolders folders() {
    return folders;
  }

  private List<KeptRun> all() {
    List<KeptRun> all = new ArrayList<>(jobs.values());
    all.addAll(views.values());
    return all;
  }

  private void checkpointQuietly() {
    for (KeptRun kept : all()) {
      var unused =
          kept.checkpoint()
              .whenComplete(
                  (checkpoint, failure) -> {
                    CircuitRun run = kept.run();
                    if (failure != null && run != null && run.state() == CircuitRun.State.RUNNING) {
                      warnings.accept(
                          "no checkpoint of "
                              + kept.folder().path().getFileName()
                              + ": "
                              + Failures.of(failure).message());
                    }
                  });
    }
  }

  /** Makes a checkpoint of each and waits until they are durable and sinks have committed. */
  void checkpoint() {
    List<KeptRun> asked = all();
    List<CompletableFuture<Long>> checkpoints = asked.stream().map(KeptRun::checkpoint).toList();
    for (int i = 0; i < checkpoints.size(); i++) {
      CircuitRun run = asked.get(i).run();
      try {
        checkpoints.get(i).join();
      } catch (CompletionException e) {
        if (run != null && run.state() == CircuitRun.State.RUNNING) {
          throw Failures.of(e.getCause());
        }
      }
    }
  }

  /** Takes a job down, before it begins. */
  KeptRun add(String id, JobDefinition definition) {
    KeptRun kept = new KeptRun(folders.job(id), definition, threads);
    kept.folder().define(definition);
    jobs.put(id, kept);
    return kept;
  }

  /** A job's folder, whether it runs or not; null if there is none of that id. */
  @Nullable KeptRun job(String id) {
    return jobs.get(id);
  }

  /** Takes up a job of before a restart. */
  KeptRun restored(String id, JobDefinition definition) {
    KeptRun kept = new KeptRun(folders.job(id), definition, threads);
    jobs.put(id, kept);
    return kept;
  }

  /** A job of before a restart of which no more is known than that there is one. */
  void unknown(String id) {
    jobs.put(id, new KeptRun(folders.job(id), null, threads));
  }

  void remove(String id) {
    jobs.remove(id);
  }

  /** A job has ended by itself. */
  void ended(String id, KeptRun kept, CircuitRun run) {
    if (closed) {
      return;
    }
    try {
      if (run.state() == CircuitRun.State.FINISHED) {
        jobs.remove(id, kept);
        kept.forget();
      } else if (run.state() == CircuitRun.State.FAILED) {
        kept.define(JobDefinition.State.FAILED, Failures.of(run.failure()).message());
      }
    } catch (LeatException e) {
      warnings.accept("job " + id + ": " + e.message());
    }
  }

  /** A view over connectors can be read: its state is kept from now on. */
  void addView(String name, CircuitRun run) {
    KeptRun kept = new KeptRun(folders.view(name), null, threads);
    kept.begun(run);
    views.put(name, kept);
  }

  /**
   * A view has another query, which has taken over state of the one before. Its own is durable when
   * this returns: what has been taken over may be nowhere else any more. What the query before has
   * left stays until the next checkpoint, since the catalog still has that query.
   */
  void takenOver(String name, CircuitRun run) {
    KeptRun before = views.get(name);
    if (before != null) {
      before.end();
    }
    addView(name, run);
    String why = "the query has ended";
    try {
      KeptRun view = views.get(name);
      if (view != null && view.checkpoint().join() > 0) {
        return;
      }
    } catch (CompletionException e) {
      why = Failures.of(e.getCause()).message();
    }
    // Else it would go on from the state of another query.
    forgetView(name);
    addView(name, run);
    warnings.accept("no checkpoint of " + name + ", which has another query: " + why);
  }

  /** A view's state is nothing to go on from: it is gone, or has another query. */
  void forgetView(String name) {
    KeptRun kept = views.remove(name);
    if (kept == null) {
      folders.view(name).delete();
    } else {
      kept.forget();
    }
  }

  /** Makes a checkpoint of a view, if it can be read. */
  void checkpointView(String name) {
    KeptRun view = views.get(name);
    CircuitRun run = view == null ? null : view.run();
    if (view == null || run == null || run.state() != CircuitRun.State.RUNNING) {
      return;
    }
    try {
      view.checkpoint().join();
    } catch (CompletionException e) {
      if (run.state() == CircuitRun.State.RUNNING) {
        throw Failures.of(e.getCause());
      }
    }
  }

  /**
   * The newest state of a view that is whole; null if none has been kept yet.
   *
   * @throws LeatException XX001 if there is none that is whole, 0A000 if another version of Leat
   *     has written it: to begin anew would drop what may be nowhere else
   */
  @Nullable RunState viewState(String name) {
    return viewState(name, state -> true);
  }

  /**
   * The newest state of a view that is that of a query, or else the newest one. There is a newer
   * one of another query if the view was about to get that.
   */
  @Nullable RunState viewState(String name, Circuit query) {
    RunState own = viewState(name, state -> state.fits(query));
    return own == null ? viewState(name) : own;
  }

  private @Nullable RunState viewState(String name, Predicate<RunState> wanted) {
    RunFolder folder = folders.view(name);
    List<Long> numbers = folder.numbers();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      try {
        RunState state = RunFolder.read(folder.checkpoint(numbers.get(i)));
        if (wanted.test(state)) {
          return state;
        }
      } catch (LeatException e) {
        if (i == 0 || !e.sqlState().equals(SqlState.DATA_CORRUPTED)) {
          throw e.withHint(
              "restore its folder from a copy, or DROP the view and create it again: it then reads"
                  + " its sources from their beginning");
        }
        warnings.accept(e.message() + "; the one before it is used");
      }
    }
    return null;
  }

  /** Makes last checkpoints; then jobs may be stopped, and go on after the next start. */
  @Override
  public void close() {
    List<KeptRun> open = all();
    try {
      CompletableFuture.allOf(
              open.stream().map(KeptRun::checkpoint).toArray(CompletableFuture<?>[]::new))
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      warnings.accept("the last checkpoints of jobs and views were not finished: " + e);
    }
    closed = true;
    open.forEach(KeptRun::end);
    threads.shutdown();
  }
}
