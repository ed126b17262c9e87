package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The value of a query that may give several rows, which is an error of the row that asks. */
final class SingleValue {
  private static final String SEVERAL = "a subquery used as a value gives more than one row";

  private final PlanBuilder plans;
  private final Expressions expressions;
  private final @Nullable Domain domain;
  private final PeeledValue query;

  SingleValue(
      PeeledValue query, @Nullable Domain domain, PlanBuilder plans, Expressions expressions) {
    this.plans = plans;
    this.expressions = expressions;
    this.domain = domain;
    this.query = query;
  }

  /** Joins the query with the rows that ask. */
  Expression answer(Frame frame, RelLowering relations) {
    Plan asked = counted();
    AskedQuery question = new AskedQuery(relations, asked, query.width(), domain);
    int start = frame.plan().schema().size();
    frame.replace(
        plans.join(
            domain == null ? JoinType.INNER : JoinType.LEFT,
            frame.plan(),
            asked,
            question.sameOuter(frame)));
    Expression alone = frame.column(start + asked.schema().size() - 1);
    Expression required = expressions.require(alone, SqlState.CARDINALITY_VIOLATION, SEVERAL);
    DataType type = query.value().type().withNullable(true);
    return expressions.choose(
        List.of(new Expression.Case.Branch(required, query.in(frame, start, expressions))),
        Expressions.literal(null, type),
        type);
  }

  /**
   * One row for each combination of outer values, at its end whether it stands for one row; NULL if
   * for none, whose value is NULL whatever the query makes of its rows. Without outer values there
   * is a row for none, too.
   */
  private Plan counted() {
    Plan rows = query.rows();
    int width = query.width();
    int outer = domain == null ? 0 : domain.size();
    List<Integer> keys = IntStream.range(width, width + outer).boxed().toList();
    List<AggregateCall> calls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Expression column = PlanBuilder.reference(rows, i);
      calls.add(call("SINGLE_VALUE", List.of(column), column.type().withNullable(true)));
      names.add(rows.schema().name(i));
    }
    calls.add(call("COUNT", List.of(), ScalarType.BIGINT.withNullable(false)));
    names.add("count");
    Plan aggregate = plans.aggregate(rows, keys, calls, names);
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      columns.add(PlanBuilder.reference(aggregate, outer + i));
    }
    for (int i = 0; i < outer; i++) {
      columns.add(PlanBuilder.reference(aggregate, i));
    }
    columns.add(alone(PlanBuilder.reference(aggregate, outer + width)));
    return plans.project(aggregate, columns);
  }

  private Expression alone(Expression count) {
    Expression alone = compare(count, "<=", 1);
    if (domain != null || query.isColumn()) {
      return alone;
    }
    DataType type = alone.type().withNullable(true);
    return expressions.choose(
        List.of(
            new Expression.Case.Branch(compare(count, "=", 0), Expressions.literal(null, type))),
        alone,
        type);
  }

  private Expression compare(Expression count, String how, long with) {
    return expressions.predicate(how, List.of(count, Expressions.literal(with, ScalarType.BIGINT)));
  }

  private static AggregateCall call(String function, List<Expression> arguments, DataType type) {
    return new AggregateCall(function, arguments, false, OptionalInt.empty(), List.of(), type);
  }
}
