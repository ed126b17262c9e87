package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.state.RowOrder;
import io.leat.runtime.state.RowTable;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds for aggregate calls what has to be kept of each group. Calls that need the same share it.
 */
final class CallBuilder {
  /** Sums of doubles are kept divided by 2^64, so that they do not overflow before their result. */
  private static final double SUM_SCALE = 0x1p-64;

  private final RowSchema input;
  private final boolean appendOnly;
  private final List<Accumulator> accumulators = new ArrayList<>();
  private final Map<AccumulatorKey, Accumulator> known = new HashMap<>();
  private final Map<MultisetKey, Multiset> multisets = new HashMap<>();
  private final List<Multiset> multisetList = new ArrayList<>();
  private final List<KeptRows> kept = new ArrayList<>();
  private final List<Integer> filters = new ArrayList<>(List.of(-1));

  /** Makes a call's result when the table of the groups is there. */
  @FunctionalInterface
  interface ResultMaker {
    AggregateResult make(RowTable groups);
  }

  /** What makes two accumulators the same. */
  private record AccumulatorKey(
      String kind, @Nullable Multiset feed, int filter, List<Integer> columns) {}

  private record MultisetKey(
      List<Integer> columns, List<Integer> notNull, int filter, Multiset.Arrival arrival) {}

  /**
   * Where the rows of a call come from: the input or, if it is DISTINCT, a multiset of its
   * arguments; with the columns of that which are its arguments.
   */
  private record Source(@Nullable Multiset feed, int filter, List<Integer> columns) {
    Source {
      columns = List.copyOf(columns);
    }
  }

  CallBuilder(RowSchema input, boolean appendOnly) {
    this.input = input;
    this.appendOnly = appendOnly;
  }

  /** Those that the input feeds. */
  List<Accumulator> accumulators() {
    return accumulators;
  }

  List<Multiset> multisets() {
    return multisetList;
  }

  List<KeptRows> kept() {
    return kept;
  }

  /** The columns of filters; the first is −1: none. */
  int[] filters() {
    return filters.stream().mapToInt(Integer::intValue).toArray();
  }

  ResultMaker build(AggregateCall call) {
    return switch (call.function()) {
      case "COUNT" -> count(call, call.distinct());
      case "APPROX_COUNT_DISTINCT" -> count(call, true);
      case "SUM" -> sum(call, false);
      case "AVG" -> sum(call, true);
      case "MIN", "ANY_VALUE" -> extreme(call, false);
      case "MAX" -> extreme(call, true);
      case "FIRST_VALUE" -> edge(call, false);
      case "LAST_VALUE" -> edge(call, true);
      default ->
          throw LeatException.notSupported(
              "The aggregate function " + call.function(), "Use another function");
    };
  }

  // Arguments.

  private int filter(AggregateCall call) {
    if (call.filter().isEmpty()) {
      return 0;
    }
    int column = call.filter().getAsInt();
    int known = filters.indexOf(column);
    if (known >= 0) {
      return known;
    }
    filters.add(column);
    return filters.size() - 1;
  }

