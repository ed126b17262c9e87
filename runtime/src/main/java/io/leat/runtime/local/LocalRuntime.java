package io.leat.runtime.local;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.data.ChangeBatch;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * Runs circuits on this process's worker threads, one per shard. Safe for use by several threads.
 */
public interface LocalRuntime extends AutoCloseable {

  /** Starts a circuit on all shards. Errors in opening it are thrown here. */
  CircuitRun start(Circuit circuit, RunOptions options);

  /**
   * The same for a circuit that reads or writes stored relations.
   *
   * @param stored what they are to this run
   */
  CircuitRun start(Circuit circuit, RunOptions options, StoredTables stored);

  /**
   * Starts a circuit that works when it is told to.
   *
   * @param driver is told what it does
   */
  DrivenRun drive(Circuit circuit, RunOptions options, StoredTables stored, EpochDriver driver);

  /**
   * Works a small bounded circuit through on the calling thread.
   *
   * @return the rows of its result
   */
  List<ChangeBatch> compute(Circuit circuit, ZoneId zone, StoredTables stored);

  /**
   * Commits what a run that had come to its end had prepared.
   *
   * @param tokens by the id of the sink's node
   */
  void commit(Circuit circuit, Map<String, List<byte[]>> tokens, StoredTables stored);

  int shards();

  /** Stops all runs and ends the workers. */
  @Override
  void close();
}
