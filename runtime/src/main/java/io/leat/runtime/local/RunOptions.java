package io.leat.runtime.local;

import java.time.ZoneId;

/**
 * How to run a circuit.
 *
 * @param name for people: thread dumps, SHOW JOBS
 * @param failOnRowError whether the first row error ends the run, rather than being recorded
 * @param zone the session's time zone
 * @param oneEpoch whether all input, which is bounded, is one epoch, so that only final results are
 *     emitted
 */
public record RunOptions(String name, boolean failOnRowError, ZoneId zone, boolean oneEpoch) {

  /** Options of a run that cuts its input into epochs. */
  public RunOptions(String name, boolean failOnRowError, ZoneId zone) {
    this(name, failOnRowError, zone, false);
  }
}
