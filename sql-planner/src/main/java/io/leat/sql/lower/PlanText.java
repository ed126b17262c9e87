package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Distribution;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.codegen.CalcSource;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Circuits as people read them: EXPLAIN. */
public final class PlanText {
  private final Circuit circuit;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Circuit circuit) {
    this.circuit = circuit;
  }

  /** The circuit as a tree, outputs first, with the properties of each stream. */
  public static String tree(Circuit circuit) {
    PlanText plan = new PlanText(circuit);
    List<Node> nodes = circuit.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof Node.Result || nodes.get(i) instanceof Node.Sink) {
        plan.subtree(i, 0);
      }
    }
    return plan.text.toString();
  }

  /** The Java text of all generated operators, each under the line of its node. */
  public static String code(Circuit circuit, ZoneId zone) {
    StringBuilder text = new StringBuilder();
    PlanText plan = new PlanText(circuit);
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Calc calc) {
        text.append("// ").append(plan.describe(calc)).append('\n');
        text.append(CalcSource.of(calc, circuit.nodes().get(calc.input()).schema(), zone));
        text.append('\n');
      }
    }
    return text.isEmpty() ? "// nothing is generated for this plan\n" : text.toString();
  }

  private void subtree(int index, int depth) {
    Node node = circuit.nodes().get(index);
    text.append("  ".repeat(depth)).append(describe(node)).append("  [");
    text.append(String.join(", ", traits(index))).append("]\n");
    for (int input : node.inputs()) {
      subtree(input, depth + 1);
    }
  }

  private List<String> traits(int index) {
    List<String> traits = new ArrayList<>();
    traits.add("append-only");
    traits.add(Boundedness.ends(circuit, index) ? "bounded" : "unbounded");
    traits.add(single(index) ? "one shard" : "all shards");
    return traits;
  }

  private boolean single(int index) {
    Node node = circuit.nodes().get(index);
    if (node instanceof Node.Values
        || (node instanceof Node.Exchange exchange
            && exchange.distribution() instanceof Distribution.Singleton)) {
      return true;
    }
    return !node.inputs().isEmpty() && node.inputs().stream().allMatch(this::single);
  }

  private String describe(Node node) {
    if (node instanceof Node.Source source) {
      return "Source(table=["
          + source.table().name()
          + "], connector=["
          + source.table().connector()
          + "], columns=["
          + names(source.schema())
          + "])";
    }
    if (node instanceof Node.Values values) {
      return "Values(" + rows(values) + ")";
    }
    if (node instanceof Node.Calc calc) {
      ExpressionText expressions = new ExpressionText(circuit.nodes().get(calc.input()).schema());
      String select = select(calc, expressions);
      return "Calc(select=["
          + select
          + "]"
          + calc.condition().map(where -> ", where=[" + expressions.of(where) + "]").orElse("")
          + ")";
    }
    if (node instanceof Node.Union) {
      return "Union(all)";
    }
    if (node instanceof Node.Limit limit) {
      return "Limit("
          + (limit.offset() > 0 ? "offset=[" + limit.offset() + "]" : "")
          + (limit.offset() > 0 && limit.fetch() >= 0 ? ", " : "")
          + (limit.fetch() >= 0 ? "fetch=[" + limit.fetch() + "]" : "")
          + ")";
    }
    if (node instanceof Node.Exchange exchange) {
      return exchange.distribution() instanceof Distribution.Hash hash
          ? "Exchange(hash="
              + hash.keys().stream().map(key -> exchange.schema().name(key)).toList()
              + ")"
          : "Exchange(singleton)";
    }
    if (node instanceof Node.Sink sink) {
      return "Sink(table=["
          + sink.table().name()
          + "], connector=["
          + sink.table().connector()
          + "], columns=["
          + names(sink.schema())
          + "])";
    }
    return "Result(columns=[" + node.schema() + "])";
  }

  private static String select(Node.Calc calc, ExpressionText expressions) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < calc.projections().size(); i++) {
      Expression projection = calc.projections().get(i);
      String text = expressions.of(projection);
      String name = calc.schema().name(i);
      items.add(text.equals(name) ? text : text + " AS " + name);
    }
    return String.join(", ", items);
  }

  private static String names(RowSchema schema) {
    return schema.fields().stream().map(RowSchema.Field::name).collect(Collectors.joining(", "));
  }

  private static String rows(Node.Values values) {
    int shown = 5;
    String text =
        values.rows().stream()
            .limit(shown)
            .map(
                row ->
                    row.stream()
                        .map(ExpressionText::literal)
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(", "));
    int more = values.rows().size() - shown;
    return "rows=[" + text + (more > 0 ? ", … " + more + " more" : "") + "]";
  }
}
