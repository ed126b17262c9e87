package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.JoinType;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lays plans out as one circuit: each table is read by one source, and only what is used of it;
 * equal parts of plans are one node; each node gets its identity.
 */
final class CircuitBuilder {
  private static final int MAX_STEPS = 1_000_000;

  private final Expressions expressions;
  private final CircuitNodes nodes;
  private final TableReads reads = new TableReads();
  private final IdentityHashMap<Plan, Integer> built = new IdentityHashMap<>();

  CircuitBuilder(Expressions expressions, CircuitNodes nodes) {
    this.expressions = expressions;
    this.nodes = nodes;
  }

  /** Notes what a plan reads; before any plan is built. */
  void read(Plan plan) {
    reads.count(plan);
  }

  static List<Integer> all(RowSchema schema) {
    return IntStream.range(0, schema.size()).boxed().toList();
  }

  /** The node that gives a plan's rows. */
  int build(Plan plan) {
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
      return columns.equals(TableReads.allColumns(scan))
          ? source
          : calc(
              new Plan.Calc(
                  scan, Optional.empty(), PlanBuilder.references(scan.schema()), scan.schema()),
              scan);
    }
    if (plan instanceof Plan.Constant constant) {
      return nodes.share(
          List.of("values", constant.schema(), constant.rows()),
          () ->
              new Node.Values(
                  nodes.id("values", List.of(), constant.schema() + " " + rowsText(constant)),
                  constant.schema(),
                  constant.rows()));
    }
    if (plan instanceof Plan.Calc calc) {
      if (calc.isNothing()) {
        return build(calc.input());
      }
      return calc.input() instanceof Plan.Scan scan
          ? calc(calc, scan)
          : calc(calc, build(calc.input()));
    }
    if (plan instanceof Plan.Union union) {
      List<Integer> inputs = union.inputs().stream().map(this::build).toList();
      return nodes.share(
          List.of("union", inputs, union.schema()),
          () -> new Node.Union(nodes.id("union", inputs, ""), inputs, union.schema()));
    }
    if (plan instanceof Plan.Limit limit) {
      return limit(limit);
    }
    if (plan instanceof TimePlan.Windowed windowed) {
      Integer shared = null;
      if (windowed.body() instanceof Plan.Aggregate aggregate) {
        shared = SessionAggregates.add(this, nodes, aggregate);
        shared = shared == null ? WindowSlices.add(this, nodes, aggregate, windowed) : shared;
      }
      return shared != null
          ? shared
          : keyed(windowed.body(), new WholeSessions(this, nodes).windowing(windowed));
    }
    if (plan instanceof TimePlan.InOrder ordered) {
      int below = build(ordered.over().input());
      return nodes.traits(below).appendOnly()
          ? new InTimeNodes(nodes).over(ordered.over(), below)
          : over(ordered.over(), Windowing.NONE);
    }
    if (plan instanceof TimePlan.FirstRows first) {
      int below = build(first.top().input());
      return nodes.traits(below).appendOnly() && !nodes.traits(below).bounded()
          ? new InTimeNodes(nodes).first(first.top(), below)
          : topN(first.top(), Windowing.NONE);
    }
    if (plan instanceof TimePlan.TimedJoin join) {
      LookupNodes lookups = new LookupNodes(nodes, expressions);
      if (lookups.isLookup(join)) {
        return lookups.add(join, build(join.join().left()));
      }
      return new InTimeNodes(nodes)
          .join(join, build(join.join().left()), build(join.join().right()));
    }
    if (plan instanceof TimePlan.Release release) {
      return new InTimeNodes(nodes).release(release, build(release.input()));
    }
    if (plan instanceof TimePlan time) {
      return new TimeNodes(nodes).add(time, build(time.inputs().get(0)));
    }
    if (isKeyed(plan)) {
      return keyed(plan, Windowing.keeping(Lifetimes.of(plan)));
    }
    if (plan instanceof Plan.TableFunction function) {
      return tableFunction(function);
    }
    if (plan instanceof Plan.Fixpoint fixpoint) {
      return fixpoint(fixpoint);
    }
    if (plan instanceof Plan.Input input) {
      return nodes.share(
          List.of("input", input.index(), input.schema()),
          () ->
              new Node.Input(
                  nodes.id("input", List.of(), Integer.toString(input.index())),
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
                sort.schema()),
            Windowing.NONE);
  }

