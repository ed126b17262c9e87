package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import org.jspecify.annotations.Nullable;

/**
 * A vertex of a running circuit. Called by one thread at a time; never blocks, starts threads or
 * reads the clock.
 *
 * <p>Order of calls: {@code open}, then {@code restore} any number of times, then epochs: {@code
 * process} for every batch of the epoch in any order of inputs, {@code endEpoch} once; {@code
 * freeze} only between epochs; {@code close} last, at any point after construction.
 */
public interface Operator extends AutoCloseable {

  void open(OperatorContext context);

  /** Takes one batch of one input; all batches of epoch e come before {@code endEpoch(e)}. */
  void process(int input, ChangeBatch delta, Output output);

  /** Epochs ascend and may skip numbers; empty ones close too. */
  void endEpoch(Epoch epoch, Output output);

  /**
   * The same in event time, which is what is called: for operators whose results depend on how far
   * it has come. Rows of the epoch were to be judged by {@link OperatorContext#bound}.
   *
   * @param bound the least of the inputs' bounds as of this epoch, see {@link
   *     io.leat.runtime.data.EventTime}; never less than before
   * @return the bound of the result, or {@link io.leat.runtime.data.EventTime#IDLE}
   */
  default long endEpoch(Epoch epoch, long bound, Output output) {
    endEpoch(epoch, output);
    return bound;
  }

  /**
   * Whether the end of the epoch waits for something outside: {@link #endEpoch} has been called,
   * but rows are still to come from {@link #resume}, which is called when the operator has had the
   * shard woken, until this is false.
   */
  default boolean awaits() {
    return false;
  }

  /** Goes on with an end of an epoch that waits. */
  default void resume(Output output) {}

  /** The state as of the last epoch; O(1) or copy-on-write, the stream goes on. */
  FrozenState freeze();

  /**
   * Takes the state of one key group: any subset of groups, in any order, after open, before
   * process.
   */
  void restore(int keyGroup, StateReader reader);

  /**
   * Takes the state of a key group as {@link #restore} does, but as if nothing of the result had
   * been given: the first epoch gives all of it, and what it changes. Only where that follows from
   * the state.
   */
  default void restoreOpen(int keyGroup, StateReader reader) {
    throw new UnsupportedOperationException("its state does not tell its result");
  }

  /** How many rows its state has. */
  default long stateRows() {
    return 0;
  }

  /** Bytes of memory that its state takes. */
  default long memoryBytes() {
    return 0;
  }

  /** What has been looked up outside, for people; null if nothing is. */
  default @Nullable String lookups() {
    return null;
  }

  /** What holds event time back, as of the last epoch. */
  default TimeProgress timeProgress() {
    return TimeProgress.NONE;
  }

  @Override
  void close();
}
