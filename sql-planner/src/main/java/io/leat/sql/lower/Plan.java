package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.CatalogTable;
import java.util.List;
import java.util.Optional;

/** A physical plan as a tree, before it becomes a circuit. */
sealed interface Plan {

  RowSchema schema();

  /** All physical columns of a connector table. */
  record Scan(CatalogTable table) implements Plan {
    @Override
    public RowSchema schema() {
      return table.physicalSchema();
    }
  }

  /** Rows known at planning. */
  record Constant(RowSchema schema, List<List<Expression.Literal>> rows) implements Plan {}

  /** A filter, then a projection. Its input is never a union, nor a calc that could be merged. */
  record Calc(
      Plan input, Optional<Expression> condition, List<Expression> projections, RowSchema schema)
      implements Plan {}

  record Union(List<Plan> inputs, RowSchema schema) implements Plan {}

  /**
   * Some rows of an append-only input.
   *
   * @param fetch −1 for all
   */
  record Limit(Plan input, long offset, long fetch) implements Plan {
    @Override
    public RowSchema schema() {
      return input.schema();
    }
  }
}
