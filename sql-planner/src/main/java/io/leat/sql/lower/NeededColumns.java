package io.leat.sql.lower;

import io.leat.runtime.circuit.AggregateCall;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.JoinKey;
import io.leat.runtime.circuit.SortKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Which columns of each part of a plan some reader of it needs. */
final class NeededColumns {
  private final IdentityHashMap<Plan, BitSet> needed = new IdentityHashMap<>();

  private NeededColumns() {}

  /** Of a plan whose own columns are all needed. */
  static NeededColumns ofAll(Plan root) {
    NeededColumns columns = new NeededColumns();
    columns.need(root, all(root));
    consumersFirst(root).forEach(columns::propagate);
    return columns;
  }

  /** All columns of a plan. */
  static BitSet all(Plan plan) {
    BitSet columns = new BitSet();
    columns.set(0, plan.schema().size());
    return columns;
  }

  private void need(Plan plan, BitSet columns) {
    needed.computeIfAbsent(plan, unused -> new BitSet()).or(columns);
  }

  private static List<Plan> consumersFirst(Plan root) {
    Deque<Plan> order = new ArrayDeque<>();
    visit(root, Collections.newSetFromMap(new IdentityHashMap<>()), order);
    return List.copyOf(order);
  }

  private static void visit(Plan plan, Set<Plan> seen, Deque<Plan> order) {
    if (seen.add(plan)) {
      plan.inputs().forEach(input -> visit(input, seen, order));
      order.addFirst(plan);
    }
  }

  /** The columns that are needed of a plan; at least one, so that rows can be counted. */
  BitSet of(Plan plan) {
    BitSet columns = needed.computeIfAbsent(plan, unused -> new BitSet());
    if (columns.isEmpty() && plan.schema().size() > 0) {
      columns.set(0);
    }
    return columns;
  }

  /** Tells the inputs of a plan what it needs of them. */
  private void propagate(Plan plan) {
    BitSet own = of(plan);
    if (plan instanceof Plan.Calc calc) {
      BitSet uses = new BitSet();
      own.stream().forEach(i -> use(calc.projections().get(i), uses));
      calc.condition().ifPresent(condition -> use(condition, uses));
      need(calc.input(), uses);
    } else if (plan instanceof Plan.Join join) {
      propagate(join, own);
    } else if (plan instanceof Plan.Aggregate aggregate) {
      need(aggregate.input(), uses(aggregate, own));
    } else if (plan instanceof Plan.Union union) {
      union.inputs().forEach(input -> need(input, own));
    } else if (plan instanceof Plan.Limit limit) {
      need(limit.input(), own);
    } else if (plan instanceof Plan.Sort sort) {
      need(sort.input(), with(own, List.of(), sort.order()));
    } else if (plan instanceof Plan.TopN top) {
      need(top.input(), uses(top, own));
    } else if (plan instanceof Plan.Over over) {
      need(over.input(), uses(over, own));
    } else if (plan instanceof Plan.TableFunction function) {
      BitSet uses = own.get(0, function.input().schema().size());
      function.arguments().forEach(argument -> use(argument, uses));
      need(function.input(), uses);
    } else if (plan instanceof TimePlan time) {
      propagate(time, own);
    } else {
      plan.inputs().forEach(input -> need(input, all(input)));
    }
  }

