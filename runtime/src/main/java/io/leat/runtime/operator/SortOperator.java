package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;

/** Not written yet. */
public final class SortOperator extends StatelessOperator {

  public SortOperator(Node.Sort node) {
    throw new IllegalStateException("sort: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