  /** The columns among the arguments. */
  private static List<Integer> columns(AggregateCall call) {
    List<Integer> columns = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      if (argument instanceof Expression.InputRef column) {
        columns.add(column.index());
      }
    }
    return columns;
  }

  private static int argument(AggregateCall call) {
    if (call.arguments().get(0) instanceof Expression.InputRef column) {
      return column.index();
    }
    throw new IllegalArgumentException(call.function() + " of a constant");
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private Source source(AggregateCall call) {
    List<Integer> columns = columns(call);
    if (!call.distinct()) {
      return new Source(null, filter(call), columns);
    }
    Multiset multiset = multiset(columns, columns, filter(call), Multiset.Arrival.NONE);
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      own.add(i);
    }
    return new Source(multiset, 0, own);
  }

  private Multiset multiset(
      List<Integer> columns, List<Integer> notNull, int filter, Multiset.Arrival arrival) {
    return multisets.computeIfAbsent(
        new MultisetKey(columns, notNull, filter, arrival),
        key -> {
          Multiset multiset =
              new Multiset(
                  array(columns), input.select(columns).types(), array(notNull), filter, arrival);
          multisetList.add(multiset);
          return multiset;
        });
  }

  private <T extends Accumulator> T accumulator(
      Source source, String kind, List<Integer> columns, Class<T> type, Supplier<T> supplier) {
    AccumulatorKey key = new AccumulatorKey(kind, source.feed(), source.filter(), columns);
    Accumulator accumulator = known.get(key);
    if (accumulator == null) {
      accumulator = supplier.get();
      known.put(key, accumulator);
      if (source.feed() == null) {
        accumulators.add(accumulator);
      } else {
        source.feed().feedDistinct(accumulator);
      }
    }
    return type.cast(accumulator);
  }

  /** Counts the rows of a source that have no NULL in its columns. */
  private Counter counter(Source source) {
    if (source.feed() != null) {
      // What has a NULL is no member.
      return counter(source, List.of());
    }
    List<Integer> nullable = new ArrayList<>();
    for (int column : source.columns()) {
      if (input.type(column).nullable()) {
        nullable.add(column);
      }
    }
    return nullable.isEmpty() && source.filter() == 0
        ? RowCount.INSTANCE
        : counter(source, nullable);
  }

  private Counter counter(Source source, List<Integer> columns) {
    return accumulator(
        source,
        "count",
        columns,
        CountAccumulator.class,
        () -> new CountAccumulator(source.filter(), array(columns), false));
  }

  // Calls.

  private ResultMaker count(AggregateCall call, boolean distinct) {
    for (Expression argument : call.arguments()) {
      if (argument instanceof Expression.Literal literal && literal.value() == null) {
        return groups -> new CountResult(groups, (table, group) -> 0);
      }
    }
    AggregateCall counted =
        new AggregateCall(
            call.function(),
            call.arguments(),
            distinct && !columns(call).isEmpty(),
            call.filter(),
            List.of(),
            call.type());
    Counter counter = counter(source(counted));
    boolean one = distinct && columns(call).isEmpty();
    return groups ->
        new CountResult(
            groups, one ? (table, group) -> Math.min(1, counter.count(table, group)) : counter);
  }

  private ResultMaker sum(AggregateCall call, boolean average) {
    DataType type = input.type(argument(call));
    Source source = source(call);
    int column = source.columns().get(0);
    Counter counter = counter(source);
    if (isFloating(type)) {
      List<Integer> present = List.of(column);
      DoubleSum sum =
          accumulator(
              source,
              "sum",
              present,
              DoubleSum.class,
              () ->
                  new DoubleSum(
                      source.filter(),
                      column,
                      -1,
                      array(present),
                      Double.POSITIVE_INFINITY,
                      SUM_SCALE));
      UnusualValues unusual =
          accumulator(
              source,
              "unusual",
              present,
              UnusualValues.class,
              () ->
                  new UnusualValues(
                      source.filter(), column, array(present), Double.POSITIVE_INFINITY));
      return groups -> new DoubleSumResult(groups, counter, sum, unusual, average, call.type());
    }
    boolean wide = type.physical() == Physical.WIDE;
    IntegerSum sum =
        accumulator(
            source,
            "sum",
            List.of(column),
            IntegerSum.class,
            () -> new IntegerSum(source.filter(), column, wide));
    int scale = ((ScalarType) type).scale();
    return groups -> new IntegerSumResult(groups, counter, sum, scale, average, call.type());
  }

  private static boolean isFloating(DataType type) {
    return type.physical() == Physical.DOUBLE || type.physical() == Physical.FLOAT;
  }

  private ResultMaker extreme(AggregateCall call, boolean max) {
    int column = argument(call);
    Physical physical = input.type(column).physical();
    boolean fixed =
        switch (physical) {
          case BYTES, ARRAY, MAP, ROW -> false;
          default -> true;
        };
    if (!appendOnly || !fixed) {
      return ordered(call, List.of(), max);
    }
    Source source = new Source(null, filter(call), List.of(column));
    Extreme extreme =
        accumulator(
            source,
            max ? "max" : "min",
            List.of(column),
            Extreme.class,
            () -> new Extreme(source.filter(), column, physical, max));
    Counter counter = counter(source);
    return groups -> new ExtremeResult(groups, counter, extreme);
  }

  private ResultMaker edge(AggregateCall call, boolean last) {
    if (!call.order().isEmpty()) {
      return ordered(call, call.order(), last);
    }
    int column = argument(call);
    if (appendOnly) {
      KeptRows rows = keep(List.of(column), column, filter(call), last);
      return groups -> new KeptResult(groups, rows, 0);
    }
    Multiset multiset =
        multiset(
            List.of(column),
            List.of(column),
            filter(call),
            last ? Multiset.Arrival.LAST : Multiset.Arrival.FIRST);
    SortedView view = multiset.view(multiset.byArrival());
    return groups -> new MemberResult(multiset, view, 0, last);
  }

  /** The first or last row in an order of those in which the argument is not NULL. */
  private ResultMaker ordered(AggregateCall call, List<SortKey> order, boolean last) {
    List<Integer> columns = withKeys(List.of(argument(call)), order);
    List<SortKey> keys = within(columns, order);
    if (appendOnly) {
      KeptRows rows = keep(columns, columns.get(0), filter(call), last);
      rows.orderBy(new RowOrder(rows.rows(), keys, true));
      return groups -> new KeptResult(groups, rows, 0);
    }
    Multiset multiset =
        multiset(columns, List.of(columns.get(0)), filter(call), Multiset.Arrival.NONE);
    SortedView view = multiset.view(keys);
    return groups -> new MemberResult(multiset, view, 0, last);
  }

  private KeptRows keep(List<Integer> columns, int notNull, int filter, boolean last) {
    KeptRows rows =
        new KeptRows(
            filter, array(columns), input.select(columns).types(), new int[] {notNull}, last);
    accumulators.add(rows);
    kept.add(rows);
    return rows;
  }

  /** These columns and behind them those of an order that are not among them. */
  private static List<Integer> withKeys(List<Integer> columns, List<SortKey> order) {
    List<Integer> all = new ArrayList<>(columns);
    for (SortKey key : order) {
      if (!all.contains(key.column())) {
        all.add(key.column());
      }
    }
    return all;
  }

  /** The order's keys as places in a list of columns. */
  private static List<SortKey> within(List<Integer> columns, List<SortKey> order) {
    return order.stream()
        .map(key -> new SortKey(columns.indexOf(key.column()), key.descending(), key.nullsFirst()))
        .toList();
  }
}
