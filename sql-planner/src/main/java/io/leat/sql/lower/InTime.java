package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Frame;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.TypeKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which plans can be run by event time, over inputs of which the time attributes are known. */
final class InTime {
  private InTime() {}

  /** Whether results of window functions are final once event time has passed their row. */
  static boolean isFinal(Plan.Over over, Set<Integer> attributes) {
    return startsWithTime(over.order(), attributes)
        && over.calls().stream().allMatch(InTime::looksBackOnly);
  }

  /** Whether each key's row is known once event time has passed it. */
  static boolean isFirst(Plan.TopN top, Set<Integer> attributes) {
    return top.offset() == 0 && top.fetch() == 1 && startsWithTime(top.order(), attributes);
  }

  /** Whether rows are ordered by a time attribute first. */
  static boolean startsWithTime(List<SortKey> order, Set<Integer> attributes) {
    return !order.isEmpty()
        && !order.get(0).descending()
        && attributes.contains(order.get(0).column());
  }

  private static boolean looksBackOnly(OverCall call) {
    return switch (call.function()) {
      case "ROW_NUMBER", "RANK", "DENSE_RANK" -> true;
      case "PERCENT_RANK", "CUME_DIST", "NTILE", "LEAD" -> false;
      case "LAG" ->
          call.arguments().size() < 2
              || (call.arguments().get(1) instanceof Expression.Literal literal
                  && literal.value() instanceof Number offset
                  && offset.longValue() >= 0);
      default -> {
        Frame.Bound upper = call.frame().upper();
        yield upper instanceof Frame.CurrentRow || upper instanceof Frame.Preceding;
      }
    };
  }

  /** Whether a column is the time at which the rows are processed. */
  static boolean isProcessingTime(Plan plan, int column) {
    if (plan instanceof TimePlan.Watermark watermark) {
      return watermark.byProcessingTime()
          ? watermark.times().contains(column)
          : isProcessingTime(watermark.input(), column);
    }
    if (plan instanceof Plan.Calc calc) {
      Expression value = calc.projections().get(column);
      return value instanceof Expression.InputRef reference
          ? isProcessingTime(calc.input(), reference.index())
          : value instanceof Expression.Call call && call.function().equals("PROCTIME");
    }
    Plan.Join join =
        plan instanceof TimePlan.TimedJoin timed
            ? timed.join()
            : plan instanceof Plan.Join regular ? regular : null;
    if (join == null) {
      return false;
    }
    int leftSize = join.left().schema().size();
    return column < leftSize
        ? isProcessingTime(join.left(), column)
        : isProcessingTime(join.right(), column - leftSize);
  }

  /**
   * Rows that have an event time, with their processing time in its place: windows by it close by
   * the clock. Null if the column is no processing time, or is one already.
   */
  static @Nullable Plan byClock(Plan rows, int column, PlanBuilder plans) {
    Plan below = rows;
    while (below instanceof Plan.Calc calc) {
      below = calc.input();
    }
    if (!(below instanceof TimePlan.Watermark watermark)
        || watermark.byProcessingTime()
        || !isProcessingTime(rows, column)) {
      return null;
    }
    return new TimePlan.Watermark(
        withoutWatermark(rows, plans),
        Set.of(column),
        WindowLowering.unitMicros(rows.schema().type(column)),
        0,
        true,
        Optional.empty(),
        rows.schema());
  }

  private static Plan withoutWatermark(Plan rows, PlanBuilder plans) {
    if (rows instanceof Plan.Calc calc) {
      return calc.withInputs(List.of(withoutWatermark(calc.input(), plans)));
    }
    TimePlan.Watermark watermark = (TimePlan.Watermark) rows;
    Plan input = watermark.input();
    return plans.project(
        input,
        PlanBuilder.references(input.schema()).subList(0, watermark.schema().size()),
        PlanBuilder.names(watermark.schema()));
  }

  /**
   * The rows of which a relation keeps the last one for each key, as a view that deduplicates by
   * {@code ROW_NUMBER() OVER (PARTITION BY key ORDER BY time DESC) = 1} does: each of them is a
   * version. Null if the relation is another one.
   *
   * @param keys columns of the relation
   */
  static @Nullable Versions versions(Plan relation, List<Integer> keys, PlanBuilder plans) {
    List<Expression> columns = PlanBuilder.references(relation.schema());
    Plan below = relation;
    while (below instanceof Plan.Calc calc) {
      if (calc.condition().isPresent()) {
        return null;
      }
      columns =
          columns.stream()
              .map(
                  column ->
                      column instanceof Expression.InputRef reference
                          ? calc.projections().get(reference.index())
                          : column)
              .toList();
      below = calc.input();
    }
    if (!(below instanceof Plan.TopN top)
        || top.fetch() != 1
        || top.offset() != 0
        || top.numbered()
        || top.order().isEmpty()
        || !top.order().get(0).descending()
        || !columns.stream().allMatch(Expression.InputRef.class::isInstance)) {
      return null;
    }
    List<Integer> places =
        columns.stream().map(column -> ((Expression.InputRef) column).index()).toList();
    Set<Integer> partition = new TreeSet<>();
    keys.forEach(key -> partition.add(places.get(key)));
    int time = places.indexOf(top.order().get(0).column());
    if (time < 0 || !partition.equals(new HashSet<>(top.partition()))) {
      return null;
    }
    return new Versions(
        plans.project(top.input(), columns, PlanBuilder.names(relation.schema())), time);
  }

  /** Rows that each hold from their time on until that of the next one of their key. */
  record Versions(Plan plan, int time) {}

  /** The time attribute from which on rows of the right side of a temporal join hold. */
  static int versionTime(Plan right, Set<Integer> attributes, TypeKind kind) {
    return attributes.stream()
        .filter(column -> right.schema().type(column).kind() == kind)
        .sorted()
        .findFirst()
        .orElseThrow(
            () ->
                LeatException.notSupported(
                    "FOR SYSTEM_TIME AS OF a time attribute, of a relation that has none of the same"
                        + " type",
                    "Declare a WATERMARK of the right table, or join AS OF PROCTIME()"));
  }
}
