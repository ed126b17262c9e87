package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The rows that the expressions of one relation see: its input's columns, those of the domain, and
 * behind them what has been added for sub-queries.
 */
final class Frame {
  private final int width;
  private final @Nullable Domain domain;
  private final Map<CorrelationId, Integer> own = new HashMap<>();
  private final Map<RexNode, Expression> answers = new HashMap<>();
  private Plan plan;

  Frame(Lowered input, @Nullable Domain domain, Set<CorrelationId> own) {
    this.plan = input.plan();
    this.width = input.width();
    this.domain = domain;
    own.forEach(id -> this.own.put(id, 0));
  }

  /** Lets columns of an inner query that counts from {@code offset} mean this frame's. */
  void own(CorrelationId id, int offset) {
    own.put(id, offset);
  }

  Plan plan() {
    return plan;
  }

  /** Replaces the rows; columns that were there stay in their places. */
  void replace(Plan extended) {
    plan = extended;
  }

  int width() {
    return width;
  }

  /** The value of a sub-query or window function, once it is there. */
  void answer(RexNode asked, Expression value) {
    answers.put(asked, value);
  }

  @Nullable Expression answer(RexNode asked) {
    return answers.get(asked);
  }

  Expression column(int index) {
    return new Expression.InputRef(index, plan.schema().type(index));
  }

  /** The column that has an outer column's value; null if it is none of this frame's. */
  @Nullable Expression find(OuterColumn outer) {
    Integer offset = own.get(outer.query());
    if (offset != null) {
      return column(outer.field() - offset);
    }
    int index = domain == null ? -1 : domain.columns().indexOf(outer);
    return index < 0 ? null : column(width + index);
  }

  /** The columns that tell which outer values a row belongs to. */
  List<Expression> domainColumns() {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; domain != null && i < domain.size(); i++) {
      columns.add(column(width + i));
    }
    return columns;
  }
}
