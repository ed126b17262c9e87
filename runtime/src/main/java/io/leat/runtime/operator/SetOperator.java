package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;

/** Not written yet. */
public final class SetOperator extends StatelessOperator {

  public SetOperator(Node.SetOperation node) {
    throw new IllegalStateException("set operation: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
