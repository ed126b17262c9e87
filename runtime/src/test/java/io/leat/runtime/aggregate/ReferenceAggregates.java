package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.RowException;
import io.leat.runtime.scalar.Arithmetic;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregation gives of rows at hand, written for plainness: boxed values, exact numbers.
 */
public final class ReferenceAggregates {
  private final Node.Aggregate node;
  private final RowSchema input;

  public ReferenceAggregates(Node.Aggregate node, RowSchema input) {
    this.node = node;
    this.input = input;
  }

  /** The result's rows; a group whose result fails has none. */
  public List<Change> rows(List<Change> rows) {
    Map<String, List<Change>> groups = new LinkedHashMap<>();
    if (node.keys().isEmpty()) {
      groups.put("", new ArrayList<>());
    }
    for (Change row : rows) {
      String key =
          node.keys().stream().map(i -> text(row.row().get(i))).collect(Collectors.joining("|"));
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    List<Change> results = new ArrayList<>();
    for (List<Change> group : groups.values()) {
      List<@Nullable Object> result = new ArrayList<>();
      node.keys().forEach(i -> result.add(group.get(0).row().get(i)));
      try {
        node.calls().forEach(call -> result.add(value(call, group)));
        results.add(new Change(Collections.unmodifiableList(result), 1));
      } catch (RowException failed) {
        // The group has no row.
      }
    }
    return results;
  }

  private static String text(@Nullable Object value) {
    return value instanceof Float number && number == 0 ? "0.0" : Batches.text(value);
  }

  /** The rows that a call takes, in order, each as often as it is there. */
  private @Nullable Object value(AggregateCall call, List<Change> group) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Change row : group) {
      if (call.filter().isEmpty() || Boolean.TRUE.equals(row.row().get(call.filter().getAsInt()))) {
        rows.addAll(Collections.nCopies((int) row.weight(), row.row()));
      }
    }
    rows.sort((a, b) -> compare(a, b, call));
    List<List<@Nullable Object>> arguments = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<@Nullable Object> values = new ArrayList<>();
      columns(call).forEach(column -> values.add(row.get(column)));
      arguments.add(values);
    }
    Set<String> keepingNulls =
        Set.of("ARRAY_AGG", "JSON_ARRAYAGG", "JSON_OBJECTAGG", "SINGLE_VALUE");
    if (!keepingNulls.contains(call.function())) {
      arguments.removeIf(values -> values.stream().anyMatch(Objects::isNull));
    }
    if (call.distinct() || call.function().equals("APPROX_COUNT_DISTINCT")) {
      Map<String, List<@Nullable Object>> distinct = new LinkedHashMap<>();
      arguments.forEach(
          values ->
              distinct.putIfAbsent(
                  values.stream().map(ReferenceAggregates::text).toList().toString(), values));
      arguments = new ArrayList<>(distinct.values());
    }
    return value(
        call,
        arguments.stream().map(values -> values.isEmpty() ? null : values.get(0)).toList(),
        arguments);
  }

  private static List<Integer> columns(AggregateCall call) {
    return call.arguments().stream()
        .filter(Expression.InputRef.class::isInstance)
        .map(argument -> ((Expression.InputRef) argument).index())
        .toList();
  }

  /** By the call's order, then by its arguments, then by the columns of the order, NULLs first. */
  private int compare(List<@Nullable Object> a, List<@Nullable Object> b, AggregateCall call) {
    List<SortKey> keys = new ArrayList<>(call.order());
    columns(call).forEach(column -> keys.add(new SortKey(column, false, true)));
    call.order().forEach(key -> keys.add(new SortKey(key.column(), false, true)));
    for (SortKey key : keys) {
      Object left = a.get(key.column());
      Object right = b.get(key.column());
      int order;
      if (left == null || right == null) {
        order = left == right ? 0 : (left == null) == key.nullsFirst() ? -1 : 1;
      } else {
        order = NestedValues.compare(left, right);
        order = key.descending() ? -order : order;
      }
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static Object constant(AggregateCall call, int argument) {
    return Objects.requireNonNull(((Expression.Literal) call.arguments().get(argument)).value());
  }

  private @Nullable Object value(
      AggregateCall call, List<@Nullable Object> values, List<List<@Nullable Object>> rows) {
    int count = rows.size();
    switch (call.function()) {
      case "COUNT", "APPROX_COUNT_DISTINCT" -> {
        return (long) count;
      }
      case "SINGLE_VALUE" -> {
        return count == 1 ? values.get(0) : null;
      }
      case "VAR_SAMP", "STDDEV_SAMP", "COVAR_SAMP" -> {
        return count < 2 ? null : moment(call, rows, count - 1);
      }
      default -> {
        return count == 0 ? null : some(call, values, rows);
      }
    }
  }

  private Object some(
      AggregateCall call, List<@Nullable Object> values, List<List<@Nullable Object>> rows) {
    int count = values.size();
    return switch (call.function()) {
      case "SUM" -> sum(call, values, 1);
      case "AVG" -> sum(call, values, count);
      case "MIN", "ANY_VALUE", "FIRST_VALUE" -> values.get(0);
      case "MAX", "LAST_VALUE" -> values.get(count - 1);
      case "VAR_POP", "STDDEV_POP", "COVAR_POP", "CORR" -> moment(call, rows, count);
      case "BOOL_AND" -> !values.contains(false);
      case "BOOL_OR" -> values.contains(true);
      case "BIT_AND" ->
          bits(
              call,
              values.stream().mapToLong(v -> ((Number) v).longValue()).reduce(-1, (a, b) -> a & b));
      case "BIT_OR" ->
          bits(
              call,
              values.stream().mapToLong(v -> ((Number) v).longValue()).reduce(0, (a, b) -> a | b));
      case "BIT_XOR" ->
          bits(
              call,
              values.stream().mapToLong(v -> ((Number) v).longValue()).reduce(0, (a, b) -> a ^ b));
      case "LISTAGG" ->
          values.stream()
              .map(Object::toString)
              .collect(Collectors.joining((String) constant(call, 1)));
      case "ARRAY_AGG" -> values;
      case "COLLECT" -> {
        Map<Object, Integer> counts = new LinkedHashMap<>();
        values.forEach(v -> counts.merge(v, 1, Integer::sum));
        yield counts;
      }
      case "MODE" -> mode(values);
      case "PERCENTILE", "PERCENTILE_CONT" -> {
        if (call.type() instanceof ArrayType) {
          List<Object> results = new ArrayList<>();
          for (Object fraction : (List<?>) constant(call, 1)) {
            results.add(interpolated(values, (Double) fraction));
          }
          yield results;
        }
        yield interpolated(values, (Double) constant(call, 1));
      }
      case "PERCENTILE_DISC" ->
          values.get(Math.max(0, (int) Math.ceil((Double) constant(call, 1) * count) - 1));
      case "JSON_ARRAYAGG" -> {
        boolean absent = constant(call, 1).equals("ABSENT ON NULL");
        yield values.stream()
            .filter(v -> !absent || v != null)
            .map(ReferenceAggregates::json)
            .collect(Collectors.joining(",", "[", "]"));
      }
      case "JSON_OBJECTAGG" -> jsonObject(rows, constant(call, 2).equals("ABSENT ON NULL"));
      default -> throw new IllegalArgumentException(call.function());
    };
  }

  private static Object mode(List<@Nullable Object> values) {
    Object best = values.get(0);
    for (Object value : values) {
      if (frequency(values, value) > frequency(values, best)) {
        best = value;
      }
    }
    return best;
  }

  private static long frequency(List<@Nullable Object> values, Object value) {
    return values.stream().filter(v -> text(v).equals(text(value))).count();
  }

  private static double interpolated(List<@Nullable Object> values, double fraction) {
    double place = fraction * (values.size() - 1);
    int below = (int) Math.floor(place);
    double low = ((Number) values.get(below)).doubleValue();
    return place == below
        ? low
        : low + (((Number) values.get(below + 1)).doubleValue() - low) * (place - below);
  }

  private static Object bits(AggregateCall call, long value) {
    return switch (call.type().kind()) {
      case TINYINT -> (byte) value;
      case SMALLINT -> (short) value;
      case INTEGER -> (int) value;
      default -> value;
    };
  }

  private static Object sum(AggregateCall call, List<@Nullable Object> values, int divisor) {
    double unusual = 0;
    BigDecimal sum = BigDecimal.ZERO;
    for (Object value : values) {
      if (value instanceof BigDecimal decimal) {
        sum = sum.add(decimal);
      } else if (value instanceof Double || value instanceof Float) {
        double number = ((Number) value).doubleValue();
        if (Double.isFinite(number)) {
          sum = sum.add(new BigDecimal(number));
        } else {
          unusual += number;
        }
      } else {
        sum = sum.add(BigDecimal.valueOf(((Number) value).longValue()));
      }
    }
    if (call.type().kind() == TypeKind.DOUBLE) {
      return unusual == 0 ? sum.doubleValue() / divisor : unusual;
    }
    if (call.type().kind() == TypeKind.BIGINT) {
      BigInteger whole = sum.toBigIntegerExact();
      if (whole.bitLength() > 63) {
        throw Arithmetic.overflow("BIGINT", whole.toString());
      }
      return whole.longValue();
    }
    ScalarType type = (ScalarType) call.type();
    BigDecimal result = sum.divide(BigDecimal.valueOf(divisor), type.scale(), RoundingMode.HALF_UP);
    if (result.precision() > type.precision()) {
      throw Arithmetic.overflow(type.sqlName(), result.toPlainString());
    }
    return result;
  }

  /** The sums of squares and products exactly, and only then rounded. */
  private static @Nullable Object moment(
      AggregateCall call, List<List<@Nullable Object>> rows, int divisor) {
    List<BigDecimal> x = new ArrayList<>();
    List<BigDecimal> y = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      double first = ((Number) row.get(0)).doubleValue();
      double second = ((Number) row.get(row.size() - 1)).doubleValue();
      if (!Double.isFinite(first) || !Double.isFinite(second)) {
        return Double.NaN;
      }
      x.add(new BigDecimal(row.get(0).toString()));
      y.add(new BigDecimal(row.get(row.size() - 1).toString()));
    }
    double xx = spread(x, x);
    double yy = spread(y, y);
    double xy = spread(x, y);
    int count = rows.size();
    if (call.function().equals("CORR")) {
      return xx == 0 || yy == 0
          ? null
          : (Object) Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
    }
    double value = (call.function().startsWith("COVAR") ? xy : xx) / count / divisor;
    return call.function().startsWith("STDDEV") ? Math.sqrt(value) : value;
  }

  private static double spread(List<BigDecimal> a, List<BigDecimal> b) {
    BigDecimal products = BigDecimal.ZERO;
    BigDecimal sumA = BigDecimal.ZERO;
    BigDecimal sumB = BigDecimal.ZERO;
    for (int i = 0; i < a.size(); i++) {
      products = products.add(a.get(i).multiply(b.get(i)));
      sumA = sumA.add(a.get(i));
      sumB = sumB.add(b.get(i));
    }
    return products
        .multiply(BigDecimal.valueOf(a.size()))
        .subtract(sumA.multiply(sumB))
        .doubleValue();
  }

  private static String json(@Nullable Object value) {
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }

  private static String jsonObject(List<List<@Nullable Object>> rows, boolean absent) {
    Set<Object> seen = new HashSet<>();
    List<String> entries = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      if (row.get(0) == null) {
        throw new RowException("22004", "null key");
      }
      if (absent && row.get(1) == null) {
        continue;
      }
      if (!seen.add(row.get(0))) {
        throw new RowException("22030", "twice");
      }
      entries.add(json(row.get(0)) + ":" + json(row.get(1)));
    }
    return entries.stream().collect(Collectors.joining(",", "{", "}"));
  }
}
