package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Filters over rows that have been numbered in partitions, or put beside those of a table function.
 * A condition on what such rows have in common is tested below; one on ROW_NUMBER makes a {@link
 * Plan.TopN}, which need not number the other rows.
 */
final class PartitionFilter {
  private final PlanBuilder plans;

  PartitionFilter(PlanBuilder plans) {
    this.plans = plans;
  }

  /**
   * The rows for which the condition is true.
   *
   * @param input a {@link Plan.Over}, {@link Plan.TopN}, {@link Plan.TableFunction} or {@link
   *     TimePlan.WindowAssign}
   */
  Plan filter(Plan input, Expression condition) {
    List<Integer> kept = columnsKeptTogether(input);
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression term : Expressions.conjuncts(condition)) {
      (seesOnly(term, kept, input.schema().size()) ? below : above).add(term);
    }
    Plan rows = below.isEmpty() ? input : filterBelow(input, Expressions.and(below));
    if (PlanBuilder.isEmpty(rows) || above.isEmpty()) {
      return rows;
    }
    if (rows instanceof Plan.Over over && isNumbering(over)) {
      return filter(over, above);
    }
    return PlanBuilder.kept(rows, Expressions.and(above));
  }

  /** Columns in whose values all rows agree that are made of each other. */
  private static List<Integer> columnsKeptTogether(Plan input) {
    if (input instanceof Plan.Over over) {
      return over.partition();
    }
    return input instanceof Plan.TopN top
        ? top.partition()
        : IntStream.range(0, input.inputs().get(0).schema().size()).boxed().toList();
  }

  private static boolean seesOnly(Expression term, List<Integer> columns, int size) {
    int[] uses = new int[size];
    Expressions.countUses(term, uses);
    boolean sees = false;
    for (int i = 0; i < size; i++) {
      if (uses[i] > 0 && !columns.contains(i)) {
        return false;
      }
      sees |= uses[i] > 0;
    }
    return sees && Expressions.deterministic(term);
  }

  private Plan filterBelow(Plan input, Expression condition) {
    Plan filtered = plans.filter(input.inputs().get(0), condition);
    if (PlanBuilder.isEmpty(filtered)) {
      return PlanBuilder.empty(input.schema());
    }
    if (input instanceof Plan.Over over) {
      return new Plan.Over(filtered, over.partition(), over.order(), over.calls(), over.schema());
    }
    if (input instanceof Plan.TableFunction function) {
      return new Plan.TableFunction(
          filtered, function.function(), function.arguments(), function.outer(), function.schema());
    }
    if (input instanceof TimePlan.WindowAssign assign) {
      return assign.withInputs(List.of(filtered));
    }
    Plan.TopN top = (Plan.TopN) input;
    return new Plan.TopN(
        filtered,
        top.partition(),
        top.order(),
        top.offset(),
        top.fetch(),
        top.numbered(),
        top.schema());
  }

  private static boolean isNumbering(Plan.Over over) {
    List<OverCall> calls = over.calls();
    return calls.size() == 1 && calls.get(0).function().equals("ROW_NUMBER");
  }

  private Plan filter(Plan.Over over, List<Expression> terms) {
    int number = over.schema().size() - 1;
    Range range = new Range(1, Long.MAX_VALUE);
    List<Expression> others = new ArrayList<>();
    for (Expression term : terms) {
      Range part = Range.of(term, number);
      if (part == null) {
        others.add(term);
      } else {
        range = range.and(part);
      }
    }
    if (range.isEmpty()) {
      return PlanBuilder.empty(over.schema());
    }
    if (range.equals(new Range(1, Long.MAX_VALUE))) {
      return others.isEmpty() ? over : PlanBuilder.kept(over, Expressions.and(others));
    }
    Plan top =
        new Plan.TopN(
            over.input(),
            over.partition(),
            over.order(),
            range.first() - 1,
            range.last() == Long.MAX_VALUE ? -1 : range.last() - range.first() + 1,
            true,
            over.schema());
    if (range.first() == range.last()) {
      List<Expression> columns =
          new ArrayList<>(PlanBuilder.references(over.schema()).subList(0, number));
      columns.add(Expressions.literal(range.first(), ScalarType.BIGINT));
      top = plans.project(top, columns, PlanBuilder.names(over.schema()));
    }
    return others.isEmpty() ? top : plans.filter(top, Expressions.and(others));
  }

  /** A calc that does not use the number does without it. */
  static Plan.Calc withoutUnusedNumber(Plan.Calc calc) {
    if (!(calc.input() instanceof Plan.TopN top) || !top.numbered()) {
      return calc;
    }
    int[] uses = new int[top.schema().size()];
    calc.condition().ifPresent(condition -> Expressions.countUses(condition, uses));
    calc.projections().forEach(projection -> Expressions.countUses(projection, uses));
    if (uses[uses.length - 1] > 0) {
      return calc;
    }
    Plan unnumbered =
        new Plan.TopN(
            top.input(),
            top.partition(),
            top.order(),
            top.offset(),
            top.fetch(),
            false,
            top.input().schema());
    return new Plan.Calc(unnumbered, calc.condition(), calc.projections(), calc.schema());
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
