package io.leat.runtime.local;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How to run a circuit.
 *
 * @param name for people: thread dumps, SHOW JOBS
 * @param failOnRowError whether the first row error ends the run, rather than being recorded
 * @param zone the session's time zone
 * @param oneEpoch whether all input, which is bounded, is one epoch, so that only final results are
 *     emitted
 * @param checkpoints keeps the run's checkpoints, with which its sinks become visible; null for a
 *     run whose sinks become visible with epochs
 * @param restored what it goes on from; null to begin
 */
public record RunOptions(
    String name,
    boolean failOnRowError,
    ZoneId zone,
    boolean oneEpoch,
    @Nullable CheckpointStore checkpoints,
    @Nullable RunState restored) {

  /** Options of a run that cuts its input into epochs. */
  public RunOptions(String name, boolean failOnRowError, ZoneId zone) {
    this(name, failOnRowError, zone, false);
  }

  /** Options of a run that begins, and is not kept. */
  public RunOptions(String name, boolean failOnRowError, ZoneId zone, boolean oneEpoch) {
    this(name, failOnRowError, zone, oneEpoch, null, null);
  }

  /** The same for a run whose checkpoints are kept. */
  public RunOptions keptBy(CheckpointStore store) {
    return new RunOptions(name, failOnRowError, zone, oneEpoch, store, restored);
  }

  /** The same for a run that goes on from a checkpoint. */
  public RunOptions from(@Nullable RunState state) {
    return new RunOptions(name, failOnRowError, zone, oneEpoch, checkpoints, state);
  }
}
