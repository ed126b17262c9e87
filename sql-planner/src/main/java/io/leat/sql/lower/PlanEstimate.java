package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rough numbers of rows, good enough to compare orders of joins. */
final class PlanEstimate {
  /** Of a table about which nothing is known. */
  private static final double TABLE_ROWS = 1_000_000;

  private static final double EQUALITY = 0.05;
  private static final double RANGE = 0.3;
  private static final double OTHER = 0.25;
  private static final double GROUPS = 0.2;

  private PlanEstimate() {}

  static double rows(Plan plan) {
    if (plan instanceof Plan.Scan scan) {
      return tableRows(scan);
    }
    if (plan instanceof Plan.Constant constant) {
      return Math.max(1, constant.rows().size());
    }
    if (plan instanceof Plan.Calc calc) {
      return rows(calc.input()) * calc.condition().map(PlanEstimate::selectivity).orElse(1.0);
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return aggregate.keys().isEmpty() ? 1 : Math.max(1, rows(aggregate.input()) * GROUPS);
    }
    if (plan instanceof Plan.Join join) {
      double left = rows(join.left());
      double right = rows(join.right());
      if (join.type() == JoinType.SEMI || join.type() == JoinType.ANTI) {
        return left * OTHER;
      }
      double pairs = join.keys().isEmpty() ? left * right : Math.max(left, right);
      return pairs * join.condition().map(PlanEstimate::selectivity).orElse(1.0);
    }
    if (plan instanceof Plan.TopN top && top.partition().isEmpty() && top.fetch() >= 0) {
      return Math.max(1, top.fetch());
    }
    if (plan instanceof Plan.Limit limit && limit.fetch() >= 0) {
      return Math.max(1, limit.fetch());
    }
    return Math.max(1, plan.inputs().stream().mapToDouble(PlanEstimate::rows).sum());
  }

  /** A table that says how many rows it has is believed. */
  private static double tableRows(Plan.Scan scan) {
    String rows = scan.table().options().getOrDefault("number-of-rows", "");
    return rows.matches("[0-9]{1,15}") ? Math.max(1, Long.parseLong(rows)) : TABLE_ROWS;
  }

  /** The part of its rows that filters leave of a plan. */
  static double fraction(Plan plan) {
    if (plan instanceof Plan.Calc calc) {
      return fraction(calc.input()) * calc.condition().map(PlanEstimate::selectivity).orElse(1.0);
    }
    return plan instanceof Plan.Join join && join.type().leftOnly()
        ? OTHER * fraction(join.left())
        : 1;
  }

  /** The part of rows for which a condition is true. */
  static double selectivity(Expression condition) {
    if (!(condition instanceof Expression.Call call)) {
      return OTHER;
    }
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case "AND" ->
          arguments.stream().mapToDouble(PlanEstimate::selectivity).reduce(1, (a, b) -> a * b);
      case "OR" -> Math.min(1, arguments.stream().mapToDouble(PlanEstimate::selectivity).sum());
      case "NOT" -> Math.max(EQUALITY, 1 - selectivity(arguments.get(0)));
      case "=", "IS NOT DISTINCT FROM", "IS NULL" -> EQUALITY;
      case "<>", "IS NOT NULL", "IS DISTINCT FROM" -> 1 - EQUALITY;
      case "<", "<=", ">", ">=" -> RANGE;
      default -> OTHER;
    };
  }

  /** Whether no two rows are equal in these columns, by a declared key or by how they are made. */
  static boolean unique(Plan plan, List<Integer> columns) {
    if (plan instanceof Plan.Scan scan) {
      List<Integer> key = scan.table().primaryKey();
      return !key.isEmpty() && columns.containsAll(key);
    }
    if (plan instanceof Plan.Calc calc) {
      List<Integer> below = new ArrayList<>();
      for (int column : columns) {
        if (calc.projections().get(column) instanceof Expression.InputRef reference) {
          below.add(reference.index());
        }
      }
      return unique(calc.input(), below);
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return columns.stream().filter(column -> column < aggregate.keys().size()).distinct().count()
          == aggregate.keys().size();
    }
    if (plan instanceof Plan.Join join && join.type().leftOnly()) {
      return unique(join.left(), columns);
    }
    return plan instanceof Plan.SetOperation operation
        && Set.copyOf(columns).size() == operation.schema().size();
  }
}
