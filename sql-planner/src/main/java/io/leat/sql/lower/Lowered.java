package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation as a plan. In a correlated query the relation's own columns are followed by the
 * columns of the {@link Domain}, which tell the outer values that a row belongs to.
 *
 * @param width the number of the relation's own columns
 * @param rows how many rows there are for each combination of outer values
 * @param absent what belongs to the outer values that the plan has no row for; null for no row
 */
record Lowered(Plan plan, int width, Rows rows, @Nullable Absent absent) {

  /** How many rows a relation has. */
  enum Rows {
    ANY,
    AT_MOST_ONE,
    ONE
  }

  /**
   * The row of a relation for outer values without a row of their own, as that of an aggregate
   * without groups.
   *
   * @param row over the domain's columns
   */
  record Absent(List<Expression> row) {}

  Lowered(Plan plan, int width) {
    this(plan, width, Rows.ANY, null);
  }
}
