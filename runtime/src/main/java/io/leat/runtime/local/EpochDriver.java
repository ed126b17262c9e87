package io.leat.runtime.local;

import java.util.concurrent.CompletableFuture;

/** Hears what a {@link DrivenRun} does. Called by worker threads; never blocks. */
public interface EpochDriver {

  /** A connector has rows for another epoch; said again only after that epoch. */
  void inputAvailable();

  /** All shards have ended the epoch. */
  void epochEnded(long epoch);

  /**
   * The same, just before, when somebody has asked for the state as of the end of the epoch.
   *
   * @param asked to be completed with it and the rows of stored relations that belong to it
   */
  default void frozen(FrozenRun state, CompletableFuture<FrozenRun> asked) {
    asked.complete(state);
  }

  /** There is room for results again. */
  default void roomMade() {}

  /** Whether the results of an epoch go to the client. */
  default boolean publishes(long epoch) {
    return true;
  }
}
