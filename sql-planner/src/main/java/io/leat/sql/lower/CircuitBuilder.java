package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lays plans out as one circuit: each table is read by one source, and only what is used of it;
 * equal parts of plans are one node; each node gets its identity.
 */
final class CircuitBuilder {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int MAX_STEPS = 1_000_000;

  private final Expressions expressions;
  private final List<Root> roots = new ArrayList<>();
  private final Map<TableDefinition, List<Integer>> columnsRead = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<StreamTraits> traits = new ArrayList<>();
  private final IdentityHashMap<Plan, Integer> built = new IdentityHashMap<>();
  private final Set<Plan> counted = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Object, Integer> shared = new HashMap<>();
  private final Map<String, Integer> repeated = new HashMap<>();

  /** Whether all rows are on one shard, as in the body of a fixpoint. */
  private final boolean local;

  CircuitBuilder(Expressions expressions) {
    this(expressions, false);
  }

  private CircuitBuilder(Expressions expressions, boolean local) {
    this.expressions = expressions;
    this.local = local;
  }

  /** A plan and where its rows go: to a table, or to the client if there is none. */
  private record Root(
      Plan plan, RowSchema schema, Optional<TableDefinition> table, boolean changes) {}

  /**
   * Ends a plan in the client that asked.
   *
   * @param changes whether the client wants to see changes rather than the final rows
   */
  void result(Plan plan, RowSchema schema, boolean changes) {
    addRoot(new Root(plan, schema, Optional.empty(), changes));
  }

  /** Ends a plan in a table. */
  void sink(Plan plan, TableDefinition table) {
    addRoot(new Root(plan, table.schema(), Optional.of(table), false));
  }

  private void addRoot(Root root) {
    roots.add(root);
    countReads(root.plan());
  }

  Circuit circuit() {
    for (Root root : roots) {
      if (root.table().isPresent()) {
        write(root.plan(), root.table().get());
      } else {
        give(root);
      }
    }
    return new Circuit(nodes);
  }

  private void write(Plan plan, TableDefinition table) {
    int input = build(plan);
    if (!traits.get(input).appendOnly()) {
      input = consolidated(input, table);
    }
    add(new Node.Sink(id("sink", List.of(input), table.name()), input, table));
  }

  /** Equal rows are added up; rows of one primary key keep their order. */
  private int consolidated(int input, TableDefinition table) {
    RowSchema schema = nodes.get(input).schema();
    List<Integer> together = table.primaryKey().isEmpty() ? all(schema) : table.primaryKey();
    int moved = together(input, together);
    return share(
        List.of("consolidate", moved),
        () -> new Node.Consolidate(id("consolidate", List.of(moved), ""), moved, schema));
  }

  private void give(Root root) {
    int rows = ordered(root);
    StreamTraits known = traits.get(rows);
    boolean isSorted = isSorted(rows);
    RowSchema schema = root.schema();
    if (root.changes() || (!known.appendOnly() && !isSorted && !readsToTheEnd(rows))) {
      rows = changes(rows, schema);
      schema = nodes.get(rows).schema();
    } else if (!known.appendOnly()) {
      rows = sort(rows, List.of(), 0, -1);
    }
    add(new Node.Result(id("result", List.of(rows), schema.toString()), rows, schema));
  }

  /** Whether all that a node reads comes to an end by itself, not only by a limit. */
  private boolean readsToTheEnd(int index) {
    Node node = nodes.get(index);
    return node instanceof Node.Source
        ? traits.get(index).bounded()
        : node.inputs().stream().allMatch(this::readsToTheEnd);
  }

  private int changes(int input, RowSchema named) {
    int moved = singleton(input);
    List<RowSchema.Field> fields = new ArrayList<>();
    fields.add(new RowSchema.Field("op", ScalarType.STRING.withNullable(false)));
    fields.add(new RowSchema.Field("epoch", ScalarType.BIGINT.withNullable(false)));
    fields.addAll(named.fields());
    RowSchema schema = new RowSchema(fields);
    List<Integer> key =
        traits.get(moved).keys().stream()
            .filter(columns -> columns.size() < named.size() || named.size() == 1)
            .map(columns -> columns.stream().sorted().toList())
            .min(
                Comparator.comparing((List<Integer> columns) -> columns.size())
                    .thenComparing(Object::toString))
            .orElse(List.of());
    return add(
        new Node.Changes(id("changes", List.of(moved), key + " " + schema), moved, key, schema));
  }

