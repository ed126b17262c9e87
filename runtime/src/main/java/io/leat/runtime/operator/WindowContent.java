package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;

/** What is kept of one window. */
interface WindowContent {

  void add(int input, ChangeBatch rows, Output output);

  /** Gives what its result is more, or other, than when this was called last. */
  void fire(Epoch epoch, Output output);

  FrozenState freeze();

  void restore(int keyGroup, StateReader reader);

  long stateRows();

  long memoryBytes();

  /** The window is gone. */
  void close();
}
