package io.leat.server.function;

import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares a line's values row by row. */
final class Comparison {
  private static final int SHOWN = 3;

  private final FunctionLine line;
  private final List<String> mismatches = new ArrayList<>();
  private int compared;
  private int mismatched;

  Comparison(FunctionLine line) {
    this.line = line;
  }

  /** Values that were compared, errors included. */
  int compared() {
    return compared;
  }

  int mismatched() {
    return mismatched;
  }

  /** The first mismatches as text. */
  List<String> mismatches() {
    return mismatches;
  }

  void compare(Outcome leat, Outcome other, List<List<@Nullable Object>> rows) {
    TreeSet<Object> keys =
        new TreeSet<>(Comparator.nullsFirst(Comparator.comparing(key -> (Integer) key)));
    if (line.is("aggregate")) {
      keys.addAll(leat.keys());
      keys.addAll(other.keys());
    } else {
      rows.forEach(row -> keys.add(row.get(0)));
    }
    for (Object key : keys) {
      boolean refused = leat.isError(key) || other.isError(key);
      if (refused && line.is("errors-differ")) {
        continue;
      }
      compared++;
      boolean same =
          refused
              ? leat.isError(key) && other.isError(key)
              : same(leat.values().get(key), other.values().get(key));
      if (!same && mismatched++ < SHOWN) {
        mismatches.add(
            inputs(key, rows) + ": expected " + text(other, key) + ", but was " + text(leat, key));
      }
    }
  }

  private static String text(Outcome outcome, @Nullable Object key) {
    Object value = outcome.values().get(key);
    return outcome.isError(key)
        ? "an error"
        : value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }

  private String inputs(@Nullable Object key, List<List<@Nullable Object>> rows) {
    if (line.is("aggregate")) {
      return "group " + key;
    }
    RowSchema schema = SampleColumns.schema();
    List<@Nullable Object> row = rows.get((int) key);
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      String name = schema.name(i);
      if (Pattern.compile("\\b" + name + "\\b").matcher(line.leat()).find()) {
        Object value = row.get(i);
        inputs.add(name + " = " + (value instanceof String text ? "'" + text + "'" : value));
      }
    }
    return String.join(", ", inputs);
  }

  private boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return same(x, y);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return x.size() == y.size() && (line.is("unordered") ? sameSet(x, y) : sameList(x, y));
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.keySet().equals(y.keySet())
          && x.keySet().stream().allMatch(key -> same(x.get(key), y.get(key)));
    }
    return a == null ? b == null : a.equals(b);
  }

  private boolean sameList(List<?> x, List<?> y) {
    for (int i = 0; i < x.size(); i++) {
      if (!same(x.get(i), y.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameSet(List<?> x, List<?> y) {
    List<@Nullable Object> rest = new ArrayList<>(y);
    return x.stream().allMatch(value -> removeOne(rest, value));
  }

  private boolean removeOne(List<@Nullable Object> from, @Nullable Object value) {
    for (int i = 0; i < from.size(); i++) {
      if (same(value, from.get(i))) {
        from.remove(i);
        return true;
      }
    }
    return false;
  }

  private boolean same(Number a, Number b) {
    if (a.equals(b)) {
      return true;
    }
    if (!(a instanceof Double) && !(b instanceof Double)) {
      return false;
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    double size = Math.max(Math.abs(x), Math.abs(y));
    double slack = line.tolerance() * (line.hasTolerance() ? Math.max(size, 1) : size);
    return Double.compare(x, y) == 0 || Math.abs(x - y) <= Math.max(slack, Double.MIN_VALUE);
  }
}
