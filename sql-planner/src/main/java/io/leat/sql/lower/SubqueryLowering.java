package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
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
  private final QuantifiedLowering truths;
  private final ValuePeeler peeler;

  SubqueryLowering(RelLowering relations, PlanBuilder plans, Expressions expressions) {
    this.relations = relations;
    this.plans = plans;
    this.expressions = expressions;
    this.truths = new QuantifiedLowering(relations, plans, expressions);
    this.peeler = new ValuePeeler(plans, expressions);
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
    boolean repeatable = subQuery.getOperands().stream().allMatch(RexUtil::isDeterministic);
    if (correlated != null && repeatable && (!negated || subQuery.getKind() == SqlKind.EXISTS)) {
      Plan rows = relations.lower(correlated.rows());
      Expression matches = correlated.condition(frame, rows, relations, expressions);
      frame.replace(
          plans.join(negated ? JoinType.ANTI : JoinType.SEMI, frame.plan(), rows, matches));
      return true;
    }
    if (subQuery.getKind() == SqlKind.EXISTS) {
      AskedQuery question = truths.ask(frame, subQuery);
      AskedQuery asked =
          question.outer().isEmpty() ? question.distinctOuter() : question.outerOnly();
      frame.replace(
          plans.join(
              negated ? JoinType.ANTI : JoinType.SEMI,
              frame.plan(),
              asked.plan(),
              asked.sameOuter(frame)));
      return true;
    }
    if (isIn(subQuery)) {
      List<Expression> values =
          truths.once(relations.lowerAll(subQuery.getOperands(), frame), frame);
      AskedQuery question = truths.ask(frame, subQuery);
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
  private boolean notIn(Frame frame, AskedQuery question, List<Expression> values) {
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
      AskedQuery ofNulls = question.with(nulls).distinctOuter();
      frame.replace(
          plans.join(JoinType.ANTI, frame.plan(), ofNulls.plan(), ofNulls.sameOuter(frame)));
    }
    if (sought.type().nullable()) {
      AskedQuery any = question.distinctOuter();
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
      case IN, SOME -> truths.some(frame, subQuery);
      default ->
          throw LeatException.notSupported(
              "a query inside of " + subQuery.getOperator().getName(),
              "use ARRAY_AGG, COLLECT or a join");
    };
  }

  private Expression scalar(Frame frame, RexSubQuery subQuery) {
    Domain domain = domain(frame, subQuery);
    Lowered query = relations.lower(subQuery.rel, domain);
    PeeledValue peeled = peeler.peel(query);
    if (query.rows() == Lowered.Rows.ANY) {
      return new SingleValue(peeled, domain, plans, expressions).answer(frame, relations);
    }
    boolean always = query.rows() == Lowered.Rows.ONE;
    int width = frame.plan().schema().size();
    List<Expression> columns = new ArrayList<>();
    int outer = domain == null ? 0 : domain.size();
    for (int i = 0; i < peeled.width() + outer; i++) {
      columns.add(PlanBuilder.reference(peeled.rows(), i));
    }
    Lowered.Absent absent = query.absent();
    if (absent != null && Expressions.isLiteral(absent.row().get(0), null)) {
      absent = null;
    }
    boolean marked = absent != null || !(always || peeled.isColumn());
    if (marked) {
      columns.add(TRUE);
    }
    Plan asked = plans.project(peeled.rows(), columns);
    AskedQuery question = new AskedQuery(relations, asked, peeled.width(), domain);
    frame.replace(
        plans.join(
            always ? JoinType.INNER : JoinType.LEFT,
            frame.plan(),
            asked,
            question.sameOuter(frame)));
    Expression value = peeled.in(frame, width, expressions);
    if (!marked) {
      return value;
    }
    Expression found =
        expressions.predicate("IS NOT NULL", List.of(frame.column(width + columns.size() - 1)));
    DataType type = value.type().withNullable(true);
    Expression otherwise =
        absent == null
            ? Expressions.literal(null, type)
            : expressions.cast(over(absent.row().get(0), question.outerOf(frame)), type, false);
    return expressions.choose(List.of(new Expression.Case.Branch(found, value)), otherwise, type);
  }

  private Expression over(Expression expression, List<Expression> columns) {
    return expressions.replace(
        expression, reference -> columns.get(((Expression.InputRef) reference).index()));
  }

  private Expression exists(Frame frame, RexSubQuery subQuery) {
    AskedQuery once = truths.ask(frame, subQuery).distinctOuter();
    return truths.found(frame, once, once::sameOuter);
  }

  private @Nullable Domain domain(Frame frame, RexSubQuery subQuery) {
    return relations.domain(frame, List.copyOf(OuterColumn.usedBy(subQuery.rel)));
  }
}
