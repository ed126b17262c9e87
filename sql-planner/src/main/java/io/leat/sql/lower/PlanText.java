package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.codegen.CalcSource;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Circuits as people read them: EXPLAIN. */
public final class PlanText {
  private final Circuit circuit;
  private final List<StreamTraits> traits;
  private final NodeText nodes;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Circuit circuit) {
    this.circuit = circuit;
    this.traits = TraitDerivation.of(circuit);
    this.nodes = new NodeText(circuit);
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
    addCode(circuit, zone, text);
    return text.isEmpty() ? "// nothing is generated for this plan\n" : text.toString();
  }

  private static void addCode(Circuit circuit, ZoneId zone, StringBuilder text) {
    PlanText plan = new PlanText(circuit);
    for (Node node : circuit.nodes()) {
      if (node instanceof Node.Fixpoint fixpoint) {
        addCode(fixpoint.body(), zone, text);
      }
      if (node instanceof Node.Calc calc) {
        text.append("// ").append(plan.nodes.of(calc)).append('\n');
        text.append(CalcSource.of(calc, circuit.nodes().get(calc.input()).schema(), zone));
        text.append('\n');
      } else if (node instanceof Node.Join join && join.condition().isPresent()) {
        text.append("// ").append(plan.nodes.of(join)).append('\n');
        text.append(plan.conditionCode(join, join.condition().get(), zone));
        text.append('\n');
      }
    }
  }

  /** The condition of a join is a calc over the columns of both sides that it reads. */
  private String conditionCode(Node.Join join, Expression condition, ZoneId zone) {
    List<RowSchema.Field> fields =
        new ArrayList<>(circuit.nodes().get(join.left()).schema().fields());
    fields.addAll(circuit.nodes().get(join.right()).schema().fields());
    RowSchema pair = new RowSchema(fields);
    Node.Calc calc =
        new Node.Calc(
            join.id(),
            join.left(),
            Optional.of(condition),
            List.of(Expressions.literal(true, Expressions.TRUTH)),
            RowSchema.of(new RowSchema.Field("matches", Expressions.TRUTH.withNullable(false))));
    return CalcSource.of(calc, pair, zone);
  }

  private void subtree(int index, int depth) {
    Node node = circuit.nodes().get(index);
    text.append("  ".repeat(depth)).append(nodes.of(node)).append("  [");
    text.append(String.join(", ", traits(index))).append("]\n");
    for (int input : node.inputs()) {
      subtree(input, depth + 1);
    }
    if (node instanceof Node.Fixpoint fixpoint) {
      text.append("  ".repeat(depth + 1)).append("each step:\n");
      PlanText body = new PlanText(fixpoint.body());
      body.subtree(fixpoint.body().nodes().size() - 1, depth + 2);
      text.append(body.text);
    }
  }

  private List<String> traits(int index) {
    StreamTraits known = traits.get(index);
    RowSchema schema = circuit.nodes().get(index).schema();
    List<String> words = new ArrayList<>();
    words.add(known.appendOnly() ? "append-only" : "updating");
    words.add(known.bounded() ? "bounded" : "unbounded");
    if (known.placement() instanceof StreamTraits.OneShard) {
      words.add("one shard");
    } else if (known.placement() instanceof StreamTraits.ByHash hash) {
      words.add("by " + names(schema, hash.columns()));
    } else {
      words.add("all shards");
    }
    known.keys().stream()
        .map(key -> key.stream().sorted().toList())
        .min(
            Comparator.comparing((List<Integer> key) -> key.size()).thenComparing(Object::toString))
        .ifPresent(
            key -> words.add(key.isEmpty() ? "one row at most" : "unique " + names(schema, key)));
    return words;
  }

  private static String names(RowSchema schema, List<Integer> columns) {
    List<String> names = ColumnNames.of(schema);
    return columns.stream().map(names::get).collect(Collectors.joining(", ", "(", ")"));
  }
}
