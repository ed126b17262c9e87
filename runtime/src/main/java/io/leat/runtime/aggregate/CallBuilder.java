package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what the functions need that come from counts and sums; hands on the others. */
final class CallBuilder {
  /** Sums of doubles are kept divided by 2^64, so that they do not overflow before their result. */
  static final double SUM_SCALE = 0x1p-64;

  /** From here on squares, and sums of them, might overflow. */
  private static final double MOMENT_LIMIT = 0x1p480;

  /** Functions that do not work on the column that stands for a bare NULL. */
  private static final Set<String> NEED_TYPE =
      Set.of(
          "SUM",
          "AVG",
          "VAR_POP",
          "VAR_SAMP",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "COVAR_POP",
          "COVAR_SAMP",
          "CORR",
          "BIT_AND",
          "BIT_OR",
          "BIT_XOR",
          "LISTAGG",
          "PERCENTILE",
          "PERCENTILE_CONT");

  private final SharedState state;
  private final boolean appendOnly;
  private final MemberCallBuilder members;

  CallBuilder(SharedState state, boolean appendOnly) {
    this.state = state;
    this.appendOnly = appendOnly;
    this.members = new MemberCallBuilder(state, appendOnly);
  }

  ResultMaker build(AggregateCall call) {
    if (call.user().isPresent()) {
      return members.user(call, call.user().get());
    }
    if (!call.arguments().isEmpty()
        && call.arguments().get(0).type().kind() == TypeKind.NULL
        && NEED_TYPE.contains(call.function())) {
      return groups -> new NullResult();
    }
    return switch (call.function()) {
      case "COUNT" -> count(call, call.distinct());
      case "APPROX_COUNT_DISTINCT" -> count(call, true);
      case "SUM" -> sum(call, false);
      case "AVG" -> sum(call, true);
      case "MERGE_COUNT" -> {
        Counter counter = partCount(call);
        yield groups -> new CountResult(groups, counter);
      }
      case "MERGE_SUM" -> mergeSum(call, false);
      case "MERGE_AVG" -> mergeSum(call, true);
      case "VAR_POP" -> moment(call, MomentResult.Kind.VARIANCE, false);
      case "VAR_SAMP" -> moment(call, MomentResult.Kind.VARIANCE, true);
      case "STDDEV_POP" -> moment(call, MomentResult.Kind.DEVIATION, false);
      case "STDDEV_SAMP" -> moment(call, MomentResult.Kind.DEVIATION, true);
      case "COVAR_POP" -> moment(call, MomentResult.Kind.COVARIANCE, false);
      case "COVAR_SAMP" -> moment(call, MomentResult.Kind.COVARIANCE, true);
      case "CORR" -> moment(call, MomentResult.Kind.CORRELATION, false);
      case "BOOL_AND" -> truth(call, true);
      case "BOOL_OR" -> truth(call, false);
      case "BIT_AND" -> bits(call, BitUnion.Kind.AND);
      case "BIT_OR" -> bits(call, BitUnion.Kind.OR);
      case "BIT_XOR" -> bits(call, BitUnion.Kind.XOR);
      case "SINGLE_VALUE" -> sole(call);
      case "MIN", "ANY_VALUE" -> extreme(call, false);
      case "MAX" -> extreme(call, true);
      default -> {
        ResultMaker maker = members.build(call);
        if (maker == null) {
          throw LeatException.notSupported(
              "The aggregate function " + call.function(), "SHOW FUNCTIONS lists those there are");
        }
        yield maker;
      }
    };
  }

  private ResultMaker count(AggregateCall call, boolean distinct) {
    for (Expression argument : call.arguments()) {
      if (argument instanceof Expression.Literal literal && literal.value() == null) {
        return groups -> new CountResult(groups, (table, group) -> 0);
      }
    }
    boolean constant = SharedState.columns(call).isEmpty();
    Counter counter = state.counter(state.source(distinct(call, distinct && !constant)));
    return groups ->
        new CountResult(
            groups,
            distinct && constant
                ? (table, group) -> Math.min(1, counter.count(table, group))
                : counter);
  }

