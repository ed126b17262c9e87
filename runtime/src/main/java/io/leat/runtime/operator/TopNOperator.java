package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;

/** Not written yet. */
public final class TopNOperator extends StatelessOperator {

  public TopNOperator(Node.TopN node, RowSchema input) {
    throw new IllegalStateException("top-N: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
