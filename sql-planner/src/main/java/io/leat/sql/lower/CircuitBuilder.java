package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lays plans out as one circuit: each table is read by one source, and only what is used of it;
 * equal parts of plans are one node; each node gets its identity.
 */
final class CircuitBuilder {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Expressions expressions;
  private final List<Root> roots = new ArrayList<>();
  private final Map<TableDefinition, List<Integer>> columnsRead = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Object, Integer> shared = new HashMap<>();
  private final Map<String, Integer> repeated = new HashMap<>();

  CircuitBuilder(Expressions expressions) {
    this.expressions = expressions;
  }

  /** A plan and where its rows go: to a table, or to the client if there is none. */
  private record Root(Plan plan, RowSchema schema, Optional<TableDefinition> table) {}

  /** Ends a plan in the client that asked. */
  void result(Plan plan, RowSchema schema) {
    addRoot(new Root(plan, schema, Optional.empty()));
  }

  /** Ends a plan in a table. */
  void sink(Plan plan, TableDefinition table) {
    addRoot(new Root(plan, table.schema(), Optional.of(table)));
  }

  private void addRoot(Root root) {
    roots.add(root);
    countReads(root.plan());
  }

  Circuit circuit() {
    for (Root root : roots) {
      int input = build(root.plan());
      List<Integer> inputs = List.of(input);
      nodes.add(
          root.table().isPresent()
              ? new Node.Sink(
                  id("sink", inputs, root.table().get().name()), input, root.table().get())
              : new Node.Result(
                  id("result", inputs, root.schema().toString()), input, root.schema()));
    }
    return new Circuit(nodes);
  }

  /** Notes which columns of which tables a plan uses. */
  private void countReads(Plan plan) {
    if (plan instanceof Plan.Scan scan) {
      read(scan, allColumns(scan));
    } else if (plan instanceof Plan.Calc calc) {
      if (calc.input() instanceof Plan.Scan scan && !isNothing(calc)) {
        read(scan, columnsOf(calc));
      } else {
        countReads(calc.input());
      }
    } else if (plan instanceof Plan.Union union) {
      union.inputs().forEach(this::countReads);
    } else if (plan instanceof Plan.Limit limit) {
      countReads(limit.input());
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
    return limit((Plan.Limit) plan);
  }

  private int limit(Plan.Limit limit) {
    int input = build(limit.input());
    int exchange =
        share(
            List.of("exchange", input),
            () ->
                new Node.Exchange(
                    id("exchange", List.of(input), "singleton"),
                    input,
                    limit.schema(),
                    new Distribution.Singleton()));
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
