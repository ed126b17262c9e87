package io.leat.runtime.operator;

import io.leat.runtime.aggregate.ReferenceAggregates;
import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Frame;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.OverCall;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.ReferenceOrder;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Window functions as they are defined, row by row and frame by frame, over boxed values. */
final class OverReference {
  private final Node.Over node;
  private final RowSchema input;
  private final ZoneId zone;
  private final ReferenceOrder order;

  /** The sorted partition. */
  private List<Change> rows = List.of();

  /** Stands for a result that does not exist: the row is left out. */
  private static final Object FAILED = new Object();

  OverReference(Node.Over node, RowSchema input, ZoneId zone) {
    this.node = node;
    this.input = input;
    this.zone = zone;
    this.order = new ReferenceOrder(input, node.order());
  }

  List<Change> result(List<Change> changes) {
    List<Change> result = new ArrayList<>();
    for (List<Change> partition : ReferenceOrder.partitions(changes, node.partition())) {
      rows = new ArrayList<>();
      partition.stream()
          .sorted(order)
          .forEach(row -> rows.addAll(Collections.nCopies((int) row.weight(), row)));
      for (int place = 0; place < rows.size(); place++) {
        List<@Nullable Object> row = new ArrayList<>(rows.get(place).row());
        for (OverCall call : node.calls()) {
          row.add(value(call, place));
        }
        if (!row.contains(FAILED)) {
          result.add(new Change(row, 1));
        }
      }
    }
    return result;
  }

  private @Nullable Object value(OverCall call, int place) {
    int size = rows.size();
    return switch (call.function()) {
      case "ROW_NUMBER" -> place + 1L;
      case "RANK" -> count(place, false) + 1L;
      case "DENSE_RANK" -> {
        long rank = 1;
        for (int at = 1; at <= place; at++) {
          rank += order.compareKeys(rows.get(at - 1), rows.get(at)) == 0 ? 0 : 1;
        }
        yield rank;
      }
      case "PERCENT_RANK" -> size == 1 ? 0.0 : (double) count(place, false) / (size - 1);
      case "CUME_DIST" -> (double) count(place, true) / size;
      case "NTILE" -> ntile(((Number) argument(call, 0, place)).intValue(), place);
      case "LAG" -> offset(call, place, -1);
      case "LEAD" -> offset(call, place, 1);
      case "FIRST_VALUE" -> nth(call, place, false, 1);
      case "LAST_VALUE" -> nth(call, place, true, 1);
      case "NTH_VALUE" -> nth(call, place, false, ((Number) argument(call, 1, place)).intValue());
      case "COUNT", "SUM", "AVG", "MIN", "MAX" -> aggregate(call, frame(call, place));
      default -> general(call, frame(call, place));
    };
  }

  /** How many rows are before the one at a place in the order, or equal to it. */
  private long count(int place, boolean orEqual) {
    return rows.stream()
        .filter(row -> order.compareKeys(row, rows.get(place)) < (orEqual ? 1 : 0))
        .count();
  }

  private @Nullable Object argument(OverCall call, int index, int place) {
    Expression argument = call.arguments().get(index);
    return argument instanceof Expression.InputRef column
        ? rows.get(place).row().get(column.index())
        : ((Expression.Literal) argument).value();
  }