  private static AggregateCall distinct(AggregateCall call, boolean distinct) {
    return new AggregateCall(
        call.function(), call.arguments(), distinct, call.filter(), call.order(), call.type());
  }

  private ResultMaker sum(AggregateCall call, boolean average) {
    DataType type = call.arguments().get(0).type();
    SharedState.Source source = state.source(call);
    int column = source.column();
    List<Integer> present = List.of(column);
    Counter counter = state.counter(source);
    if (type.physical() == Physical.DOUBLE || type.physical() == Physical.FLOAT) {
      DoubleSum sum =
          state.accumulator(
              source,
              "sum",
              present,
              DoubleSum.class,
              () ->
                  new DoubleSum(
                      source.filter(),
                      column,
                      -1,
                      SharedState.array(present),
                      Double.POSITIVE_INFINITY,
                      SUM_SCALE));
      UnusualValues unusual =
          unusual(source, "infinite", column, present, Double.POSITIVE_INFINITY);
      return groups -> new DoubleSumResult(groups, counter, sum, unusual, average, call.type());
    }
    return integerSum(call, source, counter, type, average);
  }

  private ResultMaker integerSum(
      AggregateCall call,
      SharedState.Source source,
      Counter counter,
      DataType type,
      boolean average) {
    boolean wide = type.physical() == Physical.WIDE;
    IntegerSum sum =
        state.accumulator(
            source,
            "sum",
            source.columns(),
            IntegerSum.class,
            () -> new IntegerSum(source.filter(), source.column(), wide));
    int scale = scale(type);
    return groups -> new IntegerSumResult(groups, counter, sum, scale, average, call.type());
  }

  /** The sum of counts, which is what the first argument holds. */
  private Counter partCount(AggregateCall call) {
    int column = SharedState.columns(call).get(0);
    return state.counter(new SharedState.Source(null, state.weights(column), List.of()));
  }

  private ResultMaker mergeSum(AggregateCall call, boolean average) {
    Counter counter = partCount(call);
    List<Integer> columns = SharedState.columns(call);
    SharedState.Source source =
        new SharedState.Source(
            null, state.weights(Feed.OWN_WEIGHTS), columns.subList(1, columns.size()));
    int column = source.column();
    if (columns.size() == 2) {
      return integerSum(call, source, counter, call.arguments().get(1).type(), average);
    }
    DoubleSum sum =
        state.accumulator(
            source,
            "pairs",
            source.columns(),
            DoubleSum.class,
            () -> DoubleSum.ofPairs(source.filter(), column, columns.get(2), SUM_SCALE));
    UnusualValues unusual =
        unusual(source, "infinite", column, List.of(), Double.POSITIVE_INFINITY);
    return groups -> new DoubleSumResult(groups, counter, sum, unusual, average, call.type());
  }

  private static int scale(DataType type) {
    return type instanceof ScalarType scalar ? scalar.scale() : 0;
  }

  private UnusualValues unusual(
      SharedState.Source source, String kind, int column, List<Integer> present, double limit) {
    List<Integer> all = new ArrayList<>(present);
    all.add(0, column);
    return state.accumulator(
        source,
        kind,
        all,
        UnusualValues.class,
        () -> new UnusualValues(source.filter(), column, SharedState.array(present), limit));
  }

  private ResultMaker moment(AggregateCall call, MomentResult.Kind kind, boolean sample) {
    if (call.arguments().stream().anyMatch(value -> value.type().kind() == TypeKind.DECIMAL)) {
      throw new IllegalArgumentException(call.function() + " takes decimals as DOUBLE");
    }
    SharedState.Source source = state.source(call);
    List<Integer> present = source.columns();
    int x = present.get(0);
    int y = present.get(present.size() - 1);
    Moments moments =
        new Moments(
            state.counter(source),
            momentSum(source, x, -1),
            momentSum(source, y, -1),
            momentSum(source, x, x),
            momentSum(source, x, y),
            momentSum(source, y, y),
            unusual(source, "large", x, present, MOMENT_LIMIT),
            unusual(source, "large", y, present, MOMENT_LIMIT));
    return groups -> new MomentResult(groups, moments, kind, sample, call.type());
  }

