package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.types.RowSchema;
import io.leat.sql.catalog.CatalogTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lays plans out as one circuit: sources read only what is used, each node gets its identity. */
final class CircuitBuilder {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Expressions expressions;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> repeated = new HashMap<>();

  CircuitBuilder(Expressions expressions) {
    this.expressions = expressions;
  }

  /** Ends a plan in the client that asked. */
  void result(Plan plan, RowSchema schema) {
    int input = build(plan);
    nodes.add(new Node.Result(id("result", List.of(input), schema.toString()), input, schema));
  }

  /** Ends a plan in a table. */
  void sink(Plan plan, TableDefinition table) {
    int input = build(plan);
    nodes.add(new Node.Sink(id("sink", List.of(input), table.name()), input, table));
  }

  Circuit circuit() {
    return new Circuit(nodes);
  }

  private int build(Plan plan) {
    if (plan instanceof Plan.Scan scan) {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < scan.schema().size(); i++) {
        all.add(i);
      }
      return source(scan.table(), all);
    }
    if (plan instanceof Plan.Constant constant) {
      return add(
          new Node.Values(
              id("values", List.of(), constant.schema() + " " + rowsText(constant)),
              constant.schema(),
              constant.rows()));
    }
    if (plan instanceof Plan.Calc calc) {
      return calc(calc);
    }
    if (plan instanceof Plan.Union union) {
      List<Integer> inputs = union.inputs().stream().map(this::build).toList();
      return add(new Node.Union(id("union", inputs, ""), inputs, union.schema()));
    }
    Plan.Limit limit = (Plan.Limit) plan;
    int input = build(limit.input());
    int exchange =
        add(
            new Node.Exchange(
                id("exchange", List.of(input), "singleton"),
                input,
                limit.schema(),
                new Distribution.Singleton()));
    return add(
        new Node.Limit(
            id("limit", List.of(exchange), limit.offset() + "," + limit.fetch()),
            exchange,
            limit.schema(),
            limit.offset(),
            limit.fetch()));
  }

  private int calc(Plan.Calc calc) {
    if (calc.condition().isEmpty() && isIdentity(calc)) {
      return build(calc.input());
    }
    if (calc.input() instanceof Plan.Scan scan) {
      if (calc.condition().isEmpty() && isSelection(calc)) {
        return source(
            scan.table(),
            calc.projections().stream()
                .map(projection -> ((Expression.InputRef) projection).index())
                .toList());
      }
      return prunedCalc(calc, scan);
    }
    int input = build(calc.input());
    return add(
        new Node.Calc(
            calcId(calc, input, calc.input().schema()),
            input,
            calc.condition(),
            calc.projections(),
            calc.schema()));
  }

  /** Reads only the columns that the calc uses; at least one, so that rows can be counted. */
  private int prunedCalc(Plan.Calc calc, Plan.Scan scan) {
    int[] uses = new int[scan.schema().size()];
    calc.condition().ifPresent(condition -> Expressions.countUses(condition, uses));
    calc.projections().forEach(projection -> Expressions.countUses(projection, uses));
    Map<Integer, Integer> positions = new TreeMap<>();
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < uses.length; i++) {
      if (uses[i] > 0) {
        positions.put(i, columns.size());
        columns.add(i);
      }
    }
    if (columns.isEmpty()) {
      columns.add(0);
    }
    int input = source(scan.table(), columns);
    Plan.Calc moved =
        new Plan.Calc(
            scan,
            calc.condition().map(condition -> move(condition, positions)),
            calc.projections().stream().map(projection -> move(projection, positions)).toList(),
            calc.schema());
    return add(
        new Node.Calc(
            calcId(moved, input, nodes.get(input).schema()),
            input,
            moved.condition(),
            moved.projections(),
            moved.schema()));
  }

  private Expression move(Expression expression, Map<Integer, Integer> positions) {
    return expressions.replace(
        expression,
        reference ->
            new Expression.InputRef(
                positions.getOrDefault(((Expression.InputRef) reference).index(), 0),
                reference.type()));
  }

  private static boolean isIdentity(Plan.Calc calc) {
    List<Expression> projections = calc.projections();
    if (projections.size() != calc.input().schema().size()) {
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

  private int source(CatalogTable table, List<Integer> columns) {
    TableDefinition definition = table.definition();
    return add(
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