  /** Deals the rows out: bucket i gets as many as fit when they are divided as evenly as can be. */
  private long ntile(int buckets, int place) {
    int at = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      int count = rows.size() / buckets + (bucket < rows.size() % buckets ? 1 : 0);
      if (place >= at && place < at + count) {
        return bucket + 1;
      }
      at += count;
    }
    throw new AssertionError();
  }

  private @Nullable Object offset(OverCall call, int place, int direction) {
    Object distance = call.arguments().size() > 1 ? argument(call, 1, place) : Integer.valueOf(1);
    if (distance == null) {
      return null;
    }
    long steps = ((Number) distance).longValue() * direction;
    long at = place;
    if (!call.ignoreNulls()) {
      at += steps;
    } else {
      for (long rest = Math.abs(steps); rest > 0 && at >= 0 && at < rows.size(); ) {
        at += Long.signum(steps);
        if (at >= 0 && at < rows.size() && argument(call, 0, (int) at) != null) {
          rest--;
        }
      }
    }
    if (at >= 0 && at < rows.size()) {
      return argument(call, 0, (int) at);
    }
    return call.arguments().size() > 2 ? argument(call, 2, place) : null;
  }

  private @Nullable Object nth(OverCall call, int place, boolean fromEnd, int nth) {
    List<Integer> frame = new ArrayList<>(frame(call, place));
    if (call.ignoreNulls()) {
      frame.removeIf(at -> argument(call, 0, at) == null);
    }
    if (fromEnd) {
      Collections.reverse(frame);
    }
    return frame.size() < nth ? null : argument(call, 0, frame.get(nth - 1));
  }

  /** The places of the rows in the frame of the row at a place. */
  private List<Integer> frame(OverCall call, int place) {
    List<Integer> frame = new ArrayList<>();
    for (int at = 0; at < rows.size(); at++) {
      if (inside(call.frame(), call.frame().lower(), place, at, true)
          && inside(call.frame(), call.frame().upper(), place, at, false)) {
        frame.add(at);
      }
    }
    return frame;
  }

  private boolean inside(Frame frame, Frame.Bound bound, int place, int at, boolean lower) {
    if (bound instanceof Frame.Unbounded) {
      return true;
    }
    int sign = bound instanceof Frame.Preceding ? -1 : 1;
    Object offset = null;
    if (bound instanceof Frame.Preceding preceding) {
      offset = preceding.offset().value();
    } else if (bound instanceof Frame.Following following) {
      offset = following.offset().value();
    }
    if (frame.unit() == Frame.Unit.ROWS) {
      long edge = place + (offset == null ? 0 : sign * ((Number) offset).longValue());
      return lower ? at >= edge : at <= edge;
    }
    int compared =
        offset == null
            ? order.compareKeys(rows.get(at), rows.get(place))
            : distance(place, at, offset, sign);
    return lower ? compared >= 0 : compared <= 0;
  }

  /** Orders a row's key and the current row's, moved. */
  private int distance(int place, int at, Object offset, int sign) {
    SortKey key = node.order().get(0);
    Object current = rows.get(place).row().get(key.column());
    Object other = rows.get(at).row().get(key.column());
    if (current == null || other == null) {
      return current == other ? 0 : (other == null) == key.nullsFirst() ? -1 : 1;
    }
    Object moved = move(current, offset, key.descending() ? -sign : sign);
    int compared = compareMoved(other, moved);
    return key.descending() ? -compared : compared;
  }

  private Object move(Object value, Object offset, int sign) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue() + sign * ((Number) offset).doubleValue();
    } else if (value instanceof Number) {
      BigDecimal distance = new BigDecimal(offset.toString());
      return new BigDecimal(value.toString()).add(sign < 0 ? distance.negate() : distance);
    } else if (value instanceof LocalTime time) {
      return time.toNanoOfDay() + sign * ((Duration) offset).toNanos();
    } else if (value instanceof Duration duration) {
      return sign < 0 ? duration.minus((Duration) offset) : duration.plus((Duration) offset);
    } else if (value instanceof Period period) {
      return period.toTotalMonths() + sign * ((Period) offset).toTotalMonths();
    } else if (value instanceof LocalDate date && offset instanceof Period period) {
      return date.plusMonths(sign * period.toTotalMonths()).atStartOfDay();
    } else if (value instanceof LocalDate date) {
      return date.atStartOfDay().plus(((Duration) offset).multipliedBy(sign));
    } else if (value instanceof LocalDateTime time && offset instanceof Period period) {
      return time.plusMonths(sign * period.toTotalMonths());
    } else if (value instanceof LocalDateTime time) {
      return time.plus(((Duration) offset).multipliedBy(sign));
    } else if (value instanceof Instant instant && offset instanceof Period period) {
      return instant.atZone(zone).plusMonths(sign * period.toTotalMonths()).toInstant();
    } else {
      return ((Instant) value).plus(((Duration) offset).multipliedBy(sign));
    }
  }

  @SuppressWarnings("unchecked")
  private static int compareMoved(Object value, Object moved) {
    if (moved instanceof Double edge) {
      return Double.compare(((Number) value).doubleValue() + 0.0, edge + 0.0);
    } else if (moved instanceof BigDecimal edge) {
      return new BigDecimal(value.toString()).compareTo(edge);
    } else if (value instanceof LocalTime time) {
      return Long.compare(time.toNanoOfDay(), (Long) moved);
    } else if (value instanceof Period period) {
      return Long.compare(period.toTotalMonths(), (Long) moved);
    } else if (value instanceof LocalDate date) {
      return date.atStartOfDay().compareTo((LocalDateTime) moved);
    }
    return ((Comparable<Object>) value).compareTo(moved);
  }

  /** As an aggregation of the frame's rows alone. */
  private @Nullable Object general(OverCall call, List<Integer> frame) {
    AggregateCall aggregate =
        new AggregateCall(
            call.function(),
            call.arguments(),
            call.distinct(),
            call.filter(),
            List.of(),
            call.type());
    Node.Aggregate whole =
        new Node.Aggregate(
            "frame", 0, List.of(), List.of(aggregate), false, Batches.schema(call.type()));
    List<Change> copies = frame.stream().map(at -> new Change(rows.get(at).row(), 1)).toList();
    return new ReferenceAggregates(whole, input).rows(copies).get(0).row().get(0);
  }

  private @Nullable Object aggregate(OverCall call, List<Integer> frame) {
    List<Object> values = new ArrayList<>();
    for (int at : frame) {
      boolean passes =
          call.filter().isEmpty()
              || Boolean.TRUE.equals(rows.get(at).row().get(call.filter().getAsInt()));
      Object value = call.arguments().isEmpty() ? Boolean.TRUE : argument(call, 0, at);
      if (passes && value != null) {
        values.add(value);
      }
    }
    if (call.distinct()) {
      TreeMap<String, Object> distinct = new TreeMap<>();
      values.forEach(value -> distinct.put(Batches.text(value), value));
      values = new ArrayList<>(distinct.values());
    }
    if (call.function().equals("COUNT")) {
      return (long) values.size();
    }
    if (values.isEmpty()) {
      return null;
    }
    DataType type = input.type(((Expression.InputRef) call.arguments().get(0)).index());
    return switch (call.function()) {
      case "MIN" -> Collections.min(values, NestedValues::compare);
      case "MAX" -> Collections.max(values, NestedValues::compare);
      case "SUM" -> sum(values, call.type(), false);
      case "AVG" -> sum(values, call.type(), true);
      default -> throw new AssertionError(call.function());
    };
  }

  /** Exact for decimals and integers; test data has doubles whose sums are exact. */
  private static Object sum(List<Object> values, DataType type, boolean average) {
    if (values.get(0) instanceof Double || values.get(0) instanceof Float) {
      double sum = values.stream().mapToDouble(value -> ((Number) value).doubleValue()).sum();
      return average ? sum / values.size() : sum;
    }
    BigDecimal sum =
        values.stream()
            .map(value -> new BigDecimal(value.toString()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    if (type.kind() == TypeKind.DOUBLE) {
      return sum.doubleValue() / values.size();
    }
    if (type.kind() == TypeKind.BIGINT) {
      return sum.toBigInteger().bitLength() > 63 ? FAILED : (Object) sum.longValueExact();
    }
    int scale = ((ScalarType) type).scale();
    BigDecimal result =
        average
            ? sum.divide(BigDecimal.valueOf(values.size()), scale, RoundingMode.HALF_UP)
            : sum.setScale(scale);
    return Objects.requireNonNull(result).precision() > ((ScalarType) type).precision()
        ? FAILED
        : result;
  }
}
