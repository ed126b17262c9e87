package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;

/**
 * Runs circuits on this process's worker threads, one per shard. Safe for use by several threads.
 */
public interface LocalRuntime extends AutoCloseable {

  /** Starts a circuit on all shards. Errors in opening it are thrown here. */
  CircuitRun start(Circuit circuit, RunOptions options);

  int shards();

  /** Stops all runs and ends the workers. */
  @Override
  void close();
}