  /** The rows of a root; those of a bounded query in the order that it asks for. */
  private int ordered(Root root) {
    Plan plan = root.plan();
    Plan.Sort sort = topSort(plan);
    if (sort == null) {
      return build(plan);
    }
    int input = build(sort.input());
    if (root.changes() || !traits.get(input).bounded()) {
      if (sort.takesAll() && !root.changes()) {
        throw LeatException.notSupported(
            "ORDER BY in a query that does not end", "add LIMIT, or leave ORDER BY out");
      }
      return build(plan);
    }
    int sorted = sort(input, sort.order(), sort.offset(), sort.fetch());
    return plan instanceof Plan.Calc calc ? calc(calc, sorted) : sorted;
  }

  /** The sort at the top of a plan or below its last projection. */
  static Plan.@Nullable Sort topSort(Plan plan) {
    Plan top = plan instanceof Plan.Calc calc && calc.condition().isEmpty() ? calc.input() : plan;
    return top instanceof Plan.Sort sort ? sort : null;
  }

  private boolean isSorted(int index) {
    Node node = nodes.get(index);
    return node instanceof Node.Sort
        || (node instanceof Node.Calc calc && nodes.get(calc.input()) instanceof Node.Sort);
  }

  private int sort(int input, List<SortKey> order, long offset, long fetch) {
    int moved = singleton(input);
    RowSchema schema = nodes.get(moved).schema();
    String detail = order + " " + offset + "," + fetch;
    return share(
        List.of("sort", moved, detail),
        () ->
            new Node.Sort(id("sort", List.of(moved), detail), moved, order, offset, fetch, schema));
  }

  private static List<Integer> all(RowSchema schema) {
    return IntStream.range(0, schema.size()).boxed().toList();
  }

  /** Notes which columns of which tables a plan uses. */
  private void countReads(Plan plan) {
    if (!counted.add(plan)) {
      return;
    }
    if (plan instanceof Plan.Scan scan) {
      read(scan, allColumns(scan));
    } else if (plan instanceof Plan.Calc calc) {
      if (calc.input() instanceof Plan.Scan scan && !isNothing(calc)) {
        read(scan, columnsOf(calc));
      } else {
        countReads(calc.input());
      }
    } else {
      plan.inputs().forEach(this::countReads);
    }
  }

  /** In the order of the only reader; in the table's order if readers differ. */
  private void read(Plan.Scan scan, List<Integer> columns) {
    columnsRead.merge(
        scan.table().definition(),
        columns,
        (before, more) -> {
          if (before.equals(more)) {
            return before;
          }
          TreeSet<Integer> all = new TreeSet<>(before);
          all.addAll(more);
          return List.copyOf(all);
        });
  }

  private static List<Integer> allColumns(Plan.Scan scan) {
    return IntStream.range(0, scan.schema().size()).boxed().toList();
  }

  /** The columns that a calc over a table uses; at least one, so that rows can be counted. */
  private static List<Integer> columnsOf(Plan.Calc calc) {
    if (calc.condition().isEmpty() && isSelection(calc)) {
      return calc.projections().stream()
          .map(projection -> ((Expression.InputRef) projection).index())
          .toList();
    }
    int[] uses = new int[calc.input().schema().size()];
    calc.condition().ifPresent(condition -> Expressions.countUses(condition, uses));
    calc.projections().forEach(projection -> Expressions.countUses(projection, uses));
    List<Integer> columns =
        IntStream.range(0, uses.length).filter(i -> uses[i] > 0).boxed().toList();
    return columns.isEmpty() ? List.of(0) : columns;
  }

  private int build(Plan plan) {
    Integer known = built.get(plan);
    if (known == null) {
      known = node(plan);
      built.put(plan, known);
    }
    return known;
  }

