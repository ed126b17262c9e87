package io.leat.runtime.operator;

import io.leat.runtime.data.Epoch;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;

/** An operator whose output depends on the batch at hand alone. */
abstract class StatelessOperator implements Operator {

  @Override
  public void open(OperatorContext context) {}

  @Override
  public void endEpoch(Epoch epoch, Output output) {}

  @Override
  public FrozenState freeze() {
    return FrozenState.EMPTY;
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    throw new IllegalStateException(getClass().getSimpleName() + " keeps no state to restore");
  }

  @Override
  public void close() {}
}
