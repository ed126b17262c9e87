package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;

/** Not written yet. */
public final class ConsolidateOperator extends StatelessOperator {

  public ConsolidateOperator(Node.Consolidate node) {
    throw new IllegalStateException("consolidate: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
