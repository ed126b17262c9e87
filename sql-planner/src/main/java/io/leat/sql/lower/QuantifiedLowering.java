package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.jspecify.annotations.Nullable;

/** The three-valued truth of IN, ANY and ALL as a value: joins tell what is known of each row. */
final class QuantifiedLowering {
  private static final Expression.Literal TRUE = Expressions.literal(true, ScalarType.BOOLEAN);

  private final RelLowering relations;
  private final PlanBuilder plans;
  private final Expressions expressions;

  QuantifiedLowering(RelLowering relations, PlanBuilder plans, Expressions expressions) {
    this.relations = relations;
    this.plans = plans;
    this.expressions = expressions;
  }

  /** The three-valued truth of {@code values op SOME (query)}. */
  Expression some(Frame frame, RexSubQuery subQuery) {
    String operator =
        SubqueryLowering.isIn(subQuery)
            ? "="
            : ((SqlQuantifyOperator) subQuery.getOperator()).comparisonKind.sql;
    List<Expression> values = once(relations.lowerAll(subQuery.getOperands(), frame), frame);
    AskedQuery question = ask(frame, subQuery);
    boolean unknowns =
        question.nullable() || values.stream().anyMatch(value -> value.type().nullable());
    if (values.size() == 1) {
      switch (operator) {
        case "=" -> {
          return in(frame, question, values.get(0), unknowns);
        }
        case "<", "<=", ">", ">=" -> {
          return bound(frame, question, values.get(0), operator);
        }
        default -> {}
      }
    }
    return anyMatch(frame, question, values, operator, unknowns);
  }

  /** Values that would not be the same if they were computed again become columns. */
  List<Expression> once(List<Expression> values, Frame frame) {
    if (values.stream().allMatch(Expressions::deterministic)) {
      return values;
    }
    int start = frame.plan().schema().size();
    List<Expression> columns = new ArrayList<>(PlanBuilder.references(frame.plan().schema()));
    columns.addAll(values);
    frame.replace(plans.project(frame.plan(), columns));
    return IntStream.range(0, values.size())
        .<Expression>mapToObj(i -> frame.column(start + i))
        .toList();
  }

  private Expression in(Frame frame, AskedQuery question, Expression value, boolean unknowns) {
    Plan known =
        question.nullable()
            ? plans.filter(
                question.plan(), expressions.predicate("IS NOT NULL", List.of(question.own(0))))
            : question.plan();
    AskedQuery distinct = question.with(plans.distinct(known));
    Expression found =
        found(
            frame, distinct, rows -> Expressions.and(distinct.matches(rows, List.of(value), "=")));
    if (!unknowns) {
      return found;
    }
    Counts counts = counts(frame, question, null);
    return truth(
        List.of(
            branch(found, true),
            branch(counts.none(), false),
            branch(expressions.predicate("IS NULL", List.of(value)), null),
            branch(counts.hasNull(), null)),
        false);
  }

  /** A value is smaller than one of some if it is smaller than their largest. */
  private Expression bound(Frame frame, AskedQuery question, Expression value, String operator) {
    Counts counts = counts(frame, question, operator.startsWith("<") ? "MAX" : "MIN");
    Expression compared =
        expressions.predicate(
            operator, ExpressionLowering.comparable(expressions, value, counts.extreme()));
    Expression isTrue =
        expressions.call("IS TRUE", List.of(compared), Expressions.TRUTH.withNullable(false));
    return expressions.choose(
        List.of(branch(counts.none(), false), branch(isTrue, true), branch(counts.hasNull(), null)),
        compared,
        Expressions.TRUTH.withNullable(true));
  }

