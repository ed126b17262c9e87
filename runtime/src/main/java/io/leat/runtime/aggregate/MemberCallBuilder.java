package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.user.UserAccumulation;
import io.leat.runtime.state.RowOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what the functions need that come from the rows of a group themselves. */
final class MemberCallBuilder {
  private static final byte[] COMMA = {','};

  private final SharedState state;
  private final boolean appendOnly;

  MemberCallBuilder(SharedState state, boolean appendOnly) {
    this.state = state;
    this.appendOnly = appendOnly;
  }

  /** Null if it does not know the function. */
  @Nullable ResultMaker build(AggregateCall call) {
    return switch (call.function()) {
      case "FIRST_VALUE" -> edge(call, false);
      case "LAST_VALUE" -> edge(call, true);
      case "LISTAGG" -> listagg(call);
      case "ARRAY_AGG" -> always(new ArrayResult(members(call, true)));
      case "COLLECT" -> always(new CollectResult(members(call, false), call.type().nullable()));
      case "MODE" -> always(new ModeResult(members(call, false)));
      case "PERCENTILE", "PERCENTILE_CONT" -> percentile(call, true);
      case "PERCENTILE_DISC" -> percentile(call, false);
      case "JSON_ARRAYAGG" -> json(call, false, true);
      case "JSON_OBJECTAGG" -> json(call, true, false);
      default -> null;
    };
  }

  private static ResultMaker always(AggregateResult result) {
    return groups -> result;
  }

  /** The first or last row in order of arrival, unless another one is given. */
  private ResultMaker edge(AggregateCall call, boolean last) {
    if (!call.order().isEmpty()) {
      return ordered(call, call.order(), last);
    }
    List<Integer> columns = SharedState.columns(call);
    if (appendOnly) {
      KeptRows rows = state.keep(columns, columns.get(0), state.filter(call), last);
      return groups -> new KeptResult(groups, rows, 0);
    }
    Multiset multiset =
        state.multiset(
            columns,
            columns,
            state.filter(call),
            last ? MultisetRows.Arrival.LAST : MultisetRows.Arrival.FIRST);
    SortedView view = multiset.view(multiset.byArrival());
    return always(new MemberResult(multiset, view, 0, last));
  }

  /** The first or last row in an order of those in which the argument is not NULL. */
  ResultMaker ordered(AggregateCall call, List<SortKey> order, boolean last) {
    List<Integer> arguments = SharedState.columns(call);
    List<Integer> columns = withKeys(arguments, order);
    List<SortKey> keys = within(columns, order);
    int filter = state.filter(call);
    if (appendOnly) {
      KeptRows rows = state.keep(columns, columns.get(0), filter, last);
      rows.orderBy(new RowOrder(rows.rows(), keys, true));
      return groups -> new KeptResult(groups, rows, 0);
    }
    Multiset multiset = state.multiset(columns, arguments, filter, MultisetRows.Arrival.NONE);
    return always(new MemberResult(multiset, multiset.view(keys), 0, last));
  }

  /** A function of a user. */
  ResultMaker user(AggregateCall call, UserMethod accumulate) {
    return always(
        new UserResult(
            members(call, true),
            new UserAccumulation(accumulate),
            call.arguments().stream().map(Expression::type).toList(),
            call.type()));
  }

  /** SINGLE_VALUE. */
  ResultMaker sole(AggregateCall call) {
    Multiset multiset =
        state.multiset(
            SharedState.columns(call), List.of(), state.filter(call), MultisetRows.Arrival.NONE);
    return always(new SoleMemberResult(multiset, multiset.view(List.of())));
  }

  private Members members(AggregateCall call, boolean nulls) {
    List<Integer> arguments = SharedState.columns(call);
    List<Integer> columns = withKeys(arguments, call.order());
    if (call.distinct() && columns.size() > arguments.size()) {
      throw LeatException.notSupported(
          call.function() + "(DISTINCT …) in an order of other columns than its arguments",
          "Order it by its argument");
    }
    Multiset multiset =
        state.multiset(
            columns, nulls ? List.of() : arguments, state.filter(call), MultisetRows.Arrival.NONE);
    SortedView view = multiset.view(within(columns, call.order()));
    return new Members(multiset, view, call.distinct());
  }

  private ResultMaker listagg(AggregateCall call) {
    byte[] separator = COMMA;
    if (call.arguments().size() > 1) {
      Object value = constant(call, 1);
      separator = value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
    }
    return always(new ListaggResult(members(call, false), separator));
  }

  private ResultMaker percentile(AggregateCall call, boolean interpolated) {
    List<Double> fractions = new ArrayList<>();
    Object value = constant(call, 1);
    if (value instanceof List<?> list) {
      list.forEach(fraction -> fractions.add(fraction(call, fraction)));
    } else {
      fractions.add(fraction(call, value));
    }
    return always(
        new PercentileResult(
            members(call, false),
            fractions.stream().mapToDouble(Double::doubleValue).toArray(),
            interpolated,
            call.arguments().get(0).type(),
            call.type()));
  }

  private static double fraction(AggregateCall call, @Nullable Object value) {
    double fraction = value instanceof Number number ? number.doubleValue() : Double.NaN;
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new LeatException(
          SqlState.INVALID_PARAMETER_VALUE,
          "the fraction of " + call.function() + " is " + value + ", not between 0 and 1",
          null,
          null,
          null);
    }
    return fraction;
  }

  private ResultMaker json(AggregateCall call, boolean object, boolean absentByDefault) {
    boolean absent = absentByDefault;
    int values = object ? 2 : 1;
    boolean formatted = false;
    if (call.arguments().size() > values && constant(call, values) instanceof String option) {
      absent = option.startsWith("ABSENT ON NULL");
      formatted = option.endsWith("FORMAT JSON");
    }
    Members members = members(call, true);
    boolean absentOnNull = absent;
    return always(
        new JsonResult(
            members,
            object,
            absentOnNull,
            call.type().nullable(),
            formatted,
            call.arguments().subList(0, values).stream().map(Expression::type).toList()));
  }

  private static @Nullable Object constant(AggregateCall call, int argument) {
    if (call.arguments().get(argument) instanceof Expression.Literal literal) {
      return literal.value();
    }
    throw LeatException.notSupported(
        "An argument " + (argument + 1) + " of " + call.function() + " that is not constant",
        "Write the constant");
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
