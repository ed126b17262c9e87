package io.leat.runtime.local;

/** Hears what a {@link DrivenRun} does. Called by worker threads; never blocks. */
public interface EpochDriver {

  /** A connector has rows for another epoch; said again only after that epoch. */
  void inputAvailable();

  /** All shards have ended the epoch. */
  void epochEnded(long epoch);

  /** There is room for results again. */
  default void roomMade() {}

  /** Whether the results of an epoch go to the client. */
  default boolean publishes(long epoch) {
    return true;
  }
}
