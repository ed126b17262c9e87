package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A calc whose expressions give another value each time ({@code RAND()}, {@code NOW()}), over rows
 * that may be taken back: their values are drawn once and kept beside the row, and the rest of the
 * calc works on what has been kept.
 */
final class RememberedCalc {
  private final CircuitBuilder circuit;
  private final CircuitNodes nodes;

  RememberedCalc(CircuitBuilder circuit, CircuitNodes nodes) {
    this.circuit = circuit;
    this.nodes = nodes;
  }

  static LeatException refused(String what) {
    return LeatException.notSupported(what, "compute the value in a query below, as a column");
  }

  /** The node of the calc over another node. */
  int build(Plan.Calc calc, int input) {
    if (nodes.isLocal()) {
      throw refused("a value that differs each time in a recursive query");
    }
    int filtered = calc.condition().map(condition -> filtered(condition, input)).orElse(input);
    List<Expression> drawn =
        calc.projections().stream().filter(value -> !Expressions.deterministic(value)).toList();
    if (drawn.isEmpty()) {
      return calc(filtered, Optional.empty(), calc.projections(), calc.schema());
    }
    int remembered = remembered(filtered, drawn);
    int first = nodes.get(filtered).schema().size();
    List<Expression> projections = new ArrayList<>();
    for (Expression projection : calc.projections()) {
      projections.add(
          Expressions.deterministic(projection)
              ? projection
              : new Expression.InputRef(
                  first + place(drawn, projection, projections, first), projection.type()));
    }
    return calc(remembered, Optional.empty(), projections, calc.schema());
  }

  /** Equal expressions have values of their own: the next one that is not in use yet. */
  private static int place(
      List<Expression> drawn, Expression value, List<Expression> used, int first) {
    for (int i = 0; i < drawn.size(); i++) {
      if (drawn.get(i).equals(value)
          && !used.contains(new Expression.InputRef(first + i, value.type()))) {
        return i;
      }
    }
    throw new AssertionError(value);
  }

  /** The rows for which the condition is true, with no more than the input's columns. */
  private int filtered(Expression condition, int input) {
    List<Expression> plain = new ArrayList<>();
    List<Expression> drawn = new ArrayList<>();
    for (Expression term : Expressions.conjuncts(condition)) {
      (Expressions.deterministic(term) ? plain : drawn).add(term);
    }
    RowSchema schema = nodes.get(input).schema();
    List<Expression> columns = PlanBuilder.references(schema);
    int kept =
        plain.isEmpty() ? input : calc(input, Optional.of(Expressions.and(plain)), columns, schema);
    if (drawn.isEmpty()) {
      return kept;
    }
    Expression truth = Expressions.and(drawn);
    return calc(
        remembered(kept, List.of(truth)),
        Optional.of(new Expression.InputRef(schema.size(), truth.type())),
        columns,
        schema);
  }

  private int remembered(int below, List<Expression> drawn) {
    RowSchema input = nodes.get(below).schema();
    int placed =
        input.size() == 0 ? nodes.singleton(below) : nodes.hashed(below, CircuitBuilder.all(input));
    List<RowSchema.Field> fields = new ArrayList<>(input.fields());
    ExpressionText text = new ExpressionText(input);
    for (Expression value : drawn) {
      fields.add(new RowSchema.Field("drawn" + fields.size(), value.type()));
    }
    String detail =
        drawn.stream()
            .map(value -> text.of(value) + " " + value.type())
            .collect(Collectors.joining(", "));
    return nodes.add(
        new Node.Remember(
            nodes.id("remember", List.of(placed), detail), placed, drawn, new RowSchema(fields)));
  }

  private int calc(
      int input, Optional<Expression> condition, List<Expression> columns, RowSchema schema) {
    // The plan below is built already; its node is what counts.
    Plan below = new Plan.Constant(nodes.get(input).schema(), List.of());
    return circuit.calc(new Plan.Calc(below, condition, columns, schema), input);
  }
}
