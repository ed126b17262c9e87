package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * EXISTS or IN of a query that names outer columns only in a filter at its top: the filter is the
 * condition of a semi-join, and no domain is needed.
 *
 * @param rows what is filtered, independent of outer columns
 * @param columns of the query, over those rows
 */
record CorrelatedFilter(
    RexSubQuery subQuery, RelNode rows, List<RexNode> conditions, List<RexNode> columns) {

  /** Null if the query has not that form. */
  static @Nullable CorrelatedFilter of(RexSubQuery subQuery) {
    boolean exists = subQuery.getKind() == SqlKind.EXISTS;
    if (!exists && !SubqueryLowering.isIn(subQuery)) {
      return null;
    }
    RelNode rel = subQuery.rel;
    List<RexNode> columns = null;
    if (rel instanceof Project project) {
      columns = project.getProjects();
      rel = project.getInput();
    }
    if (!(rel instanceof Filter filter)
        || !OuterColumn.usedBy(filter.getInput()).isEmpty()
        || SubqueryLowering.find(filter.getCondition()) != null) {
      return null;
    }
    if (columns == null) {
      int width = filter.getRowType().getFieldCount();
      columns =
          IntStream.range(0, width)
              .<RexNode>mapToObj(i -> RexInputRef.of(i, filter.getRowType()))
              .toList();
    }
    if (!exists
        && !(SubqueryLowering.findAll(columns).isEmpty()
            && OverLowering.findAll(columns).isEmpty())) {
      return null;
    }
    return new CorrelatedFilter(
        subQuery,
        filter.getInput(),
        RelOptUtil.conjunctions(filter.getCondition()),
        exists ? List.of() : columns);
  }

  /** The condition over the frame's columns, then those of the rows. */
  Expression condition(Frame frame, Plan inner, RelLowering relations, Expressions expressions) {
    List<OuterColumn> outer = List.copyOf(OuterColumn.usedBy(subQuery.rel));
    List<Expression> asking =
        outer.stream().map(column -> relations.required(frame, column)).toList();
    int width = inner.schema().size();
    int start = frame.plan().schema().size();
    List<RowSchema.Field> fields = new ArrayList<>(inner.schema().fields());
    asking.forEach(column -> fields.add(new RowSchema.Field("outer", column.type())));
    Plan pairs = PlanBuilder.empty(new RowSchema(fields));
    Frame inside = new Frame(new Lowered(pairs, width), new Domain(outer, pairs), Set.of());
    List<Expression> terms = new ArrayList<>();
    List<Expression> values = relations.lowerAll(subQuery.getOperands(), frame);
    List<Expression> columnValues = relations.lowerAll(columns, inside);
    for (Expression condition : relations.lowerAll(conditions, inside)) {
      terms.add(moved(condition, width, start, asking, expressions));
    }
    for (int i = 0; i < values.size(); i++) {
      Expression column = moved(columnValues.get(i), width, start, asking, expressions);
      terms.add(
          expressions.predicate(
              "=", ExpressionLowering.comparable(expressions, values.get(i), column)));
    }
    return Expressions.and(terms);
  }

  private static Expression moved(
      Expression expression,
      int width,
      int start,
      List<Expression> asking,
      Expressions expressions) {
    return expressions.replace(
        expression,
        reference -> {
          int index = ((Expression.InputRef) reference).index();
          return index < width
              ? new Expression.InputRef(start + index, reference.type())
              : asking.get(index - width);
        });
  }
}