  private static boolean isKeyed(Plan plan) {
    return plan instanceof Plan.Aggregate
        || plan instanceof Plan.Join
        || plan instanceof Plan.SetOperation
        || plan instanceof Plan.TopN
        || plan instanceof Plan.Over;
  }

  /** The node of a plan that brings together rows with the same key. */
  private int keyed(Plan plan, Windowing windowing) {
    if (plan instanceof Plan.Aggregate aggregate) {
      return AggregateNodes.add(nodes, aggregate, build(aggregate.input()), windowing);
    }
    if (plan instanceof Plan.Join join) {
      return join(join, windowing);
    }
    if (plan instanceof Plan.SetOperation operation) {
      return setOperation(operation, windowing);
    }
    return plan instanceof Plan.TopN top ? topN(top, windowing) : over((Plan.Over) plan, windowing);
  }

  private int limit(Plan.Limit limit) {
    int input = build(limit.input());
    if (!nodes.traits(input).appendOnly()) {
      return topN(
          new Plan.TopN(
              limit.input(),
              List.of(),
              List.of(),
              limit.offset(),
              limit.fetch(),
              false,
              limit.schema()),
          Windowing.NONE);
    }
    int exchange = nodes.singleton(input);
    return nodes.share(
        List.of("limit", exchange, limit.offset(), limit.fetch()),
        () ->
            new Node.Limit(
                nodes.id("limit", List.of(exchange), limit.offset() + "," + limit.fetch()),
                exchange,
                limit.schema(),
                limit.offset(),
                limit.fetch()));
  }

  private int topN(Plan.TopN top, Windowing windowing) {
    return TopNNodes.add(nodes, top, build(top.input()), windowing);
  }

