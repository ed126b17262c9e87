package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Aggregates of whole sessions that need not keep the sessions' rows. */
final class SessionAggregates {
  /** Functions that keep for two sets of rows what they keep for both, from which they tell it. */
  private static final Set<String> MERGED =
      Set.of(
          "COUNT",
          "SUM",
          "AVG",
          "VAR_POP",
          "VAR_SAMP",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "COVAR_POP",
          "COVAR_SAMP",
          "CORR",
          "BOOL_AND",
          "BOOL_OR",
          "BIT_AND",
          "BIT_OR",
          "BIT_XOR");

  private static final Set<String> EXTREMES = Set.of("MIN", "MAX", "ANY_VALUE");

  private final Plan.Aggregate aggregate;
  private final TimePlan.Sessions sessions;
  private final Plan.@Nullable Calc calc;

  /** How many columns the sessions' rows have. */
  private final int width;

  /** Those, and what is computed of them. */
  private final List<Expression> columns;

  private SessionAggregates(
      Plan.Aggregate aggregate, TimePlan.Sessions sessions, Plan.@Nullable Calc calc) {
    this.aggregate = aggregate;
    this.sessions = sessions;
    this.calc = calc;
    this.width = sessions.input().schema().size();
    this.columns = new ArrayList<>(PlanBuilder.references(sessions.input().schema()));
  }

  /** The node that gives the aggregates; null if they need the rows. */
  static @Nullable Integer add(
      CircuitBuilder builder, CircuitNodes nodes, Plan.Aggregate aggregate) {
    Plan.Calc calc = aggregate.input() instanceof Plan.Calc over ? over : null;
    Plan below = calc == null ? aggregate.input() : calc.input();
    if (!(below instanceof TimePlan.Sessions sessions)
        || !sessions.once()
        || (calc != null && calc.condition().isPresent())
        || !aggregate.calls().stream().allMatch(call -> merges(call, aggregate.input().schema()))
        || !nodes.traits(builder.build(sessions.input())).appendOnly()) {
      return null;
    }
    return new SessionAggregates(aggregate, sessions, calc).build(builder, nodes);
  }

  private static boolean merges(AggregateCall call, RowSchema input) {
    boolean plain =
        !call.distinct()
            && call.user().isEmpty()
            && call.order().isEmpty()
            && call.arguments().stream()
                .allMatch(
                    argument ->
                        argument instanceof Expression.InputRef reference
                            && input.type(reference.index()).kind() != TypeKind.NULL);
    return plain
        && (MERGED.contains(call.function())
            || (EXTREMES.contains(call.function())
                && isFixed(call.arguments().get(0).type().physical())));
  }

  private static boolean isFixed(Physical physical) {
    return switch (physical) {
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE, WIDE -> true;
      case BYTES, ARRAY, MAP, ROW -> false;
    };
  }

  private @Nullable Integer build(CircuitBuilder builder, CircuitNodes nodes) {
    List<Integer> partition = sessions.partition();
    List<Integer> keys = new ArrayList<>();
    for (int key : aggregate.keys()) {
      if (!(source(key) instanceof Expression.InputRef reference)) {
        return null;
      }
      int column = reference.index();
      int place = column < width ? partition.indexOf(column) : width - column - 1;
      if (column < width && place < 0) {
        return null;
      }
      keys.add(place);
    }
    if (!keys.containsAll(IntStream.range(0, new HashSet<>(partition).size()).boxed().toList())
        || new HashSet<>(partition).size() < partition.size()) {
      return null;
    }
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.calls()) {
      AggregateCall moved = moved(call);
      if (moved == null) {
        return null;
      }
      calls.add(moved);
    }
    return node(builder, nodes, keys, calls);
  }

  private int node(
      CircuitBuilder builder, CircuitNodes nodes, List<Integer> keys, List<AggregateCall> calls) {
    int rows = builder.build(sessions.input());
    if (columns.size() > width) {
      List<RowSchema.Field> fields = new ArrayList<>(sessions.input().schema().fields());
      for (int i = width; i < columns.size(); i++) {
        fields.add(new RowSchema.Field("computed" + (i - width), columns.get(i).type()));
      }
      rows =
          builder.calc(
              new Plan.Calc(sessions.input(), Optional.empty(), columns, new RowSchema(fields)),
              rows);
    }
    List<Integer> partition = sessions.partition();
    int input = partition.isEmpty() ? nodes.singleton(rows) : nodes.hashed(rows, partition);
    RowSchema schema = nodes.get(input).schema();
    List<RowSchema.Field> fields = new ArrayList<>(schema.select(partition).fields());
    fields.addAll(aggregate.schema().fields().subList(keys.size(), aggregate.schema().size()));
    String detail = sessions.time() + " " + sessions.gapMicros() + " " + keys + " " + calls;
    return nodes.share(
        List.of("session aggregate", input, detail, aggregate.schema()),
        () -> {
          String id = nodes.id("session-aggregate", List.of(input), detail);
          return new Node.SessionAggregate(
              id,
              input,
              sessions.time(),
              sessions.gapMicros(),
              width,
              new Node.Aggregate(
                  id, input, partition, calls, true, OptionalInt.empty(), new RowSchema(fields)),
              keys,
              aggregate.schema());
        });
  }

  /** A column of the aggregate's input, over the rows in sessions. */
  private Expression source(int column) {
    return calc == null
        ? new Expression.InputRef(column, sessions.schema().type(column))
        : calc.projections().get(column);
  }

  /** A call over the sessions' rows; null if it needs their session. */
  private @Nullable AggregateCall moved(AggregateCall call) {
    List<Expression> arguments = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      int column = place(source(((Expression.InputRef) argument).index()));
      if (column < 0) {
        return null;
      }
      arguments.add(new Expression.InputRef(column, argument.type()));
    }
    OptionalInt filter = OptionalInt.empty();
    if (call.filter().isPresent()) {
      int column = place(source(call.filter().getAsInt()));
      if (column < 0) {
        return null;
      }
      filter = OptionalInt.of(column);
    }
    return new AggregateCall(
        call.function(), arguments, false, filter, List.<SortKey>of(), call.type());
  }

  /** The column of what is computed of a row; −1 if its session is needed. */
  private int place(Expression expression) {
    int[] uses = new int[sessions.schema().size()];
    Expressions.countUses(expression, uses);
    if (!Expressions.deterministic(expression)
        || IntStream.range(width, uses.length).anyMatch(column -> uses[column] > 0)) {
      return -1;
    }
    int known = columns.indexOf(expression);
    if (known >= 0) {
      return known;
    }
    columns.add(expression);
    return columns.size() - 1;
  }
}
