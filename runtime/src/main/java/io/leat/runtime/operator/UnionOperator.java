package io.leat.runtime.operator;

import io.leat.runtime.data.ChangeBatch;

/** The sum of Z-sets: passes on what any input gives. */
public final class UnionOperator extends StatelessOperator {

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    output.emit(delta);
  }
}
