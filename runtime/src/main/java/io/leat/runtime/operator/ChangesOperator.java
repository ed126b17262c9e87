package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;

/** Not written yet. */
public final class ChangesOperator extends StatelessOperator {

  public ChangesOperator(Node.Changes node, RowSchema input) {
    throw new IllegalStateException("changes: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
