package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.Set;
import java.util.function.IntPredicate;

/** Whether conditions can be true of rows in which certain columns are NULL. */
final class NullRejection {
  /** Functions that give NULL if an argument is NULL. */
  private static final Set<String> STRICT =
      Set.of(
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "+",
          "-",
          "*",
          "/",
          "%",
          "||",
          "NOT",
          "NEGATE",
          "LIKE",
          "ILIKE",
          "SIMILAR TO",
          "UPPER",
          "LOWER",
          "ABS",
          "SUBSTRING",
          "DATE_PART");

  private NullRejection() {}

  /** Whether the condition is never true if the columns are NULL. */
  static boolean rejects(Expression condition, IntPredicate columns) {
    if (condition instanceof Expression.Literal literal) {
      return !Boolean.TRUE.equals(literal.value());
    }
    if (condition instanceof Expression.Call call) {
      switch (call.function()) {
        case "AND" -> {
          return call.arguments().stream().anyMatch(term -> rejects(term, columns));
        }
        case "OR" -> {
          return call.arguments().stream().allMatch(term -> rejects(term, columns));
        }
        case "IS TRUE" -> {
          return rejects(call.arguments().get(0), columns);
        }
        case "IS NOT NULL", "IS FALSE" -> {
          return isNull(call.arguments().get(0), columns);
        }
        default -> {}
      }
    }
    return isNull(condition, columns);
  }

  private static boolean isNull(Expression expression, IntPredicate columns) {
    if (expression instanceof Expression.InputRef reference) {
      return columns.test(reference.index());
    }
    if (expression instanceof Expression.Literal literal) {
      return literal.value() == null;
    }
    if (expression instanceof Expression.Cast cast) {
      return isNull(cast.argument(), columns);
    }
    if (expression instanceof Expression.Case choice) {
      return isNull(choice.otherwise(), columns)
          && choice.branches().stream()
              .allMatch(
                  branch ->
                      rejects(branch.condition(), columns) || isNull(branch.result(), columns));
    }
    return expression instanceof Expression.Call call
        && STRICT.contains(call.function())
        && call.arguments().stream().anyMatch(argument -> isNull(argument, columns));
  }
}
