package io.leat.server.oracle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query at one moment, in the form of {@link Canonical}, in order if the query has
 * one.
 */
record Answer(List<List<@Nullable Object>> rows) {
  private static final MathContext DIGITS = new MathContext(6);
  private static final double TOLERANCE = 1e-9;

  private static final Comparator<List<Double>> ORDER =
      (left, right) -> {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
          int order = Double.compare(left.get(i), right.get(i));
          if (order != 0) {
            return order;
          }
        }
        return Integer.compare(left.size(), right.size());
      };

  /** What of one decimal number an engine with fewer digits may lose: half of the sixth place. */
  private static final double DECIMAL_TOLERANCE = 1.000001e-6;

  /**
   * Whether both hold the same rows equally often; inexact numbers may differ in their last digits.
   */
  boolean sameRows(Answer other) {
    if (rows.size() != other.rows.size()) {
      return false;
    }
    Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(rounded(row), 1, Integer::sum));
    other.rows.forEach(row -> counts.merge(rounded(row), -1, Integer::sum));
    if (counts.values().stream().allMatch(count -> count == 0)) {
      return true;
    }
    return sorted().sameSequence(other.sorted());
  }

  /** Whether both hold the same rows in the same order. */
  boolean sameSequence(Answer other) {
    if (rows.size() != other.rows.size()) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!same(rows.get(i), other.rows.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Sorted by what is not a number, then by the numbers, rounded. */
  private Answer sorted() {
    List<List<@Nullable Object>> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(Answer::textOf).thenComparing(Answer::numbersOf, ORDER));
    return new Answer(sorted);
  }

  private static String textOf(List<@Nullable Object> row) {
    return row.stream()
        .map(value -> value instanceof Number ? "#" : String.valueOf(value))
        .collect(Collectors.joining("|"));
  }

  private static List<Double> numbersOf(List<@Nullable Object> row) {
    return rounded(row).stream()
        .filter(Number.class::isInstance)
        .map(value -> ((Number) value).doubleValue())
        .toList();
  }

  private static List<@Nullable Object> rounded(List<@Nullable Object> row) {
    List<@Nullable Object> rounded = new ArrayList<>(row.size());
    for (Object value : row) {
      rounded.add(
          value instanceof Double number && !number.isNaN() && !number.isInfinite()
              ? Canonical.value(new BigDecimal(number).round(DIGITS))
              : value);
    }
    return rounded;
  }

  private static boolean same(List<@Nullable Object> left, List<@Nullable Object> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      Object a = left.get(i);
      Object b = right.get(i);
      boolean same =
          a instanceof Number x && b instanceof Number y
              ? close(x, y)
              : a == null ? b == null : a.equals(b);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean close(Number a, Number b) {
    if (a instanceof BigDecimal && b instanceof BigDecimal) {
      return a.equals(b);
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    double slack = TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
    if (a instanceof BigDecimal || b instanceof BigDecimal) {
      slack += DECIMAL_TOLERANCE;
    }
    return Double.compare(x, y) == 0 || Math.abs(x - y) <= Math.max(slack, 1e-12);
  }

  /** The rows that this one holds more often, at most some, as text. */
  String without(Answer other) {
    Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1, Integer::sum));
    other.rows.forEach(row -> counts.merge(row, -1, Integer::sum));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .limit(12)
        .map(entry -> (entry.getValue() == 1 ? "" : entry.getValue() + " × ") + entry.getKey())
        .collect(Collectors.joining("; "));
  }
}
