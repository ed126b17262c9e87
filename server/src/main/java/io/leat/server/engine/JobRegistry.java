package io.leat.server.engine;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.NearestName;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.local.CircuitRun;
import io.leat.runtime.local.pipeline.ViewFill;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The jobs that run and the last ones that have ended. Safe for use by several threads. */
final class JobRegistry {
  private static final int ENDED_KEPT = 100;

  private final Clock clock;
  private final Map<String, Job> running = new LinkedHashMap<>();
  private final Deque<Job> ended = new ArrayDeque<>();
  private long lastNumber;

  JobRegistry(Clock clock) {
    this.clock = clock;
  }

  Job register(Job.Kind kind, String name, CircuitRun run) {
    return register(kind, name, run, OptionalDouble::empty);
  }

  /** Registers the circuit of a materialized view, in place of one that has ended. */
  Job register(String view, ViewFill fill) {
    forgetView(view);
    return register(
        Job.Kind.VIEW,
        view,
        fill.run(),
        () -> fill.isDone() ? OptionalDouble.empty() : OptionalDouble.of(fill.progress()));
  }

  /** An id that no job has. */
  synchronized String newId(Job.Kind kind) {
    return prefix(kind) + ++lastNumber;
  }

  private static String prefix(Job.Kind kind) {
    return switch (kind) {
      case QUERY -> "query-";
      case INSERT -> "job-";
      case VIEW -> "view-";
    };
  }

  /** Somebody has that id, from before a restart. */
  synchronized void reserve(String id) {
    String number = id.substring(id.lastIndexOf('-') + 1);
    if (number.matches("[0-9]{1,18}")) {
      lastNumber = Math.max(lastNumber, Long.parseLong(number));
    }
  }

  private Job register(
      Job.Kind kind, String name, CircuitRun run, Supplier<OptionalDouble> filling) {
    return register(newId(kind), kind, name, run, filling);
  }

  /** Registers a job under an id that it has already. */
  Job register(String id, Job.Kind kind, String name, CircuitRun run) {
    return register(id, kind, name, run, OptionalDouble::empty);
  }

  private Job register(
      String id, Job.Kind kind, String name, CircuitRun run, Supplier<OptionalDouble> filling) {
    Job job = new Job(id, kind, name, clock.instant(), run, filling);
    synchronized (this) {
      running.put(job.id(), job);
    }
    var unused = run.whenEnded().thenRun(() -> retire(job));
    return job;
  }

  /** All jobs of the kinds asked for, ended ones first, each group in the order of their start. */
  synchronized List<Job> list() {
    List<Job> jobs = new ArrayList<>(ended);
    jobs.addAll(running.values());
    // Its shards may take a moment to let go of it.
    jobs.removeIf(JobRegistry::isOfFormerView);
    return jobs;
  }

  /** Whether it kept a view that has been dropped, or has another query now. */
  private static boolean isOfFormerView(Job job) {
    return job.kind() == Job.Kind.VIEW
        && job.run().state() == CircuitRun.State.STOPPED
        && job.filling().get().isEmpty();
  }

  /**
   * Stops a job and waits for nothing.
   *
   * @throws LeatException if there is no job of that id, or it has ended
   */
  void stop(String id) {
    Job job;
    synchronized (this) {
      job = running.get(id);
      if (job == null) {
        throw unknown(id);
      }
      if (job.kind() == Job.Kind.VIEW && job.filling().get().isEmpty()) {
        throw new LeatException(
                SqlState.DEPENDENT_OBJECTS_EXIST, "job '" + id + "' keeps view " + job.name())
            .withHint("use DROP MATERIALIZED VIEW");
      }
    }
    job.run().stop();
  }

  /** Stops a job if it runs, else forgets that it has been. */
  void forget(String id) {
    Job job;
    synchronized (this) {
      job = running.get(id);
      ended.removeIf(each -> each.id().equals(id));
    }
    if (job != null) {
      job.run().stop();
    }
  }

  /**
   * Checks that a job runs.
   *
   * @throws LeatException 42704 if there is no job of that id, or it has ended
   */
  synchronized void requireRunning(String id) {
    if (!running.containsKey(id)) {
      throw unknown(id);
    }
  }

  /** That there is no such job, or nothing that it could go on from. */
  synchronized LeatException unknownOrEnded(String id) {
    if (!running.containsKey(id)) {
      return unknown(id);
    }
    return new LeatException(SqlState.OBJECT_IN_USE, "job '" + id + "' is running");
  }

  void stopAll() {
    List<Job> jobs;
    synchronized (this) {
      jobs = List.copyOf(running.values());
    }
    jobs.forEach(job -> job.run().stop());
  }

  /** Forgets circuits of a view that have ended: it is dropped, or has another one. */
  synchronized void forgetView(String view) {
    ended.removeIf(job -> job.kind() == Job.Kind.VIEW && job.name().equals(view));
  }

  private LeatException unknown(String id) {
    for (Job job : ended) {
      if (job.id().equals(id)) {
        return new LeatException(
            SqlState.UNDEFINED_OBJECT, "job '" + id + "' has ended: " + job.status());
      }
    }
    return new LeatException(SqlState.UNDEFINED_OBJECT, "unknown job '" + id + "'")
        .withHint(
            NearestName.of(id, running.keySet())
                .map(near -> "Did you mean '" + near + "'? SHOW JOBS lists them all.")
                .orElse("SHOW JOBS lists them all."));
  }

  private synchronized void retire(Job job) {
    running.remove(job.id(), job);
    if (isOfFormerView(job)) {
      return;
    }
    ended.addLast(job);
    if (ended.size() > ENDED_KEPT) {
      ended.removeFirst();
    }
  }
}
