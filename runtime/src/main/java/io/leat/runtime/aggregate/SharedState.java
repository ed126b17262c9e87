package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What has to be kept of each group for all calls. Calls that need the same share it. */
final class SharedState {
  private final RowSchema input;
  private final boolean appendOnly;
  private final List<Accumulator> accumulators = new ArrayList<>();
  private final List<Known> known = new ArrayList<>();
  private final Map<MultisetKey, MultisetRows> multisetsByKey = new HashMap<>();
  private final List<MultisetRows> multisets = new ArrayList<>();
  private final Map<List<Integer>, DistinctRows> distinctByColumns = new HashMap<>();
  private final List<DistinctRows> distinct = new ArrayList<>();
  private final List<KeptRows> kept = new ArrayList<>();
  private @Nullable Scratch scratch;
  private final List<Integer> weights = new ArrayList<>();

  /** An accumulator, and what makes two of them the same. */
  private record Known(String kind, Source source, List<Integer> columns, Accumulator accumulator) {
    boolean is(String otherKind, Source other, List<Integer> otherColumns) {
      return source.filter() == other.filter()
          && source.feed() == other.feed()
          && kind.equals(otherKind)
          && columns.equals(otherColumns);
    }
  }

  /** Of one filter only where the order of arrival counts: rows have one, whatever the set. */
  private record MultisetKey(
      List<Integer> columns,
      List<Integer> notNull,
      OptionalInt filter,
      MultisetRows.Arrival arrival) {}

  /**
   * Where the rows of a call come from: the input or, if it is DISTINCT, a multiset of its
   * arguments; with the columns of that which are its arguments.
   */
  record Source(@Nullable DistinctFeed feed, int filter, List<Integer> columns) {
    Source {
      columns = List.copyOf(columns);
    }

    /** The column of the first argument. */
    int column() {
      return columns.get(0);
    }
  }

  /**
   * @param rows the column that tells how many rows each row stands for, or {@link
   *     Feed#OWN_WEIGHTS}
   * @param appendOnly whether the input takes no rows back
   */
  SharedState(RowSchema input, int rows, boolean appendOnly) {
    this.input = input;
    this.appendOnly = appendOnly;
    weights.add(rows);
  }

  RowSchema input() {
    return input;
  }

  /** Those that the input feeds. */
  List<Accumulator> accumulators() {
    return accumulators;
  }

  List<MultisetRows> multisets() {
    return multisets;
  }

  List<DistinctRows> distinct() {
    return distinct;
  }

  List<KeptRows> kept() {
    return kept;
  }

  /** What tells how often rows count, as {@link Feed} takes it. */
  int[] weights() {
    return array(weights);
  }

  /** The number of a call's filter among {@link #weights}. */
  int filter(AggregateCall call) {
    return call.filter().isEmpty() ? 0 : weights(call.filter().getAsInt());
  }

  /** The number of a column or {@link Feed#OWN_WEIGHTS} among {@link #weights}. */
  int weights(int column) {
    int number = weights.indexOf(column);
    if (number < 0) {
      number = weights.size();
      weights.add(column);
    }
    return number;
  }

  /** The columns of the input among the arguments. */
  static List<Integer> columns(AggregateCall call) {
    List<Integer> columns = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      if (argument instanceof Expression.InputRef column) {
        columns.add(column.index());
      }
    }
    return columns;
  }

  static int[] array(List<Integer> list) {
    int[] array = new int[list.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = list.get(i);
    }
    return array;
  }

  /** The rows of a call without a NULL in its arguments; for plain ones NULLs are still there. */
  Source source(AggregateCall call) {
    List<Integer> columns = columns(call);
    if (!call.distinct()) {
      return new Source(null, filter(call), columns);
    }
    DistinctFeed feed =
        appendOnly
            ? distinct(columns, filter(call))
            : multiset(columns, columns, filter(call), MultisetRows.Arrival.NONE);
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      own.add(i);
    }
    return new Source(feed, 0, own);
  }

  private DistinctFeed distinct(List<Integer> columns, int filter) {
    DistinctRows rows = distinctByColumns.get(columns);
    if (rows == null || !rows.takes(filter)) {
      rows = new DistinctRows(array(columns), input.select(columns).types(), scratch());
      distinctByColumns.put(columns, rows);
      distinct.add(rows);
    }
    return rows.set(filter);
  }

  private Scratch scratch() {
    if (scratch == null) {
      scratch = new Scratch();
    }
    return scratch;
  }

  Multiset multiset(
      List<Integer> columns, List<Integer> notNull, int filter, MultisetRows.Arrival arrival) {
    boolean shared = arrival == MultisetRows.Arrival.NONE;
    MultisetKey key =
        new MultisetKey(
            columns, notNull, shared ? OptionalInt.empty() : OptionalInt.of(filter), arrival);
    MultisetRows rows = multisetsByKey.get(key);
    if (rows == null) {
      List<DataType> types = input.select(columns).types();
      rows = new MultisetRows(array(columns), types, array(notNull), arrival, scratch());
      multisetsByKey.put(key, rows);
      multisets.add(rows);
    }
    return rows.set(filter);
  }

  /** The accumulator of that kind over some columns of a source. */
  <T extends Accumulator> T accumulator(
      Source source, String kind, List<Integer> columns, Class<T> type, Supplier<T> supplier) {
    for (Known each : known) {
      if (each.is(kind, source, columns)) {
        return type.cast(each.accumulator());
      }
    }
    T accumulator = supplier.get();
    known.add(new Known(kind, source, columns, accumulator));
    if (source.feed() == null) {
      accumulators.add(accumulator);
    } else {
      source.feed().feedDistinct(accumulator);
    }
    return accumulator;
  }

  /** Counts the rows of a source that have no NULL in its columns. */
  Counter counter(Source source) {
    List<Integer> nullable = new ArrayList<>();
    for (int column : source.columns()) {
      // What has a NULL is no member of a multiset of arguments.
      if (source.feed() == null && input.type(column).nullable()) {
        nullable.add(column);
      }
    }
    boolean every = nullable.isEmpty() && source.filter() == 0 && source.feed() == null;
    return every ? RowCount.INSTANCE : counter(source, nullable, false);
  }

  /** Counts the rows in which a BOOLEAN column is true. */
  Counter trueCounter(Source source) {
    return counter(source, source.columns(), true);
  }

  private Counter counter(Source source, List<Integer> columns, boolean onlyTrue) {
    return accumulator(
        source,
        onlyTrue ? "true" : "count",
        columns,
        CountAccumulator.class,
        () -> new CountAccumulator(source.filter(), array(columns), onlyTrue));
  }

  KeptRows keep(List<Integer> columns, int notNull, int filter, boolean last) {
    KeptRows rows =
        new KeptRows(
            filter, array(columns), input.select(columns).types(), new int[] {notNull}, last);
    accumulators.add(rows);
    kept.add(rows);
    return rows;
  }
}
