package io.leat.runtime.connector;

import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.List;

/**
 * Writes a table. Each shard's writer collects an interval of epochs and prepares a token for it;
 * once the tokens of all shards are there (and, with a durable pipeline, in a checkpoint), they are
 * committed in one go.
 */
public interface Sink {

  /**
   * Opens a writer; one per shard. Tokens that recovery found have been committed before.
   *
   * @param zone the session's, in which TIMESTAMP_LTZ becomes text
   */
  SinkWriter writer(RowSchema schema, int shard, ZoneId zone);

  /**
   * Makes everything visible that the token stands for. Idempotent, maybe called in another process
   * after a restart; called by one thread at a time, in the order of epochs and then of shards.
   */
  void commit(byte[] token);

  /** Commits the tokens that all shards have prepared in an epoch, in the order of shards. */
  default void commit(List<byte[]> tokens) {
    tokens.forEach(this::commit);
  }

  /**
   * Goes on after a restart, before a writer is opened: commits what may have been committed or
   * not, takes up what the writers of before had still to do, and removes what they had begun in
   * vain.
   *
   * @param tokens of the checkpoint that the run goes on from, in the order in which they were
   *     prepared; not empty
   */
  default void resume(List<byte[]> tokens) {
    commit(tokens);
  }

  /**
   * Begins a run that is kept where no checkpoint tells of the sink, before a writer is opened:
   * removes what an earlier start of the same run had prepared, which nobody is going to commit.
   *
   * @param owner the run and its sink among all that there are, the same at every start
   */
  default void begin(String owner) {}

  /**
   * Whether what is written becomes visible with the run's checkpoints, if it has any, so that it
   * is there exactly once after a restart. Otherwise it does epoch by epoch, and what came after
   * the last checkpoint comes again.
   */
  default boolean withCheckpoints() {
    return true;
  }

  /** Makes durable what a token stands for, before the checkpoint that holds the token is. */
  default void persist(byte[] token) {}

  /**
   * The target has gone (a closed terminal, a broken pipe) or failed; releases what commits hold.
   */
  default void close() {}
}
