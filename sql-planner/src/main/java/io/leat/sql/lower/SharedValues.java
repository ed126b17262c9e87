package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Values that are computed once within a scope, in nested scopes. */
final class SharedValues {
  private final Expressions expressions;
  private final Deque<Map<Integer, Expression>> scopes = new ArrayDeque<>();
  private final Deque<List<Expression.Let>> bindings = new ArrayDeque<>();

  SharedValues(Expressions expressions) {
    this.expressions = expressions;
  }

  /** An expression within which values are shared. */
  Expression scope(Supplier<Expression> lowering) {
    Map<Integer, Expression> outer = scopes.peek();
    scopes.push(outer == null ? new HashMap<>() : new HashMap<>(outer));
    bindings.push(new ArrayList<>());
    Expression result = lowering.get();
    scopes.pop();
    List<Expression.Let> bound = bindings.pop();
    for (int i = bound.size() - 1; i >= 0; i--) {
      result = expressions.let(bound.get(i).id(), bound.get(i).value(), result);
    }
    return result;
  }

  /** The value of that number in the scope; outside of a scope it is by itself. */
  Expression value(int id, Supplier<Expression> lowering) {
    Map<Integer, Expression> scope = scopes.peek();
    if (scope == null) {
      return lowering.get();
    }
    Expression known = scope.get(id);
    if (known == null) {
      Expression value = lowering.get();
      known = value;
      if (!(value instanceof Expression.InputRef) && !(value instanceof Expression.Constant)) {
        Expression.Variable variable = expressions.variable(value.type());
        List<Expression.Let> bound = bindings.peek();
        if (bound != null) {
          bound.add(new Expression.Let(variable.id(), value, variable));
        }
        known = variable;
      }
      scope.put(id, known);
    }
    return known;
  }
}
