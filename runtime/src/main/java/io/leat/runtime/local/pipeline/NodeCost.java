package io.leat.runtime.local.pipeline;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import java.util.List;

/** How the work of nodes grows with their rows, and whether a row may take long by itself. */
final class NodeCost {
  /** Beginnings of names of functions whose time or result has no bound that its arguments show. */
  private static final List<String> UNBOUNDED =
      List.of(
          "REGEXP",
          "SIMILAR",
          "ILIKE",
          "STR_TO_MAP",
          "JSON",
          "REPEAT",
          "LPAD",
          "RPAD",
          "PRINTF",
          "SPLIT");

  private NodeCost() {}

  /** Whether the work of all of these grows no faster than their rows. */
  static boolean areLinear(List<Node> nodes) {
    for (Node node : nodes) {
      if (!isLinear(node)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLinear(Node node) {
    return node instanceof Node.Source
        || node instanceof Node.Calc
        || node instanceof Node.PreAggregate
        || node instanceof Node.Aggregate
        || rearranges(node);
  }

  /**
   * Whether all of these take but a moment for each of their rows: they run no code of users and
   * wait for nothing outside.
   */
  static boolean areQuick(List<Node> nodes) {
    for (Node node : nodes) {
      if (!isQuick(node)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuick(Node node) {
    if (node instanceof Node.Calc calc) {
      return (calc.condition().isEmpty() || isBounded(calc.condition().get()))
          && areBounded(calc.projections());
    }
    if (node instanceof Node.Aggregate aggregate) {
      return areBuiltIn(aggregate.calls());
    }
    if (node instanceof Node.PreAggregate parts) {
      return areBuiltIn(parts.parts());
    }
    if (node instanceof Node.Join join) {
      return join.condition().isEmpty() || isBounded(join.condition().get());
    }
    if (node instanceof Node.Windowed windowed) {
      return isQuick(windowed.body());
    }
    if (node instanceof Node.Expiring expiring) {
      return isQuick(expiring.body());
    }
    if (node instanceof Node.Source source) {
      return source.table().isStored();
    }
    return node instanceof Node.Changes || node instanceof Node.Sink || rearranges(node);
  }

  /** Whether a node has no expressions, and work that grows no faster than its rows. */
  private static boolean rearranges(Node node) {
    return node instanceof Node.Values
        || node instanceof Node.Union
        || node instanceof Node.Exchange
        || node instanceof Node.PreTopN
        || node instanceof Node.SetOperation
        || node instanceof Node.TopN
        || node instanceof Node.Sort
        || node instanceof Node.Limit
        || node instanceof Node.Consolidate
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

  private static boolean areBounded(List<Expression> expressions) {
    for (Expression each : expressions) {
      if (!isBounded(each)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an expression takes no longer than the sizes of its values say. */
  private static boolean isBounded(Expression expression) {
    if (expression instanceof Expression.UserCall) {
      return false;
    }
    if (expression instanceof Expression.Call call) {
      for (String unbounded : UNBOUNDED) {
        if (call.function().startsWith(unbounded)) {
          return false;
        }
      }
    }
    return areBounded(expression.parts());
  }
}
