package io.leat.runtime.step;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.operator.Operator;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;

/** Makes the operator of a filter and projection. */
@FunctionalInterface
public interface CalcFactory {
  Operator create(Node.Calc node, RowSchema input, ZoneId zone);
}
