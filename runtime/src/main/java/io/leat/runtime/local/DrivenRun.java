package io.leat.runtime.local;

/**
 * A run that works on an epoch when it is told to, on all that its sources have by then: all of
 * stored relations, a bounded number of rows of connectors.
 */
public interface DrivenRun extends CircuitRun {

  /**
   * Opens an epoch; the one before has ended.
   *
   * @param epoch above all numbers before
   */
  void advance(long epoch);

  /**
   * The same for an epoch with little to do: the calling thread works on it itself as far as it
   * gets in a short time, so that no other thread has to wake up.
   */
  void advanceHere(long epoch);

  /** Ends it with a failure. */
  void fail(Throwable why);

  /** Whether there is room for the results of another epoch. */
  boolean hasRoom();
}
