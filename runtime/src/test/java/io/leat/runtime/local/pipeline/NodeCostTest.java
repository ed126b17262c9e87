package io.leat.runtime.local.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Place;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.circuit.UserCode;
import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.function.FunctionEntry;
import io.leat.runtime.function.Functions;
import io.leat.runtime.function.ScalarFunction;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may run on threads of requests, which nothing may hold up, and what may not. */
class NodeCostTest {
  private static final DataType TEXT = ScalarType.STRING;
  private static final RowSchema SCHEMA = Batches.schema(TEXT, ScalarType.BIGINT);
  private static final Expression COLUMN = new Expression.InputRef(0, TEXT);
  private static final TableDefinition STORED =
      new TableDefinition("c.d.stored", SCHEMA, Map.of(), List.of());
  private static final TableDefinition CONNECTOR =
      new TableDefinition("c.d.files", SCHEMA, Map.of("connector", "filesystem"), List.of());
  private static final UserMethod USER =
      new UserMethod(
          "MINE",
          new UserCode("", "", "com.acme.Mine"),
          "eval",
          true,
          List.of("java.lang.String"),
          false,
          "java.lang.String",
          true);
  private static final Expression USER_CALL =
      new Expression.UserCall(USER, List.of(COLUMN), false, TEXT, Place.UNKNOWN);

  /** What regular expressions and paths of JSON are kept in. */
  private static final Set<String> UNBOUNDED_MEMOS = Set.of("RegexMemo", "MapTextMemo", "JsonMemo");

  private static boolean isQuick(Node node) {
    return NodeCost.areQuick(List.of(node));
  }

  private static Node.Source source(TableDefinition table) {
    return new Node.Source("source", table, List.of(0, 1));
  }

  private static Node.Calc projecting(Expression expression) {
    return new Node.Calc(
        "calc", 0, Optional.empty(), List.of(COLUMN, expression), Batches.schema(TEXT, TEXT));
  }

  private static Node.Calc filtering(Expression condition) {
    return new Node.Calc("calc", 0, Optional.of(condition), List.of(COLUMN), SCHEMA);
  }

  private static Node.Join join(Expression condition) {
    return new Node.Join(
        "join",
        0,
        1,
        JoinType.INNER,
        List.of(new JoinKey(0, 0, false)),
        Optional.of(condition),
        false,
        false,
        SCHEMA);
  }

  private static AggregateCall aggregateCall(Optional<UserMethod> user) {
    return new AggregateCall(
        "F", List.of(COLUMN), false, OptionalInt.empty(), List.of(), TEXT, user);
  }

  private static Node.Aggregate aggregate(Optional<UserMethod> user) {
    return new Node.Aggregate("sums", 0, List.of(0), List.of(aggregateCall(user)), false, SCHEMA);
  }

  private static Node windowed(Node body) {
    return new Node.Windowed(
        "windowed",
        List.of(0),
        body,
        List.of(1),
        List.of(List.of()),
        1,
        Node.Late.REPORTED,
        Node.Emission.ONCE,
        SCHEMA);
  }

  private static Node expiring(Node body) {
    return new Node.Expiring("expiring", List.of(0), body, List.of(1L), List.of(false), SCHEMA);
  }

  private static Node lookup() {
    return new Node.Lookup(
        "lookup",
        0,
        CONNECTOR,
        List.of(0, 1),
        List.of(new JoinKey(0, 0, false)),
        Optional.empty(),
        JoinType.LEFT,
        List.of(new JoinKey(0, 0, false)),
        Optional.empty(),
        true,
        SCHEMA);
  }

