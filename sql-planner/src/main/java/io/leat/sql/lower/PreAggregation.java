package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation in two steps, below and above an exchange. Calls that come from counts and sums
 * read parts; all others read their own columns, by which rows are grouped as well.
 */
final class PreAggregation {
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);

  private final RowSchema input;
  private final boolean appendOnly;
  private final List<Integer> groups;
  private final List<AggregateCall> parts = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<AggregateCall> calls = new ArrayList<>();
  private final Map<AggregateCall, Integer> known = new HashMap<>();

  private PreAggregation(
      RowSchema input,
      List<Integer> keys,
      List<AggregateCall> given,
      boolean appendOnly,
      boolean counted) {
    this.input = input;
    this.appendOnly = appendOnly;
    this.groups = new ArrayList<>(keys);
    List<AggregateCall> whole = given.stream().filter(call -> !comesFromParts(call)).toList();
    whole.stream().flatMapToInt(PreAggregation::columns).forEach(this::group);
    if (counted || whole.size() < given.size() || groups.isEmpty()) {
      part("COUNT", List.of(), OptionalInt.empty(), COUNT, "rows");
    }
    for (AggregateCall call : given) {
      calls.add(comesFromParts(call) ? merging(call) : moved(call));
    }
  }

  /**
   * The two steps of an aggregation; null where the first is not worth while: if no two rows are
   * equal in all that is grouped by, or hardly any, or if the order of rows matters.
   */
  static @Nullable PreAggregation of(
      Plan.Aggregate aggregate, RowSchema input, StreamTraits traits) {
    if (aggregate.calls().stream().anyMatch(PreAggregation::takesOrderOfArrival)) {
      return null;
    }
    PreAggregation steps =
        new PreAggregation(input, aggregate.keys(), aggregate.calls(), traits.appendOnly(), false);
    boolean different =
        steps.groups.stream()
            .filter(column -> !aggregate.keys().contains(column))
            .map(column -> input.type(column).physical())
            .anyMatch(physical -> physical == Physical.DOUBLE || physical == Physical.FLOAT);
    return different || traits.unique(new HashSet<>(steps.groups)) ? null : steps;
  }

  /** The two steps of an aggregation whose first one is done in slices; null if it cannot be. */
  static @Nullable PreAggregation inSlices(
      Plan.Aggregate aggregate, RowSchema input, boolean appendOnly) {
    if (aggregate.calls().stream().anyMatch(PreAggregation::takesOrderOfArrival)) {
      return null;
    }
    PreAggregation steps =
        new PreAggregation(input, aggregate.keys(), aggregate.calls(), appendOnly, true);
    return steps.groups.equals(aggregate.keys()) ? steps : null;
  }

  private static boolean takesOrderOfArrival(AggregateCall call) {
    return Set.of("FIRST_VALUE", "LAST_VALUE").contains(call.function()) && call.order().isEmpty();
  }

  private boolean comesFromParts(AggregateCall call) {
    if (call.arguments().isEmpty() && call.filter().isEmpty()) {
      return false;
    }
    if (call.arguments().stream()
        .anyMatch(
            argument ->
                !(argument instanceof Expression.InputRef)
                    || argument.type().kind() == TypeKind.NULL)) {
      return false;
    }
    if (call.user().isPresent()) {
      return false;
    }
    boolean distinct = call.distinct();
    return switch (call.function()) {
      case "COUNT" -> !distinct;
      case "SUM", "AVG" -> !distinct;
      case "MIN", "MAX", "ANY_VALUE" -> appendOnly && isWord(argument(call).physical());
      default -> false;
    };
  }

  /** Whether {@code MIN} and {@code MAX} have parts of it. */
  private static boolean isWord(Physical physical) {
    return switch (physical) {
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> true;
      case WIDE, BYTES, ARRAY, MAP, ROW -> false;
    };
  }

  private DataType argument(AggregateCall call) {
    return input.type(column(call));
  }

  private static int column(AggregateCall call) {
    return ((Expression.InputRef) call.arguments().get(0)).index();
  }

  private static IntStream columns(AggregateCall call) {
    IntStream arguments =
        call.arguments().stream()
            .filter(Expression.InputRef.class::isInstance)
            .mapToInt(argument -> ((Expression.InputRef) argument).index());
    IntStream order = call.order().stream().mapToInt(SortKey::column);
    return IntStream.concat(IntStream.concat(arguments, order), call.filter().stream());
  }

  private void group(int column) {
    if (!groups.contains(column)) {
      groups.add(column);
    }
  }

  /** The column of a part. */
  private Expression part(
      String function, List<Expression> arguments, OptionalInt filter, DataType type, String name) {
    AggregateCall part = new AggregateCall(function, arguments, false, filter, List.of(), type);
    Integer place = known.get(part);
    if (place == null) {
      place = parts.size();
      known.put(part, place);
      parts.add(part);
      names.add(name);
    }
    return new Expression.InputRef(groups.size() + place, type);
  }

  private AggregateCall merging(AggregateCall call) {
    return switch (call.function()) {
      case "COUNT" -> over(call, "MERGE_COUNT", List.of(count(call)));
      case "SUM" -> over(call, "MERGE_SUM", sum(call));
      case "AVG" -> over(call, "MERGE_AVG", sum(call));
      default -> {
        String function = call.function().equals("MAX") ? "MAX" : "MIN";
        DataType type = argument(call).withNullable(true);
        yield over(call, call.function(), List.of(part(call, function, type)));
      }
    };
  }

  private static AggregateCall over(AggregateCall call, String name, List<Expression> parts) {
    return new AggregateCall(name, parts, false, OptionalInt.empty(), List.of(), call.type());
  }

  private Expression part(AggregateCall call, String function, DataType type) {
    String of = call.arguments().isEmpty() ? "rows" : input.name(column(call));
    String name = function.toLowerCase(Locale.ROOT) + "_" + of;
    return part(function, call.arguments(), call.filter(), type, name);
  }

  /** How many rows have none of the arguments NULL. */
  private Expression count(AggregateCall call) {
    boolean every =
        call.filter().isEmpty() && columns(call).noneMatch(column -> input.type(column).nullable());
    return every ? new Expression.InputRef(groups.size(), COUNT) : part(call, "COUNT", COUNT);
  }

  private List<Expression> sum(AggregateCall call) {
    DataType type = argument(call);
    List<Expression> columns = new ArrayList<>(List.of(count(call)));
    switch (type.physical()) {
      case FLOAT, DOUBLE -> {
        DataType pair = ScalarType.DOUBLE.withNullable(false);
        columns.add(part(call, "SUM", pair));
        columns.add(part(call, "REST", pair));
      }
      case INT -> columns.add(part(call, "SUM", COUNT));
      default -> {
        int digits = type.physical() == Physical.WIDE ? 38 : 18;
        DataType most =
            type.kind() == TypeKind.DECIMAL
                ? ScalarType.decimal(digits, ((ScalarType) type).scale())
                : type;
        columns.add(part(call, "SUM", most.withNullable(false)));
      }
    }
    return columns;
  }

  /** A call over the columns that are grouped by. */
  private AggregateCall moved(AggregateCall call) {
    List<Expression> arguments =
        call.arguments().stream()
            .map(
                argument ->
                    argument instanceof Expression.InputRef reference
                        ? new Expression.InputRef(
                            groups.indexOf(reference.index()), reference.type())
                        : argument)
            .toList();
    List<SortKey> order =
        call.order().stream()
            .map(
                key ->
                    new SortKey(groups.indexOf(key.column()), key.descending(), key.nullsFirst()))
            .toList();
    OptionalInt filter =
        call.filter().isPresent()
            ? OptionalInt.of(groups.indexOf(call.filter().getAsInt()))
            : OptionalInt.empty();
    return new AggregateCall(
        call.function(), arguments, call.distinct(), filter, order, call.type(), call.user());
  }

  /** The columns that rows are grouped by below the exchange: first the keys. */
  List<Integer> groups() {
    return groups;
  }

  /** See {@link Node.PreAggregate#parts}. */
  List<AggregateCall> parts() {
    return parts;
  }

  /** What crosses the exchange. */
  RowSchema schema() {
    List<RowSchema.Field> fields = new ArrayList<>(input.select(groups).fields());
    for (int i = 0; i < parts.size(); i++) {
      fields.add(new RowSchema.Field(names.get(i), parts.get(i).type()));
    }
    return new RowSchema(fields);
  }

  /** The calls above the exchange. */
  List<AggregateCall> calls() {
    return calls;
  }

  /** See {@link Node.Aggregate#rows}. */
  OptionalInt rows() {
    return parts.isEmpty() ? OptionalInt.empty() : OptionalInt.of(groups.size());
  }
}
