package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Calls of {@code CURRENT_WATERMARK(time attribute)}. */
final class CurrentWatermarks {
  private static final String NAME = "CURRENT_WATERMARK";

  private CurrentWatermarks() {}

  /** Whether a calc has such a call. */
  static boolean areIn(Plan.Calc calc) {
    return !of(calc).isEmpty();
  }

  /**
   * Refuses calls that are about no time attribute.
   *
   * @param attributes the time attributes among the columns of the calc's input
   */
  static void require(Plan.Calc calc, Set<Integer> attributes) {
    for (Expression.Call call : of(calc)) {
      if (!(call.arguments().get(0) instanceof Expression.InputRef column)
          || !attributes.contains(column.index())) {
        throw new LeatException(
                SqlState.DATATYPE_MISMATCH, NAME + " must be called with a time attribute")
            .withHint(
                "name a column with a WATERMARK as it is, before it is computed with, grouped or"
                    + " joined otherwise than in time");
      }
    }
  }

  private static List<Expression.Call> of(Plan.Calc calc) {
    List<Expression.Call> found = new ArrayList<>();
    calc.condition().ifPresent(condition -> collect(condition, found));
    calc.projections().forEach(projection -> collect(projection, found));
    return found;
  }

  private static void collect(Expression expression, List<Expression.Call> found) {
    if (expression instanceof Expression.Call call && call.function().equals(NAME)) {
      found.add(call);
    }
    expression.parts().forEach(part -> collect(part, found));
  }
}
