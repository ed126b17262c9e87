package io.leat.runtime.local.pipeline;

import java.util.Map;

/** Takes down what writers have done, epoch after epoch, before anybody sees it. */
@FunctionalInterface
public interface EpochJournal {

  /** For engines that forget everything when they end. */
  EpochJournal NONE = (epoch, changes) -> {};

  /**
   * Takes down an epoch, on the pipeline's thread: all of its writes have been accepted, no view
   * has been taken through it, nothing is visible and no writer has been told. If this throws, the
   * writers get that error and the epoch has not been.
   *
   * @param epoch above all numbers before
   * @param changes of tables, by full name; there is at least one
   */
  void write(long epoch, Map<String, Changes> changes);

  /** Whether {@link #write} waits until what it takes is on the disk. */
  default boolean waitsForDisk() {
    return false;
  }

  /** A number is given to an epoch, which may become visible without changes of tables. */
  default void opened(long epoch) {}
}
