package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which columns of which tables plans use, so that a table's one source reads no others. */
final class TableReads {
  private final Map<Plan.Scan, List<Integer>> columnsRead = new HashMap<>();
  private final Set<Plan> counted = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The columns that the source of a table reads. */
  List<Integer> columns(Plan.Scan scan) {
    return columnsRead.getOrDefault(scan, allColumns(scan));
  }

  /** Notes which columns of which tables a plan uses. */
  void count(Plan plan) {
    if (!counted.add(plan)) {
      return;
    }
    if (plan instanceof Plan.Scan scan) {
      read(scan, allColumns(scan));
    } else if (plan instanceof Plan.Calc calc) {
      if (calc.input() instanceof Plan.Scan scan && !calc.isNothing()) {
        read(scan, columnsOf(calc));
      } else {
        count(calc.input());
      }
    } else {
      plan.inputs().forEach(this::count);
    }
  }

  /** In the order of the only reader; in the table's order if readers differ. */
  private void read(Plan.Scan scan, List<Integer> columns) {
    columnsRead.merge(
        scan,
        columns,
        (before, more) -> {
          if (before.equals(more)) {
            return before;
          }
          TreeSet<Integer> all = new TreeSet<>(before);
          all.addAll(more);
          return List.copyOf(all);
        });
  }

  static List<Integer> allColumns(Plan.Scan scan) {
    return IntStream.range(0, scan.schema().size()).boxed().toList();
  }

  /** A calc over a table, as one over some columns of it. */
  static Plan.Calc overColumns(Plan.Calc calc, List<Integer> columns, Expressions expressions) {
    return new Plan.Calc(
        calc.input(),
        calc.condition().map(condition -> overColumns(condition, columns, expressions)),
        calc.projections().stream()
            .map(projection -> overColumns(projection, columns, expressions))
            .toList(),
        calc.schema());
  }

  private static Expression overColumns(
      Expression expression, List<Integer> columns, Expressions expressions) {
    return expressions.replace(
        expression,
        reference ->
            new Expression.InputRef(
                columns.indexOf(((Expression.InputRef) reference).index()), reference.type()));
  }

  /** The columns that a calc over a table uses; at least one, so that rows can be counted. */
  static List<Integer> columnsOf(Plan.Calc calc) {
    if (calc.condition().isEmpty() && isSelection(calc)) {
      return calc.projections().stream()
          .map(projection -> ((Expression.InputRef) projection).index())
          .toList();
    }
    int[] uses = new int[calc.input().schema().size()];
    calc.condition().ifPresent(condition -> Expressions.countUses(condition, uses));
    calc.projections().forEach(projection -> Expressions.countUses(projection, uses));
    List<Integer> columns =
        IntStream.range(0, uses.length).filter(i -> uses[i] > 0).boxed().toList();
    return columns.isEmpty() ? List.of(0) : columns;
  }

  /** Each projection is a column, none of them twice. */
  private static boolean isSelection(Plan.Calc calc) {
    TreeSet<Integer> seen = new TreeSet<>();
    return !calc.projections().isEmpty()
        && calc.projections().stream()
            .allMatch(
                projection ->
                    projection instanceof Expression.InputRef reference
                        && seen.add(reference.index()));
  }
}
