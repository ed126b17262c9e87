package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;

/** The Java text that a calc is compiled from, for {@code EXPLAIN CODEGEN}. */
public final class CalcSource {
  private CalcSource() {}

  public static String of(Node.Calc node, RowSchema input, ZoneId zone) {
    return CalcGenerator.generate(Membership.in(node), input, zone, false).source();
  }
}