  private void propagate(TimePlan plan, BitSet own) {
    if (plan instanceof TimePlan.TimedJoin timed) {
      propagate(timed.join(), own);
      need(timed.join().left(), time(timed.leftTime()));
      need(timed.join().right(), time(timed.rightTime()));
      return;
    }
    if (plan instanceof TimePlan.InOrder ordered) {
      need(ordered.over().input(), uses(ordered.over(), own));
      return;
    }
    if (plan instanceof TimePlan.FirstRows first) {
      need(first.top().input(), uses(first.top(), own));
      return;
    }
    if (plan instanceof TimePlan.Release release) {
      BitSet uses = with(own, List.of(release.time()), release.order());
      need(release.input(), uses);
      return;
    }
    if (plan instanceof TimePlan.Windowed windowed) {
      need(windowed.body(), own);
      List<Plan> inputs = windowed.body().inputs();
      for (int i = 0; i < inputs.size(); i++) {
        BitSet uses = new BitSet();
        windowed.constants().get(i).forEach(uses::set);
        if (!windowed.ends().isEmpty()) {
          uses.set(windowed.ends().get(i));
        }
        need(inputs.get(i), uses);
      }
    } else if (plan instanceof TimePlan.Watermark watermark) {
      BitSet uses = (BitSet) own.clone();
      if (!watermark.byProcessingTime()) {
        uses.set(watermark.schema().size());
      }
      need(watermark.input(), uses);
    } else if (plan instanceof TimePlan.WindowAssign assign) {
      need(assign.input(), with(own, List.of(assign.time()), assign.input()));
    } else if (plan instanceof TimePlan.Sessions sessions) {
      BitSet uses = with(own, sessions.partition(), sessions.input());
      uses.set(sessions.time());
      need(sessions.input(), uses);
    }
  }

  /** A time attribute, or none. */
  private static BitSet time(int column) {
    BitSet columns = new BitSet();
    if (column >= 0) {
      columns.set(column);
    }
    return columns;
  }

  /** What is needed of an input, behind whose columns others are put. */
  private static BitSet with(BitSet own, List<Integer> columns, Plan input) {
    BitSet uses = own.get(0, input.schema().size());
    columns.forEach(uses::set);
    return uses;
  }

  private static BitSet with(BitSet own, List<Integer> columns, List<SortKey> order) {
    BitSet uses = (BitSet) own.clone();
    columns.forEach(uses::set);
    order.forEach(key -> uses.set(key.column()));
    return uses;
  }

  private static BitSet uses(Plan.Over over, BitSet own) {
    int size = over.input().schema().size();
    BitSet uses = with(own.get(0, size), over.partition(), over.order());
    for (int i = 0; i < over.calls().size(); i++) {
      if (own.get(size + i)) {
        over.calls().get(i).arguments().forEach(argument -> use(argument, uses));
        over.calls().get(i).filter().ifPresent(uses::set);
      }
    }
    return uses;
  }

  private static void use(Expression expression, BitSet uses) {
    if (expression instanceof Expression.InputRef reference) {
      uses.set(reference.index());
    }
    expression.parts().forEach(argument -> use(argument, uses));
  }

  private void propagate(Plan.Join join, BitSet own) {
    int leftSize = join.left().schema().size();
    BitSet uses = (BitSet) own.clone();
    join.condition().ifPresent(condition -> use(condition, uses));
    for (JoinKey key : join.keys()) {
      uses.set(key.left());
      uses.set(leftSize + key.right());
    }
    need(join.left(), uses.get(0, leftSize));
    need(join.right(), uses.get(leftSize, leftSize + join.right().schema().size()));
  }

  private static BitSet uses(Plan.TopN top, BitSet own) {
    BitSet uses = with(own, top.partition(), top.order());
    if (top.numbered()) {
      uses.clear(top.schema().size() - 1);
    }
    return uses;
  }

  private static BitSet uses(Plan.Aggregate aggregate, BitSet own) {
    BitSet uses = new BitSet();
    aggregate.keys().forEach(uses::set);
    for (AggregateCall call : calls(aggregate, own)) {
      call.arguments().forEach(argument -> use(argument, uses));
      call.filter().ifPresent(uses::set);
      call.order().forEach(key -> uses.set(key.column()));
    }
    return uses;
  }

  /** The calls of an aggregate whose results are needed. */
  static List<AggregateCall> calls(Plan.Aggregate aggregate, BitSet own) {
    List<AggregateCall> calls = new ArrayList<>();
    int keys = aggregate.keys().size();
    for (int i = 0; i < aggregate.calls().size(); i++) {
      if (own.get(keys + i)) {
        calls.add(aggregate.calls().get(i));
      }
    }
    return calls;
  }
}
