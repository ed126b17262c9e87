package io.leat.runtime.aggregate;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.operator.AggregateOperator;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.History;
import io.leat.runtime.testing.RandomRows;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.NestedValues;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every function over every type that it takes gives what the reference makes of the same rows. */
class AggregatePropertyTest {
  private static final DataType COUNT = ScalarType.BIGINT.withNullable(false);
  private static final ScalarType TEXT = ScalarType.STRING;

  /** The columns behind the key: the argument, a second one, a filter, an order. */
  private static final int VALUE = 1;

  private static final int OTHER = 2;
  private static final int FILTER = 3;
  private static final int ORDER = 4;

  private final List<AggregateCall> calls = new ArrayList<>();

  static Stream<DataType> types() {
    return RandomRows.everyType().types().stream();
  }

  private static RowSchema input(DataType key, DataType value) {
    return Batches.schema(
        key, value, other(value), ScalarType.BOOLEAN, ScalarType.SMALLINT.withNullable(true));
  }

  private static DataType other(DataType value) {
    return value.kind().isNumeric() ? ScalarType.DOUBLE : TEXT;
  }

  @ParameterizedTest
  @MethodSource("types")
  void functionsOfAnyType(DataType type) {
    anyType(type);
    if (!type.kind().isNested()) {
      scalar(type);
    }
    if (type.kind().isNumeric()) {
      numeric((ScalarType) type);
    }
    if (type.kind().isInteger()) {
      List.of("BIT_AND", "BIT_OR", "BIT_XOR").forEach(name -> add(name, type, type));
    }
    if (type.kind().isCharacter()) {
      text();
    }
    if (type.kind() == TypeKind.BOOLEAN) {
      List.of("BOOL_AND", "BOOL_OR").forEach(name -> add(name, type, type));
    }
    Random random = new Random(type.toString().hashCode());
    check(List.of(0), input(TEXT, type), true, random.nextLong());
    check(List.of(0), input(TEXT, type), false, random.nextLong());
    check(List.of(), input(TEXT, type), false, random.nextLong());
  }

  private void anyType(DataType type) {
    add("COUNT", type, COUNT);
    add("APPROX_COUNT_DISTINCT", type, COUNT);
    add("ANY_VALUE", type, type);
    add("ARRAY_AGG", type, new ArrayType(type, true));
    if (!type.kind().isBinary()) {
      add("COLLECT", type, new MultisetType(type, true));
    }
    calls.add(
        new AggregateCall("COUNT", List.of(), false, OptionalInt.of(FILTER), List.of(), COUNT));
    ordered("ARRAY_AGG", type, new ArrayType(type, true));
    ordered("FIRST_VALUE", type, type);
    ordered("LAST_VALUE", type, type);
  }

  private void scalar(DataType type) {
    List.of("MIN", "MAX", "MODE").forEach(name -> add(name, type, type));
    for (double fraction : List.of(0.0, 0.3, 1.0)) {
      add("PERCENTILE_DISC", type, type, fraction);
    }
  }

  private void numeric(ScalarType type) {
    DataType average =
        type.kind() == TypeKind.DECIMAL
            ? ScalarType.decimal(38, Math.max(6, type.scale()))
            : ScalarType.DOUBLE;
    DataType sum =
        type.kind() == TypeKind.DECIMAL
            ? ScalarType.decimal(38, type.scale())
            : type.kind().isInteger() ? ScalarType.BIGINT : ScalarType.DOUBLE;
    add("SUM", type, sum);
    add("AVG", type, average);
    if (type.kind() != TypeKind.DECIMAL) {
      for (String name : List.of("VAR_POP", "VAR_SAMP", "STDDEV_POP", "STDDEV_SAMP")) {
        add(name, type, ScalarType.DOUBLE);
      }
      for (String name : List.of("COVAR_POP", "COVAR_SAMP", "CORR")) {
        Expression other = new Expression.InputRef(OTHER, ScalarType.DOUBLE);
        add(name, List.of(argument(type), other), ScalarType.DOUBLE);
      }
      add("PERCENTILE", type, ScalarType.DOUBLE, 0.4);
      add("PERCENTILE_CONT", type, ScalarType.DOUBLE, 0.75);
      add("PERCENTILE", type, new ArrayType(ScalarType.DOUBLE, true), List.of(0.0, 0.1, 1.0));
    }
  }

  private void text() {
    add("LISTAGG", TEXT, TEXT, ", ");
    add("LISTAGG", TEXT, TEXT, "");
    add("JSON_ARRAYAGG", TEXT, TEXT, "NULL ON NULL");
    add("JSON_ARRAYAGG", TEXT, TEXT, "ABSENT ON NULL");
  }

  private static Expression argument(DataType type) {
    return new Expression.InputRef(VALUE, type);
  }

  private void add(String function, DataType argument, DataType type) {
    add(function, List.of(argument(argument)), type);
  }

  private void add(String function, DataType argument, DataType type, Object constant) {
    DataType literal = constant instanceof String ? TEXT : ScalarType.DOUBLE;
    add(function, List.of(argument(argument), new Expression.Literal(constant, literal)), type);
  }

