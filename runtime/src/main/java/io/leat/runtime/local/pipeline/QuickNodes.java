package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import java.util.List;

/**
 * Tells which nodes take but a moment for each of their rows: they run no code of users and wait
 * for nothing outside.
 */
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
    if (node instanceof Node.PreAggregate parts) {
      return areBuiltIn(parts.parts());
    }
    if (node instanceof Node.Join join) {
      return join.condition().isEmpty() || isQuick(join.condition().get());
    }
    if (node instanceof Node.Windowed windowed) {
      return isQuick(windowed.body());
    }
    if (node instanceof Node.Expiring expiring) {
      return isQuick(expiring.body());
    }
    return node instanceof Node.Source source ? source.table().isStored() : movesRows(node);
  }

  /** Whether a node has no expressions. */
  private static boolean movesRows(Node node) {
    return node instanceof Node.Values
        || node instanceof Node.Union
        || node instanceof Node.Exchange
        || node instanceof Node.PreTopN
        || node instanceof Node.SetOperation
        || node instanceof Node.TopN
        || node instanceof Node.Sort
        || node instanceof Node.Limit
        || node instanceof Node.Consolidate
        || node instanceof Node.Changes
        || node instanceof Node.Sink
        || node instanceof Node.Result;
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
