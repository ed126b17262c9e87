package io.leat.server.engine;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.local.CircuitRun;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * A circuit that the engine runs on somebody's behalf: a query with a client that reads it, or an
 * INSERT.
 */
record Job(
    String id,
    Kind kind,
    String name,
    Instant started,
    CircuitRun run,
    Supplier<OptionalDouble> filling) {

  enum Kind {
    /** Ends with the result stream that its client reads. */
    QUERY,
    /** Goes on when the session that started it has ended. */
    INSERT,
    /** Goes on until the materialized view is dropped. */
    VIEW
  }

  boolean isRunning() {
    return run.state() == CircuitRun.State.RUNNING;
  }

  /** What SHOW JOBS says of its state. */
  String status() {
    OptionalDouble progress = filling.get();
    return isRunning() && progress.isPresent()
        ? "FILLING " + (int) (100 * progress.getAsDouble()) + " %"
        : run.state().name();
  }

  /** Why it failed, in words for its owner. */
  LeatException failure() {
    return Failures.of(run.failure());
  }
}