  /** Plain, DISTINCT, and both with a filter. */
  private void add(String function, List<Expression> arguments, DataType type) {
    for (OptionalInt filter : List.of(OptionalInt.empty(), OptionalInt.of(FILTER))) {
      for (boolean distinct : new boolean[] {false, true}) {
        calls.add(new AggregateCall(function, arguments, distinct, filter, List.of(), type));
      }
    }
  }

  private void ordered(String function, DataType argument, DataType type) {
    for (boolean descending : new boolean[] {false, true}) {
      calls.add(
          new AggregateCall(
              function,
              List.of(argument(argument)),
              false,
              OptionalInt.empty(),
              List.of(new SortKey(ORDER, descending, descending)),
              type));
    }
  }

  /** The value with the entries of a map in order, as state gives them back. */
  private static @Nullable Object canonical(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<@Nullable Object, @Nullable Object> sorted = new LinkedHashMap<>();
    map.entrySet().stream()
        .sorted((a, b) -> NestedValues.compare(a.getKey(), b.getKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private void check(List<Integer> keys, RowSchema input, boolean appendOnly, long seed) {
    List<Change> rows = new ArrayList<>();
    for (Change change : new RandomRows(seed).changes(input, 60, false)) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < input.size(); i++) {
        row.add(canonical(change.row().get(i)));
      }
      rows.add(new Change(row, 1));
    }
    List<DataType> types = new ArrayList<>(input.select(keys).types());
    calls.forEach(call -> types.add(call.type()));
    RowSchema schema = Batches.schema(types.toArray(new DataType[0]));
    Node.Aggregate node = new Node.Aggregate("aggregate", 0, keys, calls, appendOnly, schema);
    ReferenceAggregates reference = new ReferenceAggregates(node, input);
    new History(List.of(input), 60, appendOnly, seed)
        .rows(0, rows)
        .epochs(6, 40)
        .check(
            () -> new AggregateOperator(node, input),
            schema,
            inputs -> reference.rows(inputs.get(0)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void keysOfAnyType(DataType type) {
    add("COUNT", TEXT, COUNT);
    add("MAX", TEXT, TEXT);
    check(List.of(0), input(type, TEXT), false, 1);
    check(List.of(2, 0), input(type, TEXT), false, 2);
  }

  @ParameterizedTest
  @MethodSource("types")
  void singleValue(DataType type) {
    calls.add(
        new AggregateCall(
            "SINGLE_VALUE", List.of(argument(type)), false, OptionalInt.empty(), List.of(), type));
    for (long seed = 1; seed <= 3; seed++) {
      check(List.of(4, 0), input(TEXT, type), false, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL ON NULL", "ABSENT ON NULL"})
  void jsonObject(String option) {
    calls.add(
        new AggregateCall(
            "JSON_OBJECTAGG",
            List.of(
                argument(TEXT),
                new Expression.InputRef(OTHER, TEXT),
                new Expression.Literal(option, TEXT)),
            false,
            OptionalInt.of(FILTER),
            List.of(),
            TEXT));
    for (long seed = 1; seed <= 5; seed++) {
      check(List.of(4, 0), input(TEXT, TEXT), seed == 1, seed);
    }
  }

  @Test
  void distinctOfSeveralColumns() {
    calls.add(
        new AggregateCall(
            "COUNT",
            List.of(argument(TEXT), new Expression.InputRef(OTHER, TEXT)),
            true,
            OptionalInt.empty(),
            List.of(),
            COUNT));
    check(List.of(0), input(TEXT, TEXT), false, 7);
  }

  /** They share rows: of which some pass one filter, some the other, some both. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void distinctUnderSeveralFilters(boolean appendOnly) {
    Expression text = new Expression.InputRef(OTHER, TEXT);
    DataType array = new ArrayType(TEXT, true);
    for (int filter : new int[] {FILTER, VALUE}) {
      OptionalInt passes = OptionalInt.of(filter);
      calls.add(new AggregateCall("COUNT", List.of(text), true, passes, List.of(), COUNT));
      calls.add(new AggregateCall("MAX", List.of(text), true, passes, List.of(), TEXT));
      for (boolean distinct : new boolean[] {true, false}) {
        calls.add(
            new AggregateCall(
                "ARRAY_AGG",
                List.of(text),
                distinct,
                passes,
                List.of(new SortKey(OTHER, false, true)),
                array));
      }
    }
    for (long seed = 1; seed <= 10; seed++) {
      check(List.of(0), input(TEXT, ScalarType.BOOLEAN), appendOnly, seed);
    }
  }

  /** More than one word of a row has bits for. */
  @Test
  void distinctUnderVeryManyFilters() {
    int filters = Long.SIZE + 2;
    DataType[] types = new DataType[2 + filters];
    Arrays.fill(types, ScalarType.BOOLEAN);
    types[0] = TEXT;
    types[VALUE] = TEXT;
    for (int i = 0; i < filters; i++) {
      calls.add(
          new AggregateCall(
              "COUNT", List.of(argument(TEXT)), true, OptionalInt.of(2 + i), List.of(), COUNT));
    }
    check(List.of(0), Batches.schema(types), true, 1);
  }

  @Test
  void noCalls() {
    check(List.of(0, 3), input(TEXT, TEXT), false, 8);
  }
}