  private int node(Plan plan) {
    if (plan instanceof Plan.Scan scan) {
      int source = source(scan);
      List<Integer> columns = ((Node.Source) nodes.get(source)).columns();
      return columns.equals(allColumns(scan))
          ? source
          : calc(
              new Plan.Calc(
                  scan, Optional.empty(), PlanBuilder.references(scan.schema()), scan.schema()),
              scan);
    }
    if (plan instanceof Plan.Constant constant) {
      return share(
          List.of("values", constant.schema(), constant.rows()),
          () ->
              new Node.Values(
                  id("values", List.of(), constant.schema() + " " + rowsText(constant)),
                  constant.schema(),
                  constant.rows()));
    }
    if (plan instanceof Plan.Calc calc) {
      if (isNothing(calc)) {
        return build(calc.input());
      }
      return calc.input() instanceof Plan.Scan scan
          ? calc(calc, scan)
          : calc(calc, build(calc.input()));
    }
    if (plan instanceof Plan.Union union) {
      List<Integer> inputs = union.inputs().stream().map(this::build).toList();
      return share(
          List.of("union", inputs, union.schema()),
          () -> new Node.Union(id("union", inputs, ""), inputs, union.schema()));
    }
    if (plan instanceof Plan.Limit limit) {
      return limit(limit);
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (plan instanceof Plan.Join join) {
      return join(join);
    }
    if (plan instanceof Plan.SetOperation operation) {
      return setOperation(operation);
    }
    if (plan instanceof Plan.TopN top) {
      return topN(top);
    }
    if (plan instanceof Plan.Over over) {
      return over(over);
    }
    if (plan instanceof Plan.TableFunction function) {
      return tableFunction(function);
    }
    if (plan instanceof Plan.Fixpoint fixpoint) {
      return fixpoint(fixpoint);
    }
    if (plan instanceof Plan.Input input) {
      return share(
          List.of("input", input.index(), input.schema()),
          () ->
              new Node.Input(
                  id("input", List.of(), Integer.toString(input.index())),
                  input.index(),
                  input.schema()));
    }
    Plan.Sort sort = (Plan.Sort) plan;
    return sort.takesAll()
        ? build(sort.input())
        : topN(
            new Plan.TopN(
                sort.input(),
                List.of(),
                sort.order(),
                sort.offset(),
                sort.fetch(),
                false,
                sort.schema()));
  }

  private int limit(Plan.Limit limit) {
    int input = build(limit.input());
    if (!traits.get(input).appendOnly()) {
      return topN(
          new Plan.TopN(
              limit.input(),
              List.of(),
              List.of(),
              limit.offset(),
              limit.fetch(),
              false,
              limit.schema()));
    }
    int exchange = singleton(input);
    return share(
        List.of("limit", exchange, limit.offset(), limit.fetch()),
        () ->
            new Node.Limit(
                id("limit", List.of(exchange), limit.offset() + "," + limit.fetch()),
                exchange,
                limit.schema(),
                limit.offset(),
                limit.fetch()));
  }

  private int topN(Plan.TopN top) {
    int below = build(top.input());
    int input = top.partition().isEmpty() ? singleton(below) : hashed(below, top.partition());
    boolean appendOnly = traits.get(input).appendOnly();
    String detail =
        top.partition()
            + " "
            + top.order()
            + " "
            + top.offset()
            + ","
            + top.fetch()
            + (top.numbered() ? " numbered" : "");
    return share(
        List.of("top", input, detail, top.schema()),
        () ->
            new Node.TopN(
                id("top", List.of(input), detail),
                input,
                top.partition(),
                top.order(),
                top.offset(),
                top.fetch(),
                top.numbered(),
                appendOnly,
                top.schema()));
  }

  private int over(Plan.Over over) {
    int below = build(over.input());
    int input = over.partition().isEmpty() ? singleton(below) : hashed(below, over.partition());
    boolean appendOnly = traits.get(input).appendOnly();
    String detail = over.partition() + " " + over.order() + " " + over.calls();
    return share(
        List.of("over", input, detail, over.schema()),
        () ->
            new Node.Over(
                id("over", List.of(input), detail),
                input,
                over.partition(),
                over.order(),
                over.calls(),
                appendOnly,
                over.schema()));
  }

  private int tableFunction(Plan.TableFunction function) {
    int input = build(function.input());
    String detail =
        function.function() + (function.outer() ? " outer " : " ") + function.arguments();
    Supplier<Node> node =
        () ->
            new Node.TableFunction(
                id("function", List.of(input), detail),
                input,
                function.function(),
                function.arguments(),
                function.outer(),
                function.schema());
    return function.arguments().stream().allMatch(Expressions::deterministic)
        ? share(List.of("function", input, detail, function.schema()), node)
        : add(node.get());
  }

  private int fixpoint(Plan.Fixpoint fixpoint) {
    List<Integer> inputs =
        fixpoint.inputs().stream().map(input -> singleton(build(input))).toList();
    CircuitBuilder inside = new CircuitBuilder(expressions, true);
    inside.countReads(fixpoint.body());
    int last = inside.build(fixpoint.body());
    if (last != inside.nodes.size() - 1) {
      throw new AssertionError("a fixpoint's body has several ends");
    }
    Circuit body = new Circuit(inside.nodes);
    return share(
        List.of("fixpoint", inputs, body, fixpoint.distinct(), fixpoint.schema()),
        () ->
            new Node.Fixpoint(
                id("fixpoint", inputs, fixpoint.distinct() + " " + body.nodes().get(last).id()),
                inputs,
                body,
                fixpoint.distinct(),
                MAX_STEPS,
                fixpoint.schema()));
  }

  private int aggregate(Plan.Aggregate aggregate) {
    int below = build(aggregate.input());
    int input = aggregate.keys().isEmpty() ? singleton(below) : hashed(below, aggregate.keys());
    boolean appendOnly = traits.get(input).appendOnly();
    return share(
        List.of("aggregate", input, aggregate.keys(), aggregate.calls(), aggregate.schema()),
        () ->
            new Node.Aggregate(
                id("aggregate", List.of(input), aggregate.keys() + " " + aggregate.calls()),
                input,
                aggregate.keys(),
                aggregate.calls(),
                appendOnly,
                aggregate.schema()));
  }

  private int setOperation(Plan.SetOperation operation) {
    List<Integer> inputs =
        operation.inputs().stream()
            .map(
                branch -> {
                  int input = build(branch);
                  return hashed(input, all(operation.schema()));
                })
            .toList();
    return share(
        List.of("set", operation.kind(), inputs, operation.schema()),
        () ->
            new Node.SetOperation(
                id("set", inputs, operation.kind().name()),
                operation.kind(),
                inputs,
                operation.schema()));
  }

  private int join(Plan.Join join) {
    int leftBelow = build(join.left());
    int rightBelow = build(join.right());
    List<JoinKey> keys = inPlace(join.keys(), traits.get(leftBelow), traits.get(rightBelow));
    int left =
        keys.isEmpty()
            ? singleton(leftBelow)
            : hashed(leftBelow, keys.stream().map(JoinKey::left).toList());
    int right =
        keys.isEmpty()
            ? singleton(rightBelow)
            : hashed(rightBelow, keys.stream().map(JoinKey::right).toList());
    boolean leftAppendOnly = traits.get(left).appendOnly();
    boolean rightAppendOnly = traits.get(right).appendOnly();
    return share(
        List.of("join", left, right, join.type(), keys, join.condition(), join.schema()),
        () ->
            new Node.Join(
                id("join", List.of(left, right), join.type() + " " + keys + " " + join.condition()),
                left,
                right,
                join.type(),
                keys,
                join.condition(),
                leftAppendOnly,
                rightAppendOnly,
                join.schema()));
  }

  /** The keys in the order by whose hash one of the sides is placed already, if there is one. */
  private static List<JoinKey> inPlace(List<JoinKey> keys, StreamTraits left, StreamTraits right) {
    List<JoinKey> byLeft = inPlace(keys, left, JoinKey::left);
    return byLeft == keys ? inPlace(keys, right, JoinKey::right) : byLeft;
  }

  private static List<JoinKey> inPlace(
      List<JoinKey> keys, StreamTraits side, ToIntFunction<JoinKey> column) {
    if (!(side.placement() instanceof StreamTraits.ByHash hash)
        || hash.columns().size() != keys.size()) {
      return keys;
    }
    List<JoinKey> ordered = new ArrayList<>();
    for (int placed : hash.columns()) {
      keys.stream()
          .filter(key -> column.applyAsInt(key) == placed && !ordered.contains(key))
          .findFirst()
          .ifPresent(ordered::add);
    }
    return ordered.size() == keys.size() ? ordered : keys;
  }

  /** All rows on one shard. */
  private int singleton(int input) {
    return traits.get(input).placement() instanceof StreamTraits.OneShard
        ? input
        : exchange(input, new Distribution.Singleton(), "singleton");
  }

  /** Rows equal in the columns on one shard, whichever; for what keeps no state. */
  private int together(int input, List<Integer> columns) {
    return traits.get(input).together(Set.copyOf(columns)) ? input : hashed(input, columns);
  }

  /** Rows on the shard that owns the key group of the columns' hash, where state is kept. */
  private int hashed(int input, List<Integer> columns) {
    return local || traits.get(input).placement().equals(new StreamTraits.ByHash(columns))
        ? input
        : exchange(input, new Distribution.Hash(columns), "hash " + columns);
  }

  private int exchange(int input, Distribution distribution, String detail) {
    return share(
        List.of("exchange", input, distribution),
        () ->
            new Node.Exchange(
                id("exchange", List.of(input), detail),
                input,
                nodes.get(input).schema(),
                distribution));
  }

  /** A calc over what the source reads of the table; none if that is all that it selects. */
  private int calc(Plan.Calc calc, Plan.Scan scan) {
    int source = source(scan);
    List<Integer> columns = ((Node.Source) nodes.get(source)).columns();
    Plan.Calc moved =
        new Plan.Calc(
            scan,
            calc.condition().map(condition -> move(condition, columns)),
            calc.projections().stream().map(projection -> move(projection, columns)).toList(),
            calc.schema());
    boolean same = moved.condition().isEmpty() && isIdentity(moved.projections(), columns.size());
    return same ? source : calc(moved, source);
  }

  private Expression move(Expression expression, List<Integer> columns) {
    return expressions.replace(
        expression,
        reference ->
            new Expression.InputRef(
                columns.indexOf(((Expression.InputRef) reference).index()), reference.type()));
  }

  private int calc(Plan.Calc calc, int input) {
    RowSchema schema = nodes.get(input).schema();
    Supplier<Node> node =
        () ->
            new Node.Calc(
                calcId(calc, input, schema),
                input,
                calc.condition(),
                calc.projections(),
                calc.schema());
    boolean repeatable =
        calc.condition().stream().allMatch(Expressions::deterministic)
            && calc.projections().stream().allMatch(Expressions::deterministic);
    return repeatable
        ? share(List.of("calc", input, calc.condition(), calc.projections(), calc.schema()), node)
        : add(node.get());
  }

  /** Whether the calc changes nothing. */
  private static boolean isNothing(Plan.Calc calc) {
    return calc.condition().isEmpty()
        && isIdentity(calc.projections(), calc.input().schema().size());
  }

  private static boolean isIdentity(List<Expression> projections, int columns) {
    if (projections.size() != columns) {
      return false;
    }
    for (int i = 0; i < projections.size(); i++) {
      if (!(projections.get(i) instanceof Expression.InputRef reference)
          || reference.index() != i) {
        return false;
      }
    }
    return true;
  }

  /** Each projection is a column, none of them twice. */
  private static boolean isSelection(Plan.Calc calc) {
    TreeSet<Integer> seen = new TreeSet<>();
    return !calc.projections().isEmpty()
        && calc.projections().stream()
            .allMatch(
                projection ->
                    projection instanceof Expression.InputRef reference
                        && seen.add(reference.index()));
  }

  private int source(Plan.Scan scan) {
    TableDefinition definition = scan.table().definition();
    List<Integer> columns = columnsRead.getOrDefault(definition, allColumns(scan));
    return share(
        List.of("source", definition),
        () ->
            new Node.Source(
                id("source", List.of(), definition.name() + " " + columns), definition, columns));
  }

  private String calcId(Plan.Calc calc, int input, RowSchema schema) {
    ExpressionText text = new ExpressionText(schema);
    String condition = calc.condition().map(text::of).orElse("");
    String projections =
        calc.projections().stream()
            .map(projection -> text.of(projection) + " " + projection.type())
            .collect(Collectors.joining(", "));
    return id("calc", List.of(input), condition + " | " + projections);
  }

  private static String rowsText(Plan.Constant constant) {
    return constant.rows().stream()
        .map(
            row ->
                row.stream()
                    .map(ExpressionText::literal)
                    .collect(Collectors.joining(", ", "(", ")")))
        .collect(Collectors.joining(", "));
  }

  /** The node with that key, which tells all but the id; a new one if there is none. */
  private int share(Object key, Supplier<Node> node) {
    Integer known = shared.get(key);
    if (known == null) {
      known = add(node.get());
      shared.put(key, known);
    }
    return known;
  }

  private int add(Node node) {
    nodes.add(node);
    traits.add(TraitDerivation.of(node, node.inputs().stream().map(traits::get).toList()));
    return nodes.size() - 1;
  }

  /**
   * A hash of the node's digest, which names its inputs by their ids; repeated ones get a number.
   */
  private String id(String kind, List<Integer> inputs, String detail) {
    String digest =
        kind
            + inputs.stream()
                .map(input -> nodes.get(input).id())
                .collect(Collectors.joining(",", "(", ") "))
            + detail;
    long hash = FNV_OFFSET;
    for (byte b : digest.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    String id = kind + "-" + HexFormat.of().toHexDigits(hash);
    int count = repeated.merge(id, 1, Integer::sum);
    return count == 1 ? id : id + "-" + count;
  }
}