  /** The sum of a column, or of its product with another, over rows without NULLs. */
  private DoubleSum momentSum(SharedState.Source source, int first, int second) {
    List<Integer> all = new ArrayList<>(source.columns());
    all.add(first);
    all.add(second);
    return state.accumulator(
        source,
        "moment",
        all,
        DoubleSum.class,
        () ->
            new DoubleSum(
                source.filter(),
                first,
                second,
                SharedState.array(source.columns()),
                MOMENT_LIMIT,
                1));
  }

  private ResultMaker truth(AggregateCall call, boolean all) {
    SharedState.Source source = state.source(distinct(call, false));
    Counter known = state.counter(source);
    Counter isTrue = state.trueCounter(source);
    return groups -> new TruthResult(groups, known, isTrue, all);
  }

  private ResultMaker bits(AggregateCall call, BitUnion.Kind kind) {
    boolean odd = kind == BitUnion.Kind.XOR;
    SharedState.Source source = state.source(distinct(call, odd && call.distinct()));
    int column = source.column();
    Counter counter = state.counter(source);
    if (odd || appendOnly) {
      BitUnion union =
          state.accumulator(
              source,
              kind.name(),
              source.columns(),
              BitUnion.class,
              () -> new BitUnion(source.filter(), column, kind));
      return groups ->
          new BitResult(groups, counter, (table, group, count) -> union.value(table, group));
    }
    int width = width(call.arguments().get(0).type().kind());
    BitCounts counts =
        state.accumulator(
            source,
            "bits",
            source.columns(),
            BitCounts.class,
            () -> new BitCounts(source.filter(), column, width));
    boolean and = kind == BitUnion.Kind.AND;
    return groups ->
        new BitResult(
            groups, counter, (table, group, count) -> counts.having(table, group, and ? count : 1));
  }

  private static int width(TypeKind kind) {
    return switch (kind) {
      case TINYINT -> Byte.SIZE;
      case SMALLINT -> Short.SIZE;
      case INTEGER -> Integer.SIZE;
      default -> Long.SIZE;
    };
  }

  private static boolean isFixed(Physical physical) {
    return switch (physical) {
      case BYTES, ARRAY, MAP, ROW -> false;
      default -> true;
    };
  }

  private ResultMaker sole(AggregateCall call) {
    Physical physical = call.arguments().get(0).type().physical();
    if (!isFixed(physical)) {
      return members.sole(call);
    }
    SharedState.Source source = state.source(distinct(call, false));
    Counter rows = state.counter(new SharedState.Source(null, source.filter(), List.of()));
    Counter known = state.counter(source);
    SoleValue value =
        state.accumulator(
            source,
            "sole",
            source.columns(),
            SoleValue.class,
            () -> new SoleValue(source.filter(), source.column(), physical == Physical.WIDE));
    return groups -> new SoleResult(groups, rows, known, value);
  }

  private ResultMaker extreme(AggregateCall call, boolean max) {
    Physical physical = call.arguments().get(0).type().physical();
    if (!appendOnly || !isFixed(physical)) {
      return members.ordered(call, List.of(), max);
    }
    SharedState.Source source = state.source(distinct(call, false));
    Extreme extreme =
        state.accumulator(
            source,
            max ? "max" : "min",
            source.columns(),
            Extreme.class,
            () -> new Extreme(source.filter(), source.column(), physical, max));
    Counter counter = state.counter(source);
    return groups -> new ExtremeResult(groups, counter, extreme);
  }
}
