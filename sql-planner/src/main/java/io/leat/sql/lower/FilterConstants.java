package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes with what filters tell: behind {@code kind = 2}, a {@code CASE} on {@code kind} is one
 * of its branches. Integers only, whose equality is that of their values and types.
 */
final class FilterConstants {
  private final Expressions expressions;
  private final IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();

  FilterConstants(Expressions expressions) {
    this.expressions = expressions;
  }

  Plan apply(Plan plan) {
    Plan known = done.get(plan);
    if (known == null) {
      known = make(plan);
      done.put(plan, known);
    }
    return known;
  }

  @SuppressWarnings("ReferenceEquality") // What is unchanged is the same object.
  private Plan make(Plan plan) {
    List<Plan> inputs = plan.inputs().stream().map(this::apply).toList();
    boolean same = true;
    for (int i = 0; i < inputs.size(); i++) {
      same &= inputs.get(i) == plan.inputs().get(i);
    }
    Plan rebuilt = same ? plan : plan.withInputs(inputs);
    return rebuilt instanceof Plan.Calc calc && calc.condition().isPresent()
        ? calc(calc, calc.condition().get())
        : rebuilt;
  }

  private Plan.Calc calc(Plan.Calc calc, Expression condition) {
    Map<Integer, Expression> constants = new HashMap<>();
    for (Expression term : Expressions.conjuncts(condition)) {
      if (term instanceof Expression.Call call && call.function().equals("=")) {
        note(call.arguments().get(0), call.arguments().get(1), constants);
        note(call.arguments().get(1), call.arguments().get(0), constants);
      }
    }
    if (constants.isEmpty()) {
      return calc;
    }
    List<Expression> projections = new ArrayList<>();
    for (Expression projection : calc.projections()) {
      projections.add(
          projection instanceof Expression.InputRef || !Expressions.deterministic(projection)
              ? projection
              : expressions.replace(projection, reference -> known(reference, constants)));
    }
    return new Plan.Calc(calc.input(), calc.condition(), projections, calc.schema());
  }

  private static void note(Expression a, Expression b, Map<Integer, Expression> constants) {
    if (a instanceof Expression.InputRef column
        && b instanceof Expression.Literal literal
        && literal.value() != null
        && column.type().kind().isInteger()
        && column.type().kind() == literal.type().kind()) {
      constants.putIfAbsent(column.index(), literal);
    }
  }

  private static Expression known(Expression reference, Map<Integer, Expression> constants) {
    return constants.getOrDefault(((Expression.InputRef) reference).index(), reference);
  }
}
