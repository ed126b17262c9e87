package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The value of a query that may give several rows, which is an error of the row that asks. So it is
 * found above the join with the rows that ask: below, the rows of the query would be left out, and
 * the join would take that for a query without rows, whose value is NULL.
 */
final class SingleValue {
  private static final String SEVERAL = "a subquery used as a value gives more than one row";

  private final PlanBuilder plans;
  private final Expressions expressions;
  private final @Nullable Domain domain;
  private final Plan rows;
  private final int width;
  private final Expression value;

  /**
   * @param rows of {@code width} columns, then those of the domain
   * @param value over these columns
   */
  private SingleValue(
      PlanBuilder plans,
      Expressions expressions,
      @Nullable Domain domain,
      Plan rows,
      int width,
      Expression value) {
    this.plans = plans;
    this.expressions = expressions;
    this.domain = domain;
    this.rows = rows;
    this.width = width;
    this.value = value;
  }

  /** The value of a query of one column. What another sub-query is to it is found above as well. */
  static SingleValue of(
      Lowered query, @Nullable Domain domain, PlanBuilder plans, Expressions expressions) {
    Plan plan = query.plan();
    if (!(plan instanceof Plan.Calc calc)
        || !Expressions.refuses(calc.projections().get(0))
        || !Expressions.deterministic(calc.projections().get(0))) {
      return new SingleValue(
          plans, expressions, domain, plan, query.width(), PlanBuilder.reference(plan, 0));
    }
    Expression whole = calc.projections().get(0);
    Set<Expression> read = new LinkedHashSet<>();
    addReferences(whole, read);
    List<Expression> parts = new ArrayList<>(read);
    List<Expression> columns = new ArrayList<>(parts);
    columns.addAll(calc.projections().subList(query.width(), calc.projections().size()));
    Plan input = calc.input();
    Plan kept = calc.condition().map(term -> PlanBuilder.kept(input, term)).orElse(input);
    Expression value =
        expressions.replace(
            whole, column -> new Expression.InputRef(parts.indexOf(column), column.type()));
    return new SingleValue(
        plans, expressions, domain, plans.project(kept, columns), parts.size(), value);
  }

  private static void addReferences(Expression expression, Set<Expression> references) {
    if (expression instanceof Expression.InputRef) {
      references.add(expression);
    }
    expression.parts().forEach(part -> addReferences(part, references));
  }

  /** Joins the query with the rows that ask. */
  Expression answer(Frame frame, RelLowering relations) {
    Plan asked = counted();
    AskedQuery question = new AskedQuery(relations, asked, width, domain);
    int start = frame.plan().schema().size();
    frame.replace(
        plans.join(
            domain == null ? JoinType.INNER : JoinType.LEFT,
            frame.plan(),
            asked,
            question.sameOuter(frame)));
    Expression alone = frame.column(start + asked.schema().size() - 1);
    Expression required = expressions.require(alone, SqlState.CARDINALITY_VIOLATION, SEVERAL);
    DataType type = value.type().withNullable(true);
    Expression found =
        expressions.replace(
            value, column -> frame.column(start + ((Expression.InputRef) column).index()));
    return expressions.choose(
        List.of(new Expression.Case.Branch(required, found)),
        Expressions.literal(null, type),
        type);
  }

  /**
   * One row for each combination of outer values, at its end whether it stands for one row; NULL if
   * for none, whose value is NULL whatever the query makes of its rows. Without outer values there
   * is a row for none, too.
   */
  private Plan counted() {
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
    if (domain != null || value instanceof Expression.InputRef) {
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
