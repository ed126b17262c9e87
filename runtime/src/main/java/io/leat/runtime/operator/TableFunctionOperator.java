package io.leat.runtime.operator;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;

/** Not written yet. */
public final class TableFunctionOperator extends StatelessOperator {

  public TableFunctionOperator(Node.TableFunction node, RowSchema input, ZoneId zone) {
    throw new IllegalStateException("table function: " + node.id());
  }

  @Override
  public void process(int input, ChangeBatch delta, Output output) {}
}
