package io.leat.server.function;

import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.RowSchema;
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

/** The table {@code v} and queries over it: all rows in one batch of one epoch. */
final class LeatTable {
  private final Planner planner;
  private final List<Change> rows;

  LeatTable(RowSchema schema, List<List<@Nullable Object>> rows) {
    Catalog catalog = new Catalog();
    planner = new Planner(catalog);
    String columns =
        schema.fields().stream()
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
   * Plans a query.
   *
   * @throws io.leat.runtime.error.LeatException if there is no such query
   */
  PlannedStatement.Query plan(String sql) {
    return (PlannedStatement.Query) planner.plan(sql, session(), List.of());
  }

  /** The query's rows; rows that are refused are left out. */
  List<List<@Nullable Object>> run(String sql) {
    try (ShardedCircuit circuit = new ShardedCircuit(plan(sql).circuit(), 1, 1)) {
      return circuit.run(List.of(new History.Batch("v", rows))).stream().map(Change::row).toList();
    }
  }
}
