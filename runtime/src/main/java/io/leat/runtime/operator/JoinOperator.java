package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;

/** Not written yet. */
public final class JoinOperator extends StatelessOperator {

  public JoinOperator(Node.Join node, RowSchema left, RowSchema right, ZoneId zone) {
    throw new IllegalStateException("join: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
