package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;

/** Not written yet. */
public final class OverOperator extends StatelessOperator {

  public OverOperator(Node.Over node, RowSchema input) {
    throw new IllegalStateException("window function: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
