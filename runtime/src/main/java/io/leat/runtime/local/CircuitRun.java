package io.leat.runtime.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A circuit at work on all shards. Safe for use by several threads. */
public interface CircuitRun {

  /** The life of a run; it goes only forward. */
  enum State {
    RUNNING,
    FINISHED,
    STOPPED,
    FAILED
  }

  State state();

  /** The result stream, if the circuit has a {@link io.leat.runtime.circuit.Node.Result} node. */
  @Nullable ResultStream results();

  /** Ends it; what its epochs have not yet committed is dropped. Returns at once, idempotent. */
  void stop();

  /**
   * Completes with the last state when every shard has let go of its operators, readers and
   * writers.
   */
  CompletableFuture<State> whenEnded();

  /**
   * Its state as of the end of the epoch that opens next, which opens for this; while one is asked
   * for, all who ask get the same. Fails if the run ends before.
   */
  CompletableFuture<FrozenRun> checkpoint();

  /** Why it failed, if it did. */
  @Nullable Throwable failure();

  Statistics statistics();

  /**
   * What each operator has done so far, shard by shard; waits for the shards to say so, not long.
   */
  List<OperatorStatistics> operators();

  /** The most recent row errors, oldest first; a bounded number of them. */
  List<RowError> rowErrors();

  /**
   * What a run has done so far.
   *
   * @param rowsIn rows read from sources
   * @param rowsOut rows committed to sinks or handed to the result stream
   * @param rowsFailed rows left out because an expression failed
   * @param rowsLate rows left out because event time had passed them
   * @param epoch the last epoch that every shard has ended
   */
  record Statistics(long rowsIn, long rowsOut, long rowsFailed, long rowsLate, long epoch) {}

  /**
   * What an operator has done on one shard.
   *
   * @param id of its node
   * @param name what it is
   * @param rowsIn rows taken, those taken back counted too
   * @param rowsOut rows given to others
   * @param rowsLate rows left out because event time had passed them
   * @param stateRows rows that it keeps
   * @param stateBytes memory that they take, about
   * @param bound how far event time has come in what it reads, see {@link
   *     io.leat.runtime.data.EventTime}
   * @param heldBy the split or table that holds event time back; null if none does
   * @param idle splits or tables that are left out of event time
   * @param lookups what all shards have looked up outside, in words; null if nothing is
   */
  record OperatorStatistics(
      String id,
      String name,
      int shard,
      long rowsIn,
      long rowsOut,
      long rowsLate,
      long stateRows,
      long stateBytes,
      long bound,
      @Nullable String heldBy,
      List<String> idle,
      @Nullable String lookups) {}

  /** A row that an expression failed on: its node, why, and its values as text. */
  record RowError(long epoch, String node, String sqlState, String message, String row) {}
}
