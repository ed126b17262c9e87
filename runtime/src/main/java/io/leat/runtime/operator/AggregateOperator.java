package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;

/** Not written yet. */
public final class AggregateOperator extends StatelessOperator {

  public AggregateOperator(Node.Aggregate node, RowSchema input) {
    throw new IllegalStateException("aggregate: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
