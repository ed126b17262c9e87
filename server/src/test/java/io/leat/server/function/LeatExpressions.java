package io.leat.server.function;

import io.leat.server.oracle.Canonical;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leat's values of expressions over the sample rows. */
final class LeatExpressions {
  private final LeatTable table;

  LeatExpressions(List<List<@Nullable Object>> rows) {
    table = new LeatTable(SampleColumns.schema(), rows);
  }

  /**
   * The values by the row's number, or by group for an aggregate.
   *
   * @throws io.leat.runtime.error.LeatException if there is no such expression
   */
  Outcome evaluate(FunctionLine line) {
    String sql =
        line.is("aggregate")
            ? "SELECT g, " + line.leat() + " AS r FROM v GROUP BY g"
            : "SELECT id, " + line.leat() + " AS r FROM v";
    Outcome outcome = new Outcome();
    for (List<@Nullable Object> row : table.run(sql)) {
      outcome.put(row.get(0), Canonical.value(row.get(1)));
    }
    return outcome;
  }
}