  private int over(Plan.Over over, Windowing windowing) {
    int below = build(over.input());
    int input =
        over.partition().isEmpty()
            ? nodes.singleton(below)
            : nodes.hashed(below, windowing.distribution(0, over.partition()));
    boolean appendOnly = nodes.traits(input).appendOnly();
    String detail = over.partition() + " " + over.order() + " " + over.calls();
    return windowing.share(
        nodes,
        List.of("over", input, detail, over.schema()),
        () ->
            new Node.Over(
                nodes.id("over", List.of(input), detail),
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
                nodes.id("function", List.of(input), detail),
                input,
                function.function(),
                function.arguments(),
                function.outer(),
                function.schema());
    boolean repeatable = function.arguments().stream().allMatch(Expressions::deterministic);
    if (!repeatable && !nodes.traits(input).appendOnly()) {
      throw RememberedCalc.refused(
          "a table function of values that differ each time over rows that change");
    }
    return repeatable
        ? nodes.share(List.of("function", input, detail, function.schema()), node)
        : nodes.add(node.get());
  }

  private int fixpoint(Plan.Fixpoint fixpoint) {
    List<Integer> inputs =
        fixpoint.inputs().stream().map(input -> nodes.singleton(build(input))).toList();
    CircuitBuilder inside = new CircuitBuilder(expressions, new CircuitNodes(true));
    inside.read(fixpoint.body());
    int last = inside.build(fixpoint.body());
    if (last != inside.nodes.size() - 1) {
      throw new AssertionError("a fixpoint's body has several ends");
    }
    Circuit body = inside.nodes.circuit();
    return nodes.share(
        List.of("fixpoint", inputs, body, fixpoint.distinct(), fixpoint.schema()),
        () ->
            new Node.Fixpoint(
                nodes.id(
                    "fixpoint", inputs, fixpoint.distinct() + " " + body.nodes().get(last).id()),
                inputs,
                body,
                fixpoint.distinct(),
                MAX_STEPS,
                fixpoint.schema()));
  }

  private int setOperation(Plan.SetOperation operation, Windowing windowing) {
    List<Integer> inputs =
        operation.inputs().stream()
            .map(
                branch -> {
                  int input = build(branch);
                  return nodes.hashed(input, all(operation.schema()));
                })
            .toList();
    return windowing.share(
        nodes,
        List.of("set", operation.kind(), inputs, operation.schema()),
        () ->
            new Node.SetOperation(
                nodes.id("set", inputs, operation.kind().name()),
                operation.kind(),
                inputs,
                operation.schema()));
  }

  private int join(Plan.Join join, Windowing windowing) {
    int leftBelow = build(join.left());
    int rightBelow = build(join.right());
    List<JoinKey> keys = inPlace(join.keys(), nodes.traits(leftBelow), nodes.traits(rightBelow));
    int left =
        keys.isEmpty()
            ? nodes.singleton(leftBelow)
            : nodes.hashed(
                leftBelow, windowing.distribution(0, keys.stream().map(JoinKey::left).toList()));
    int right =
        keys.isEmpty()
            ? nodes.singleton(rightBelow)
            : nodes.hashed(
                rightBelow, windowing.distribution(1, keys.stream().map(JoinKey::right).toList()));
    boolean leftAppendOnly = nodes.traits(left).appendOnly();
    boolean rightAppendOnly = nodes.traits(right).appendOnly();
    if (!(leftAppendOnly && rightAppendOnly)
        && !join.condition().stream().allMatch(Expressions::deterministic)) {
      return filteredPairs(join, windowing);
    }
    return windowing.share(
        nodes,
        List.of("join", left, right, join.type(), keys, join.condition(), join.schema()),
        () ->
            new Node.Join(
                nodes.id(
                    "join",
                    List.of(left, right),
                    join.type() + " " + keys + " " + join.condition()),
                left,
                right,
                join.type(),
                keys,
                join.condition(),
                leftAppendOnly,
                rightAppendOnly,
                join.schema()));
  }

  /** An inner join whose condition differs each time, tested on the pairs that it makes. */
  private int filteredPairs(Plan.Join join, Windowing windowing) {
    if (join.type() != JoinType.INNER) {
      throw RememberedCalc.refused(
          join.type() + " join of rows that change on a condition that differs each time");
    }
    Plan.Join pairs =
        new Plan.Join(
            join.left(),
            join.right(),
            join.type(),
            join.keys(),
            Optional.empty(),
            join.lifetimes(),
            join.schema());
    return calc(
        new Plan.Calc(
            pairs, join.condition(), PlanBuilder.references(join.schema()), join.schema()),
        join(pairs, windowing));
  }

  /** The keys in the order by whose hash one of the sides is placed already, if there is one. */
  static List<JoinKey> inPlace(List<JoinKey> keys, StreamTraits left, StreamTraits right) {
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

  /** A calc over what the source reads of the table; none if that is all that it selects. */
  private int calc(Plan.Calc calc, Plan.Scan scan) {
    int source = source(scan);
    List<Integer> columns = ((Node.Source) nodes.get(source)).columns();
    Plan.Calc moved = TableReads.overColumns(calc, columns, expressions);
    boolean same =
        moved.condition().isEmpty() && Plan.Calc.isIdentity(moved.projections(), columns.size());
    return same ? source : calc(moved, source);
  }

  /** The node of a calc over another node. */
  int calc(Plan.Calc calc, int input) {
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
    if (repeatable) {
      return nodes.share(
          List.of("calc", input, calc.condition(), calc.projections(), calc.schema()), node);
    }
    return nodes.traits(input).appendOnly()
        ? nodes.add(node.get())
        : new RememberedCalc(this, nodes).build(calc, input);
  }

  private int source(Plan.Scan scan) {
    TableDefinition definition = scan.table();
    List<Integer> columns = reads.columns(scan);
    return nodes.share(
        List.of("source", scan),
        () ->
            new Node.Source(
                nodes.id(
                    "source",
                    List.of(),
                    definition.name()
                        + " "
                        + columns
                        + scan.range().map(range -> " " + range).orElse("")),
                definition,
                columns,
                scan.range(),
                definition.isStored() && nodes.followsStored()));
  }

  private String calcId(Plan.Calc calc, int input, RowSchema schema) {
    ExpressionText text = new ExpressionText(schema);
    String condition = calc.condition().map(text::of).orElse("");
    String projections =
        calc.projections().stream()
            .map(projection -> text.of(projection) + " " + projection.type())
            .collect(Collectors.joining(", "));
    return nodes.id("calc", List.of(input), condition + " | " + projections);
  }

  private static String rowsText(Plan.Constant constant) {
    return constant.rows().stream()
        .map(
            row ->
                row.stream()
                    .map(ExpressionText::constant)
                    .collect(Collectors.joining(", ", "(", ")")))
        .collect(Collectors.joining(", "));
  }
}
