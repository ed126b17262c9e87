package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A filter on ROW_NUMBER keeps some rows of each partition; as {@link Plan.TopN} it need not number
 * the others.
 */
final class TopNRecognition {
  private final Expressions expressions;

  TopNRecognition(Expressions expressions) {
    this.expressions = expressions;
  }

  /** The same rows with a TopN; null if the calc is no filter on a row number. */
  @Nullable Plan recognize(Plan.Calc calc) {
    if (calc.condition().isEmpty()) {
      return null;
    }
    if (calc.input() instanceof Plan.Over over) {
      return isNumbering(over) ? recognize(calc, over) : null;
    }
    return calc.input() instanceof Plan.Calc inner
            && inner.input() instanceof Plan.Over over
            && isNumbering(over)
        ? through(calc, inner, over)
        : null;
  }

  private static boolean isNumbering(Plan.Over over) {
    List<OverCall> calls = over.calls();
    return calls.size() == 1 && calls.get(0).function().equals("ROW_NUMBER");
  }

  /** Moves what a condition says of the number below a calc that only passes the number on. */
  private @Nullable Plan through(Plan.Calc calc, Plan.Calc inner, Plan.Over over) {
    int number = over.schema().size() - 1;
    int passed = -1;
    for (int i = 0; i < inner.projections().size(); i++) {
      if (inner.projections().get(i) instanceof Expression.InputRef reference
          && reference.index() == number) {
        passed = i;
      }
    }
    if (passed < 0) {
      return null;
    }
    List<Expression> below = new ArrayList<>();
    inner.condition().ifPresent(below::add);
    List<Expression> above = new ArrayList<>();
    for (Expression term : terms(calc)) {
      Range range = Range.of(term, passed);
      if (range == null) {
        above.add(term);
      } else {
        below.add(renumbered(term, passed, number));
      }
    }
    if (above.size() == terms(calc).size()) {
      return null;
    }
    Plan.Calc filtered =
        new Plan.Calc(
            over, Optional.of(Expressions.and(below)), inner.projections(), inner.schema());
    Plan recognized = recognize(filtered, over);
    return recognized == null
        ? null
        : new Plan.Calc(recognized, condition(above), calc.projections(), calc.schema());
  }

  private Expression renumbered(Expression term, int from, int to) {
    return expressions.replace(
        term,
        reference ->
            reference instanceof Expression.InputRef column && column.index() == from
                ? new Expression.InputRef(to, column.type())
                : reference);
  }

  private @Nullable Plan recognize(Plan.Calc calc, Plan.Over over) {
    int number = over.schema().size() - 1;
    Range range = new Range(1, Long.MAX_VALUE);
    List<Expression> others = new ArrayList<>();
    for (Expression term : terms(calc)) {
      Range part = Range.of(term, number);
      if (part == null) {
        others.add(term);
      } else {
        range = range.and(part);
      }
    }
    if (range.first() == 1 && range.last() == Long.MAX_VALUE) {
      return null;
    }
    if (range.isEmpty()) {
      return PlanBuilder.empty(calc.schema());
    }
    Range found = range;
    List<Expression> projections = calc.projections();
    Optional<Expression> condition = condition(others);
    if (range.first() == range.last()) {
      Expression place = Expressions.literal(range.first(), ScalarType.BIGINT);
      condition = condition.map(rest -> withNumber(rest, number, place));
      projections =
          projections.stream().map(column -> withNumber(column, number, place)).toList();
    }
    int[] uses = new int[number + 1];
    condition.ifPresent(rest -> Expressions.countUses(rest, uses));
    projections.forEach(column -> Expressions.countUses(column, uses));
    boolean numbered = uses[number] > 0;
    RowSchema schema = numbered ? over.schema() : over.input().schema();
    Plan top =
        new Plan.TopN(
            over.input(),
            over.partition(),
            over.order(),
            found.first() - 1,
            found.last() == Long.MAX_VALUE ? -1 : found.last() - found.first() + 1,
            numbered,
            schema);
    return new Plan.Calc(top, condition, projections, calc.schema());
  }

  private static Optional<Expression> condition(List<Expression> terms) {
    return terms.isEmpty() ? Optional.empty() : Optional.of(Expressions.and(terms));
  }

  private Expression withNumber(Expression expression, int number, Expression value) {
    return expressions.replace(
        expression,
        reference ->
            reference instanceof Expression.InputRef column && column.index() == number
                ? value
                : reference);
  }

  /** The conditions that must all be true. */
  private static List<Expression> terms(Plan.Calc calc) {
    List<Expression> terms = new ArrayList<>();
    calc.condition().ifPresent(condition -> addTerms(condition, terms));
    return terms;
  }

  private static void addTerms(Expression condition, List<Expression> terms) {
    if (condition instanceof Expression.Call call && call.function().equals("AND")) {
      call.arguments().forEach(argument -> addTerms(argument, terms));
    } else {
      terms.add(condition);
    }
  }

  /** Row numbers, both ends included. */
  private record Range(long first, long last) {

    boolean isEmpty() {
      return first > last;
    }

    Range and(Range other) {
      return new Range(Math.max(first, other.first), Math.min(last, other.last));
    }

    /** What a comparison with a constant says of a column; null if it is none. */
    static @Nullable Range of(Expression term, int column) {
      if (!(term instanceof Expression.Call call) || call.arguments().size() != 2) {
        return null;
      }
      Long right = constant(call.arguments().get(1));
      if (right != null && isColumn(call.arguments().get(0), column)) {
        return of(call.function(), right);
      }
      Long left = constant(call.arguments().get(0));
      if (left != null && isColumn(call.arguments().get(1), column)) {
        return of(
            switch (call.function()) {
              case "<" -> ">";
              case "<=" -> ">=";
              case ">" -> "<";
              case ">=" -> "<=";
              default -> call.function();
            },
            left);
      }
      return null;
    }

    private static @Nullable Range of(String comparison, long value) {
      return switch (comparison) {
        case "=" -> new Range(Math.max(1, value), value);
        case "<" -> new Range(1, value == Long.MIN_VALUE ? value : value - 1);
        case "<=" -> new Range(1, value);
        case ">" ->
            value == Long.MAX_VALUE
                ? new Range(1, 0)
                : new Range(Math.max(1, value + 1), Long.MAX_VALUE);
        case ">=" -> new Range(Math.max(1, value), Long.MAX_VALUE);
        default -> null;
      };
    }

    private static boolean isColumn(Expression expression, int column) {
      return expression instanceof Expression.InputRef reference && reference.index() == column;
    }

    private static @Nullable Long constant(Expression expression) {
      return expression instanceof Expression.Literal literal
              && literal.value() instanceof Long value
          ? value
          : null;
    }
  }
}
