package io.leat.runtime.local;

import java.time.ZoneId;

/**
 * How to run a circuit.
 *
 * @param name for people: thread dumps, SHOW JOBS
 * @param failOnRowError whether the first row error ends the run, rather than being recorded
 * @param zone the session's time zone
 */
public record RunOptions(String name, boolean failOnRowError, ZoneId zone) {}
