package io.leat.benchmark.tpch;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Compares two engines' answers as multisets of rows; numbers may differ a little. */
final class Answers {
  private static final double TOLERANCE = 1e-6;

  private Answers() {}

  /** Tells the first difference; empty if there is none. */
  static String difference(List<List<Object>> expected, List<List<Object>> actual) {
    if (expected.size() != actual.size()) {
      return "expected " + expected.size() + " rows, got " + actual.size();
    }
    List<List<Object>> left = sorted(expected);
    List<List<Object>> right = sorted(actual);
    for (int i = 0; i < left.size(); i++) {
      if (!same(left.get(i), right.get(i))) {
        return "expected " + left.get(i) + ", got " + right.get(i);
      }
    }
    return "";
  }

  /** In the order of what is compared exactly, then of the numbers, rounded. */
  private static List<List<Object>> sorted(List<List<Object>> rows) {
    List<List<Object>> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(Answers::exactText).thenComparing(Answers::compareNumbers));
    return sorted;
  }

  private static String exactText(List<Object> row) {
    StringBuilder text = new StringBuilder();
    for (Object value : row) {
      text.append(value instanceof Number ? "" : value).append('|');
    }
    return text.toString();
  }

  private static int compareNumbers(List<Object> left, List<Object> right) {
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i) instanceof Number a && right.get(i) instanceof Number b) {
        int order = Double.compare(rounded(a), rounded(b));
        if (order != 0) {
          return order;
        }
      }
    }
    return 0;
  }

  private static double rounded(Number number) {
    return Math.rint(number.doubleValue() * 100);
  }

  private static boolean same(List<Object> left, List<Object> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!same(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      double x = new BigDecimal(a.toString()).doubleValue();
      double y = new BigDecimal(b.toString()).doubleValue();
      return Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.max(Math.abs(x), Math.abs(y)));
    }
    return String.valueOf(left).equals(String.valueOf(right));
  }
}
