package io.leat.server.function;

import io.leat.runtime.testing.Batches.Change;
import io.leat.server.oracle.Canonical;
import io.leat.server.oracle.History;
import io.leat.server.oracle.ShardedCircuit;
import io.leat.sql.PlannedStatement;
import io.leat.sql.Planner;
import io.leat.sql.PlannerSession;
import io.leat.sql.catalog.Catalog;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Leat's values of expressions over the sample rows: all rows in one batch of one epoch. */
final class LeatExpressions {
  private final Planner planner;
  private final List<Change> rows;

  LeatExpressions(List<List<@Nullable Object>> rows) {
    Catalog catalog = new Catalog();
    planner = new Planner(catalog);
    String columns =
        SampleColumns.schema().fields().stream()
            .map(field -> "`" + field.name() + "` " + field.type())
            .collect(Collectors.joining(", "));
    String create =
        "CREATE TABLE v ("
            + columns
            + ") WITH ('connector' = 'changes', 'append-only' = 'true', 'bounded' = 'true')";
    catalog.create(
        ((PlannedStatement.CreateTable) planner.plan(create, session(), List.of())).table(), false);
    this.rows = rows.stream().map(row -> new Change(row, 1)).toList();
  }

  private static PlannerSession session() {
    return new PlannerSession(Catalog.DEFAULT_CATALOG, Catalog.DEFAULT_DATABASE, ZoneOffset.UTC);
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
    PlannedStatement.Query query = (PlannedStatement.Query) planner.plan(sql, session(), List.of());
    Outcome outcome = new Outcome();
    try (ShardedCircuit circuit = new ShardedCircuit(query.circuit(), 1, 1)) {
      for (Change change : circuit.run(List.of(new History.Batch("v", rows)))) {
        outcome.put(change.row().get(0), Canonical.value(change.row().get(1)));
      }
    }
    return outcome;
  }
}
