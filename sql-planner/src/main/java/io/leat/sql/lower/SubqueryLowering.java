package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sub-queries as joins. A query is computed for all outer values at once (its {@link Domain}), then
 * joined with the rows that ask on those values, where NULL equals NULL.
 */
final class SubqueryLowering {
  private static final Expression.Literal TRUE = Expressions.literal(true, ScalarType.BOOLEAN);

  private final RelLowering relations;
  private final PlanBuilder plans;
  private final Expressions expressions;

  SubqueryLowering(RelLowering relations, PlanBuilder plans, Expressions expressions) {
    this.relations = relations;
    this.plans = plans;
    this.expressions = expressions;
  }

  /** The first sub-query in an expression that is not inside another one; null if there is none. */
  static @Nullable RexSubQuery find(RexNode expression) {
    Finder finder = new Finder();
    var unused = expression.accept(finder);
    return finder.found.isEmpty() ? null : finder.found.get(0);
  }

  /** All sub-queries in expressions, apart from those inside others. */
  static List<RexSubQuery> findAll(List<RexNode> expressions) {
    Finder finder = new Finder();
    expressions.forEach(expression -> expression.accept(finder));
    return finder.found;
  }

  private static final class Finder extends RexShuttle {
    final List<RexSubQuery> found = new ArrayList<>();

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      if (!found.contains(subQuery)) {
        found.add(subQuery);
      }
      return subQuery;
    }
  }

  /** Makes the values of all sub-queries in the expressions known to the frame. */
  void answer(Frame frame, List<RexNode> nodes) {
    for (RexSubQuery subQuery : findAll(nodes)) {
      if (frame.answer(subQuery) == null) {
        answer(frame, subQuery.getOperands());
        frame.answer(subQuery, value(frame, subQuery));
      }
    }
  }

  /**
   * Keeps the frame's rows for which a condition is true, if it is a sub-query that can decide that
   * by a semi-join or anti-join; false if it is none.
   */
  boolean filter(Frame frame, RexNode condition) {
    boolean negated = condition.getKind() == SqlKind.NOT;
    RexNode inner = negated ? ((RexCall) condition).getOperands().get(0) : condition;
    if (!(inner instanceof RexSubQuery subQuery)) {
      return false;
    }
    answer(frame, subQuery.getOperands());
    CorrelatedFilter correlated = CorrelatedFilter.of(subQuery);
    if (correlated != null && (!negated || subQuery.getKind() == SqlKind.EXISTS)) {
      Plan rows = relations.lower(correlated.rows());
      Expression matches = correlated.condition(frame, rows, relations, expressions);
      frame.replace(
          plans.join(negated ? JoinType.ANTI : JoinType.SEMI, frame.plan(), rows, matches));
      return true;
    }
    if (subQuery.getKind() == SqlKind.EXISTS) {
      Question question = ask(frame, subQuery);
      Question asked = question.outer().isEmpty() ? question.distinctOuter() : question.outerOnly();
      frame.replace(
          plans.join(
              negated ? JoinType.ANTI : JoinType.SEMI,
              frame.plan(),
              asked.plan(),
              asked.sameOuter(frame)));
      return true;
    }
    if (isIn(subQuery)) {
      List<Expression> values = relations.lowerAll(subQuery.getOperands(), frame);
      Question question = ask(frame, subQuery);
      if (!negated) {
        frame.replace(
            plans.join(
                JoinType.SEMI,
                frame.plan(),
                question.plan(),
                Expressions.and(question.matches(frame, values, "="))));
        return true;
      }
      return notIn(frame, question, values);
    }
    return false;
  }

  /**
   * NOT IN of one column: no row is equal, no row is NULL, and if the value is NULL, there is no
   * row at all. False if there are several columns that may be NULL.
   */
  private boolean notIn(Frame frame, Question question, List<Expression> values) {
    boolean nullable =
        values.stream().anyMatch(value -> value.type().nullable()) || question.nullable();
    if (nullable && values.size() > 1) {
      return false;
    }
    frame.replace(
        plans.join(
            JoinType.ANTI,
            frame.plan(),
            question.plan(),
            Expressions.and(question.matches(frame, values, "="))));
    Expression sought = values.get(0);
    if (question.nullable()) {
      Plan nulls =
          plans.filter(question.plan(), expressions.predicate("IS NULL", List.of(question.own(0))));
      Question ofNulls = question.with(nulls).distinctOuter();
      frame.replace(
          plans.join(JoinType.ANTI, frame.plan(), ofNulls.plan(), ofNulls.sameOuter(frame)));
    }
    if (sought.type().nullable()) {
      Question any = question.distinctOuter();
      frame.replace(
          plans.join(
              JoinType.ANTI,
              frame.plan(),
              any.plan(),
              Expressions.and(
                  List.of(
                      expressions.predicate("IS NULL", List.of(sought)), any.sameOuter(frame)))));
    }
    return true;
  }

  static boolean isIn(RexSubQuery subQuery) {
    return subQuery.getKind() == SqlKind.IN
        || (subQuery.getKind() == SqlKind.SOME
            && ((SqlQuantifyOperator) subQuery.getOperator()).comparisonKind == SqlKind.EQUALS);
  }

  private Expression value(Frame frame, RexSubQuery subQuery) {
    return switch (subQuery.getKind()) {
      case SCALAR_QUERY -> scalar(frame, subQuery);
      case EXISTS -> exists(frame, subQuery);
      case IN, SOME -> some(frame, subQuery);
      default ->
          throw LeatException.notSupported(
              "a query inside of " + subQuery.getOperator().getName(),
              "use ARRAY_AGG, COLLECT or a join");
    };
  }

  private Expression scalar(Frame frame, RexSubQuery subQuery) {
    Domain domain = domain(frame, subQuery);
    Lowered query = relations.lower(subQuery.rel, domain);
    if (query.rows() == Lowered.Rows.ANY) {
      query = single(query, domain);
    }
    int width = frame.plan().schema().size();
    List<Expression> columns = new ArrayList<>();
    columns.add(PlanBuilder.reference(query.plan(), 0));
    columns.addAll(domainColumns(query, domain));
    Lowered.Absent absent = query.absent();
    if (absent != null && Expressions.isLiteral(absent.row().get(0), null)) {
      absent = null;
    }
    if (absent != null) {
      columns.add(TRUE);
    }
    Plan asked = plans.project(query.plan(), columns);
    Question question = new Question(asked, 1, domain);
    boolean always = query.rows() == Lowered.Rows.ONE;
    frame.replace(
        plans.join(
            always ? JoinType.INNER : JoinType.LEFT,
            frame.plan(),
            asked,
            question.sameOuter(frame)));
    Expression value = frame.column(width);
    if (absent == null) {
      return value;
    }
    Expression found =
        expressions.predicate("IS NOT NULL", List.of(frame.column(width + columns.size() - 1)));
    List<Expression> outer = question.outerOf(frame);
    Expression otherwise = over(absent.row().get(0), outer);
    DataType type = value.type().withNullable(true);
    return expressions.choose(
        List.of(new Expression.Case.Branch(found, value)),
        expressions.cast(otherwise, type, false),
        type);
  }

  private Expression over(Expression expression, List<Expression> columns) {
    return expressions.replace(
        expression, reference -> columns.get(((Expression.InputRef) reference).index()));
  }

  /** One row for each combination of outer values, or an error where there are several. */
  private Lowered single(Lowered query, @Nullable Domain domain) {
    Plan plan = query.plan();
    int outer = domain == null ? 0 : domain.size();
    List<Integer> keys = IntStream.range(query.width(), query.width() + outer).boxed().toList();
    DataType type = plan.schema().type(0).withNullable(true);
    Plan aggregate =
        plans.aggregate(
            plan,
            keys,
            List.of(
                new AggregateCall(
                    "SINGLE_VALUE",
                    List.of(PlanBuilder.reference(plan, 0)),
                    false,
                    OptionalInt.empty(),
                    List.of(),
                    type)),
            List.of(plan.schema().name(0)));
    List<Expression> columns = new ArrayList<>();
    columns.add(PlanBuilder.reference(aggregate, outer));
    for (int i = 0; i < outer; i++) {
      columns.add(PlanBuilder.reference(aggregate, i));
    }
    return new Lowered(
        plans.project(aggregate, columns),
        1,
        outer == 0 ? Lowered.Rows.ONE : Lowered.Rows.AT_MOST_ONE,
        null);
  }

  private Expression exists(Frame frame, RexSubQuery subQuery) {
    Question once = ask(frame, subQuery).distinctOuter();
    return found(frame, once, once::sameOuter);
  }

  /** Matching conditions that are made once the frame's columns are known. */
  @FunctionalInterface
  private interface Matching {
    Expression of(Frame frame);
  }

  /** Joins a plan whose rows match at most once, and tells whether one has. */
  private Expression found(Frame frame, Question question, Matching matching) {
    List<Expression> columns = new ArrayList<>(PlanBuilder.references(question.plan().schema()));
    columns.add(TRUE);
    Plan marked = plans.project(question.plan(), columns);
    int marker = frame.plan().schema().size() + columns.size() - 1;
    frame.replace(plans.join(JoinType.LEFT, frame.plan(), marked, matching.of(frame)));
    return expressions.predicate("IS NOT NULL", List.of(frame.column(marker)));
  }

  /** The three-valued truth of {@code values op SOME (query)}. */
  private Expression some(Frame frame, RexSubQuery subQuery) {
    String operator =
        isIn(subQuery) ? "=" : ((SqlQuantifyOperator) subQuery.getOperator()).comparisonKind.sql;
    List<Expression> values = relations.lowerAll(subQuery.getOperands(), frame);
    Question question = ask(frame, subQuery);
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

  private Expression in(Frame frame, Question question, Expression value, boolean unknowns) {
    Plan known =
        question.nullable()
            ? plans.filter(
                question.plan(), expressions.predicate("IS NOT NULL", List.of(question.own(0))))
            : question.plan();
    Question distinct = question.with(plans.distinct(known));
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
  private Expression bound(Frame frame, Question question, Expression value, String operator) {
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
      Frame frame, Question question, List<Expression> values, String operator, boolean unknowns) {
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
      Question question,
      List<Expression> condition) {
    Plan matching = plans.join(JoinType.SEMI, askers, question.plan(), Expressions.and(condition));
    int width = asked.size();
    return found(
        frame,
        new Question(matching, width, null),
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

  private Counts counts(Frame frame, Question question, @Nullable String function) {
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
    Question counted = new Question(asked, calls.size(), question.domain());
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

  private @Nullable Domain domain(Frame frame, RexSubQuery subQuery) {
    return relations.domain(frame, List.copyOf(OuterColumn.usedBy(subQuery.rel)));
  }

  private Question ask(Frame frame, RexSubQuery subQuery) {
    Domain domain = domain(frame, subQuery);
    Lowered query = relations.present(relations.lower(subQuery.rel, domain), domain);
    return new Question(query.plan(), query.width(), domain);
  }

  private static List<Expression> domainColumns(Lowered query, @Nullable Domain domain) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; domain != null && i < domain.size(); i++) {
      columns.add(PlanBuilder.reference(query.plan(), query.width() + i));
    }
    return columns;
  }

  /**
   * A query's rows, on the right of a join with the rows that ask: {@code width} columns of its
   * own, then those of the domain.
   */
  private final class Question {
    private final Plan plan;
    private final int width;
    private final @Nullable Domain domain;

    Question(Plan plan, int width, @Nullable Domain domain) {
      this.plan = plan;
      this.width = width;
      this.domain = domain;
    }

    Plan plan() {
      return plan;
    }

    int width() {
      return width;
    }

    @Nullable Domain domain() {
      return domain;
    }

    List<OuterColumn> outer() {
      return domain == null ? List.of() : domain.columns();
    }

    Question with(Plan other) {
      return new Question(other, width, domain);
    }

    boolean nullable() {
      return plan.schema().types().subList(0, width).stream().anyMatch(DataType::nullable);
    }

    Expression own(int index) {
      return PlanBuilder.reference(plan, index);
    }

    Expression shifted(int index, int by) {
      return new Expression.InputRef(index + by, plan.schema().type(index));
    }

    /** The domain's columns alone. */
    Question outerOnly() {
      return new Question(
          plans.project(
              plan, PlanBuilder.references(plan.schema()).subList(width, width + outer().size())),
          0,
          domain);
    }

    /** Each combination of outer values for which there is a row, once. */
    Question distinctOuter() {
      List<Expression> columns = new ArrayList<>();
      columns.add(TRUE);
      columns.addAll(PlanBuilder.references(plan.schema()).subList(width, width + outer().size()));
      return new Question(plans.distinct(plans.project(plan, columns)), 1, domain);
    }

    /** The frame's columns with the outer values. */
    List<Expression> outerOf(Frame frame) {
      List<Expression> columns = new ArrayList<>();
      for (OuterColumn column : outer()) {
        columns.add(relations.required(frame, column));
      }
      return columns;
    }

    /** That a row of this query belongs to a row of the frame. */
    Expression sameOuter(Frame frame) {
      int start = frame.plan().schema().size();
      return same(outerOf(frame), start);
    }

    Expression same(List<Expression> asking, int start) {
      List<Expression> terms = new ArrayList<>();
      for (int i = 0; i < asking.size(); i++) {
        terms.add(plans.same(asking.get(i), shifted(width + i, start)));
      }
      return Expressions.and(terms);
    }

    /** That a row of this query belongs to a row of the frame and has these values. */
    List<Expression> matches(Frame frame, List<Expression> values, String operator) {
      int start = frame.plan().schema().size();
      List<Expression> terms = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        terms.add(
            expressions.predicate(
                operator,
                ExpressionLowering.comparable(expressions, values.get(i), shifted(i, start))));
      }
      terms.add(same(outerOf(frame), start));
      return terms;
    }
  }
}
