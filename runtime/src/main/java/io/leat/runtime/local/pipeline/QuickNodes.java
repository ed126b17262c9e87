package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import java.util.List;

/** Tells which nodes take but a moment for each of their rows, and run no code of users. */
final class QuickNodes {
  /** Beginnings of names of functions whose time or result has no bound that its arguments show. */
  private static final List<String> SLOW =
      List.of("REGEXP", "SIMILAR", "RLIKE", "JSON", "REPEAT", "LPAD", "RPAD", "SPACE", "SPLIT");

  private QuickNodes() {}

  static boolean areAll(List<Node> nodes) {
    for (Node node : nodes) {
      if (!isQuick(node)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuick(Node node) {
    if (node instanceof Node.Calc calc) {
      return (calc.condition().isEmpty() || isQuick(calc.condition().get()))
          && areQuick(calc.projections());
    }
    if (node instanceof Node.Aggregate aggregate) {
      return areBuiltIn(aggregate.calls());
    }
    return !(node instanceof Node.PreAggregate parts) || areBuiltIn(parts.parts());
  }

  private static boolean areBuiltIn(List<AggregateCall> calls) {
    for (AggregateCall call : calls) {
      if (call.user().isPresent()) {
        return false;
      }
    }
    return true;
  }

  private static boolean areQuick(List<Expression> expressions) {
    for (Expression each : expressions) {
      if (!isQuick(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuick(Expression expression) {
    if (expression instanceof Expression.UserCall) {
      return false;
    }
    if (expression instanceof Expression.Call call) {
      for (String slow : SLOW) {
        if (call.function().startsWith(slow)) {
          return false;
        }
      }
    }
    return areQuick(expression.parts());
  }
}