  /** For any comparison of any number of values: those asked for are joined with the query. */
  private Expression anyMatch(
      Frame frame,
      AskedQuery question,
      List<Expression> values,
      String operator,
      boolean unknowns) {
    int start = frame.plan().schema().size();
    List<Expression> columns = new ArrayList<>(PlanBuilder.references(frame.plan().schema()));
    columns.addAll(values);
    frame.replace(plans.project(frame.plan(), columns));
    List<Expression> asked = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      asked.add(frame.column(start + i));
    }
    asked.addAll(question.outerOf(frame));
    Plan askers = plans.distinct(plans.project(frame.plan(), asked));
    List<Expression> inAskers = PlanBuilder.references(askers.schema());
    List<Expression> terms = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      terms.add(
          expressions.predicate(
              operator,
              ExpressionLowering.comparable(
                  expressions, inAskers.get(i), question.shifted(i, inAskers.size()))));
    }
    Expression outer =
        question.same(inAskers.subList(values.size(), inAskers.size()), asked.size());
    Expression matches = Expressions.and(terms);
    Expression found = marked(frame, askers, asked, question, List.of(matches, outer));
    if (!unknowns) {
      return found;
    }
    Expression notFalse =
        expressions.call("IS NOT FALSE", List.of(matches), Expressions.TRUTH.withNullable(false));
    Expression possible = marked(frame, askers, asked, question, List.of(notFalse, outer));
    return truth(List.of(branch(found, true), branch(possible, null)), false);
  }

  private Expression marked(
      Frame frame,
      Plan askers,
      List<Expression> asked,
      AskedQuery question,
      List<Expression> condition) {
    Plan matching = plans.join(JoinType.SEMI, askers, question.plan(), Expressions.and(condition));
    int width = asked.size();
    return found(
        frame,
        new AskedQuery(relations, matching, width, null),
        rows -> {
          List<Expression> terms = new ArrayList<>();
          int right = rows.plan().schema().size();
          for (int i = 0; i < width; i++) {
            terms.add(
                plans.same(
                    asked.get(i), new Expression.InputRef(right + i, matching.schema().type(i))));
          }
          return Expressions.and(terms);
        });
  }

  private static Expression.Case.Branch branch(Expression condition, @Nullable Boolean result) {
    return new Expression.Case.Branch(condition, Expressions.literal(result, Expressions.TRUTH));
  }

  private Expression truth(List<Expression.Case.Branch> branches, boolean otherwise) {
    return expressions.choose(
        branches,
        Expressions.literal(otherwise, Expressions.TRUTH),
        Expressions.TRUTH.withNullable(true));
  }

  /**
   * What is known of a query's rows for each combination of outer values.
   *
   * @param none whether there is no row
   * @param hasNull whether the first column of a row is NULL
   */
  private record Counts(Expression none, Expression hasNull, Expression extreme) {}

  private Counts counts(Frame frame, AskedQuery question, @Nullable String function) {
    Plan plan = question.plan();
    List<Integer> keys = IntStream.range(question.width(), plan.schema().size()).boxed().toList();
    Expression first = question.own(0);
    List<AggregateCall> calls = new ArrayList<>();
    DataType count = ScalarType.BIGINT.withNullable(false);
    calls.add(call("COUNT", List.of(), count));
    calls.add(call("COUNT", List.of(first), count));
    List<String> names = new ArrayList<>(List.of("rows", "values"));
    if (function != null) {
      calls.add(call(function, List.of(first), first.type().withNullable(true)));
      names.add("extreme");
    }
    Plan aggregate = plans.aggregate(plan, keys, calls, names);
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      columns.add(PlanBuilder.reference(aggregate, keys.size() + i));
    }
    for (int i = 0; i < keys.size(); i++) {
      columns.add(PlanBuilder.reference(aggregate, i));
    }
    int start = frame.plan().schema().size();
    Plan asked = plans.project(aggregate, columns);
    AskedQuery counted = new AskedQuery(relations, asked, calls.size(), question.domain());
    frame.replace(
        plans.join(
            keys.isEmpty() ? JoinType.INNER : JoinType.LEFT,
            frame.plan(),
            asked,
            counted.sameOuter(frame)));
    Expression all = frame.column(start);
    Expression none =
        keys.isEmpty()
            ? expressions.predicate("=", List.of(all, Expressions.literal(0L, ScalarType.BIGINT)))
            : expressions.predicate("IS NULL", List.of(all));
    return new Counts(
        none,
        expressions.predicate("<", List.of(frame.column(start + 1), all)),
        frame.column(start + calls.size() - 1));
  }

  private static AggregateCall call(String function, List<Expression> arguments, DataType type) {
    return new AggregateCall(function, arguments, false, OptionalInt.empty(), List.of(), type);
  }

  /** Matching conditions that are made once the frame's columns are known. */
  @FunctionalInterface
  interface Matching {
    Expression of(Frame frame);
  }

  /** Joins a plan whose rows match at most once, and tells whether one has. */
  Expression found(Frame frame, AskedQuery question, Matching matching) {
    List<Expression> columns = new ArrayList<>(PlanBuilder.references(question.plan().schema()));
    columns.add(TRUE);
    Plan marked = plans.project(question.plan(), columns);
    int marker = frame.plan().schema().size() + columns.size() - 1;
    frame.replace(plans.join(JoinType.LEFT, frame.plan(), marked, matching.of(frame)));
    return expressions.predicate("IS NOT NULL", List.of(frame.column(marker)));
  }

  AskedQuery ask(Frame frame, RexSubQuery subQuery) {
    Domain domain = relations.domain(frame, List.copyOf(OuterColumn.usedBy(subQuery.rel)));
    Lowered query = relations.present(relations.lower(subQuery.rel, domain), domain);
    return new AskedQuery(relations, query.plan(), query.width(), domain);
  }
}