  private static Expression call(String function, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), ScalarType.BOOLEAN);
  }

  /** Nodes without expressions whose work grows no faster than their rows. */
  static Stream<Node> rearranging() {
    List<SortKey> order = List.of(new SortKey(0, false, false));
    return Stream.of(
        new Node.Values("values", SCHEMA, List.of()),
        new Node.Union("union", List.of(0, 1), SCHEMA),
        new Node.Exchange("exchange", 0, SCHEMA, new Distribution.Singleton()),
        new Node.PreTopN("first", 0, List.of(), order, 3, SCHEMA),
        new Node.TopN("top", 0, List.of(), order, 0, 3, false, true, SCHEMA),
        new Node.SetOperation("set", Node.SetOperation.Kind.DISTINCT, List.of(0), SCHEMA),
        new Node.Sort("sort", 0, order, 0, -1, SCHEMA),
        new Node.Limit("limit", 0, SCHEMA, 0, 3),
        new Node.Consolidate("added", 0, SCHEMA),
        new Node.Result("result", 0, SCHEMA));
  }

  @ParameterizedTest
  @MethodSource("rearranging")
  void rowsThatAreMovedOnlyAreQuickAndLinear(Node node) {
    assertTrue(isQuick(node));
    assertTrue(NodeCost.areLinear(List.of(node)));
  }

  /** Nodes that take no longer than the sizes of their values say. */
  static Stream<Node> quick() {
    return Stream.of(
        source(STORED),
        projecting(call("UPPER", COLUMN)),
        filtering(call("LIKE", COLUMN, COLUMN)),
        join(call("=", COLUMN, COLUMN)),
        aggregate(Optional.empty()),
        new Node.PreAggregate(
            "parts", 0, List.of(0), List.of(aggregateCall(Optional.empty())), SCHEMA),
        windowed(aggregate(Optional.empty())),
        expiring(aggregate(Optional.empty())),
        new Node.Changes("changes", 0, List.of(), SCHEMA));
  }

  @ParameterizedTest
  @MethodSource("quick")
  void whatIsBuiltInIsQuick(Node node) {
    assertTrue(isQuick(node));
  }

  /** Nodes of which a row may take long: code of users, and what is outside. */
  static Stream<Node> slow() {
    return Stream.of(
        source(CONNECTOR),
        lookup(),
        projecting(USER_CALL),
        filtering(call("IS NULL", USER_CALL)),
        join(call("=", COLUMN, USER_CALL)),
        aggregate(Optional.of(USER)),
        new Node.PreAggregate(
            "parts", 0, List.of(0), List.of(aggregateCall(Optional.of(USER))), SCHEMA),
        windowed(aggregate(Optional.of(USER))),
        expiring(aggregate(Optional.of(USER))),
        windowed(join(USER_CALL)),
        new Node.TableFunction(
            "series", 0, "GENERATE_SERIES", List.of(COLUMN, COLUMN), false, SCHEMA));
  }

  @ParameterizedTest
  @MethodSource("slow")
  void whatMayTakeLongIsNot(Node node) {
    assertFalse(isQuick(node));
    assertFalse(NodeCost.areQuick(List.of(source(STORED), node, new Node.Result("r", 1, SCHEMA))));
  }

  /** Expressions with another one in each of their parts. */
  private static Stream<Expression> around(Expression inner) {
    DataType type = ScalarType.BOOLEAN;
    return Stream.of(
        inner,
        new Expression.Cast(inner, TEXT, true),
        call("NOT", call("IS NULL", inner)),
        new Expression.Let(0, inner, new Expression.Variable(0, type)),
        new Expression.Let(0, COLUMN, inner),
        new Expression.Case(List.of(new Expression.Case.Branch(inner, COLUMN)), COLUMN, TEXT),
        new Expression.Case(List.of(new Expression.Case.Branch(COLUMN, inner)), COLUMN, TEXT),
        new Expression.Case(List.of(new Expression.Case.Branch(COLUMN, COLUMN)), inner, TEXT));
  }

  @Test
  void expressionsAreAsSlowAsTheirParts() {
    around(USER_CALL).forEach(slow -> assertFalse(isQuick(projecting(slow)), slow.toString()));
    around(call("REGEXP", COLUMN, COLUMN))
        .forEach(slow -> assertFalse(isQuick(filtering(slow)), slow.toString()));
    around(COLUMN).forEach(quick -> assertTrue(isQuick(projecting(quick)), quick.toString()));
  }

  @Test
  void functionsWithoutBoundAreKnown() {
    Set<String> unbounded = new TreeSet<>();
    for (ScalarFunction function : Functions.all()) {
      if (!isQuick(projecting(call(function.name(), COLUMN)))) {
        unbounded.add(function.name());
      }
    }
    assertEquals(
        List.of(
            "ILIKE",
            "JSON",
            "JSON_ARRAY",
            "JSON_EXISTS",
            "JSON_LENGTH",
            "JSON_OBJECT",
            "JSON_QUERY",
            "JSON_QUOTE",
            "JSON_STRING",
            "JSON_UNQUOTE",
            "JSON_VALUE",
            "LPAD",
            "PRINTF",
            "REGEXP",
            "REGEXP_COUNT",
            "REGEXP_EXTRACT",
            "REGEXP_EXTRACT_ALL",
            "REGEXP_INSTR",
            "REGEXP_LIKE",
            "REGEXP_REPLACE",
            "REGEXP_SUBSTR",
            "REPEAT",
            "RPAD",
            "SIMILAR TO",
            "SPLIT",
            "SPLIT_INDEX",
            "SPLIT_PART",
            "STR_TO_MAP"),
        List.copyOf(unbounded));
  }

  @Test
  void noFunctionOfRegularExpressionsOrPathsIsQuick() {
    for (ScalarFunction function : Functions.all()) {
      FunctionEntry entry = Objects.requireNonNull(Functions.entry(function.name()));
      if (entry.memo() != null && UNBOUNDED_MEMOS.contains(entry.memo())) {
        assertFalse(isQuick(projecting(call(entry.name(), COLUMN))), entry.name());
      }
    }
  }

  @Test
  void joinsAreNotLinear() {
    assertFalse(NodeCost.areLinear(List.of(join(call("=", COLUMN, COLUMN)))));
    assertFalse(NodeCost.areLinear(List.of(lookup())));
    assertTrue(
        NodeCost.areLinear(
            List.of(source(STORED), projecting(USER_CALL), aggregate(Optional.empty()))));
  }
}
