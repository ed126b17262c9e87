package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.KeyRange;
import io.leat.runtime.circuit.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts values in the place of a circuit's parameters. */
@SuppressWarnings("ReferenceEquality") // What is unchanged is the same object.
public final class CircuitBinding {
  private CircuitBinding() {}

  /**
   * The circuit with literals for parameters.
   *
   * @param values by the parameters' indexes
   */
  public static Circuit bind(Circuit circuit, List<? extends @Nullable Object> values) {
    List<Node> nodes = null;
    for (int i = 0; i < circuit.nodes().size(); i++) {
      Node node = circuit.nodes().get(i);
      Node bound = bind(node, values);
      if (bound != node) {
        if (nodes == null) {
          nodes = new ArrayList<>(circuit.nodes());
        }
        nodes.set(i, bound);
      }
    }
    return nodes == null ? circuit : new Circuit(nodes);
  }

  private static Node bind(Node node, List<? extends @Nullable Object> values) {
    if (node instanceof Node.Values constant) {
      List<List<Expression.Constant>> rows = new ArrayList<>(constant.rows().size());
      for (List<Expression.Constant> row : constant.rows()) {
        rows.add(bindConstants(row, values));
      }
      return same(rows, constant.rows())
          ? node
          : new Node.Values(constant.id(), constant.schema(), rows);
    }
    if (node instanceof Node.Source source && source.range().isPresent()) {
      KeyRange range = bind(source.range().get(), values);
      return range == source.range().get()
          ? node
          : new Node.Source(
              source.id(), source.table(), source.columns(), Optional.of(range), source.follows());
    }
    if (node instanceof Node.Calc calc) {
      Expression condition = calc.condition().orElse(null);
      Expression boundCondition = condition == null ? null : bind(condition, values);
      List<Expression> projections = bindAll(calc.projections(), values);
      return condition == boundCondition && projections == calc.projections()
          ? node
          : new Node.Calc(
              calc.id(),
              calc.input(),
              Optional.ofNullable(boundCondition),
              projections,
              calc.schema());
    }
    return other(node, values);
  }

  private static Node other(Node node, List<? extends @Nullable Object> values) {
    if (node instanceof Node.Join join && join.condition().isPresent()) {
      Expression condition = bind(join.condition().get(), values);
      return condition == join.condition().get()
          ? node
          : new Node.Join(
              join.id(),
              join.left(),
              join.right(),
              join.type(),
              join.keys(),
              Optional.of(condition),
              join.leftAppendOnly(),
              join.rightAppendOnly(),
              join.schema());
    }
    if (node instanceof Node.Remember remember) {
      List<Expression> drawn = bindAll(remember.drawn(), values);
      return drawn == remember.drawn()
          ? node
          : new Node.Remember(remember.id(), remember.input(), drawn, remember.schema());
    }
    if (node instanceof Node.TableFunction function) {
      List<Expression> arguments = bindAll(function.arguments(), values);
      return arguments == function.arguments()
          ? node
          : new Node.TableFunction(
              function.id(),
              function.input(),
              function.function(),
              arguments,
              function.outer(),
              function.schema());
    }
    if (node instanceof Node.Fixpoint fixpoint) {
      Circuit body = bind(fixpoint.body(), values);
      return body == fixpoint.body()
          ? node
          : new Node.Fixpoint(
              fixpoint.id(),
              fixpoint.inputs(),
              body,
              fixpoint.distinct(),
              fixpoint.maxSteps(),
              fixpoint.schema());
    }
    if (node instanceof Node.Lookup lookup) {
      Node.Calc calc = lookup.calc().map(right -> (Node.Calc) bind(right, values)).orElse(null);
      Expression condition = lookup.condition().map(term -> bind(term, values)).orElse(null);
      return calc == lookup.calc().orElse(null) && condition == lookup.condition().orElse(null)
          ? node
          : new Node.Lookup(
              lookup.id(),
              lookup.input(),
              lookup.table(),
              lookup.columns(),
              lookup.lookupKeys(),
              Optional.ofNullable(calc),
              lookup.type(),
              lookup.keys(),
              Optional.ofNullable(condition),
              lookup.leftAppendOnly(),
              lookup.schema());
    }
    return timed(node, values);
  }

  private static Node timed(Node node, List<? extends @Nullable Object> values) {
    if (node instanceof Node.Windowed windowed) {
      Node body = bind(windowed.body(), values);
      return body == windowed.body()
          ? node
          : new Node.Windowed(
              windowed.id(),
              windowed.inputs(),
              body,
              windowed.ends(),
              windowed.constants(),
              windowed.unitMicros(),
              windowed.late(),
              windowed.emission(),
              windowed.schema());
    }
    if (node instanceof Node.Expiring expiring) {
      Node body = bind(expiring.body(), values);
      return body == expiring.body()
          ? node
          : new Node.Expiring(
              expiring.id(),
              expiring.inputs(),
              body,
              expiring.lifetimes(),
              expiring.appendOnly(),
              expiring.schema());
    }
    if (node instanceof Node.IntervalJoin join && join.condition().isPresent()) {
      Expression condition = bind(join.condition().get(), values);
      return condition == join.condition().get()
          ? node
          : new Node.IntervalJoin(
              join.id(),
              join.left(),
              join.right(),
              join.type(),
              join.keys(),
              join.leftTime(),
              join.rightTime(),
              join.lowerMicros(),
              join.upperMicros(),
              Optional.of(condition),
              join.schema());
    }
    if (node instanceof Node.TemporalJoin join && join.condition().isPresent()) {
      Expression condition = bind(join.condition().get(), values);
      return condition == join.condition().get()
          ? node
          : new Node.TemporalJoin(
              join.id(),
              join.left(),
              join.right(),
              join.type(),
              join.keys(),
              join.leftTime(),
              join.rightTime(),
              join.leftAppendOnly(),
              join.rightAppendOnly(),
              Optional.of(condition),
              join.schema());
    }
    return node;
  }

  /** Alternatives that have become equal are one. */
  private static KeyRange bind(KeyRange range, List<? extends @Nullable Object> values) {
    List<KeyRange.Interval> intervals = new ArrayList<>(range.alternatives().size());
    for (KeyRange.Interval interval : range.alternatives()) {
      List<Expression.Constant> equal = bindConstants(interval.equal(), values);
      KeyRange.Bound lower = bind(interval.lower().orElse(null), values);
      KeyRange.Bound upper = bind(interval.upper().orElse(null), values);
      boolean unchanged =
          equal == interval.equal()
              && lower == interval.lower().orElse(null)
              && upper == interval.upper().orElse(null);
      intervals.add(
          unchanged
              ? interval
              : new KeyRange.Interval(
                  equal, Optional.ofNullable(lower), Optional.ofNullable(upper)));
    }
    return same(intervals, range.alternatives())
        ? range
        : new KeyRange(
            range.index(),
            range.columns(),
            intervals.size() == 1 ? intervals : intervals.stream().distinct().toList());
  }

  private static KeyRange.@Nullable Bound bind(
      KeyRange.@Nullable Bound bound, List<? extends @Nullable Object> values) {
    return bound != null && bound.value() instanceof Expression.Parameter parameter
        ? new KeyRange.Bound(literal(parameter, values), bound.inclusive())
        : bound;
  }

  private static List<Expression.Constant> bindConstants(
      List<Expression.Constant> constants, List<? extends @Nullable Object> values) {
    List<Expression.Constant> bound = null;
    for (int i = 0; i < constants.size(); i++) {
      if (constants.get(i) instanceof Expression.Parameter parameter) {
        if (bound == null) {
          bound = new ArrayList<>(constants);
        }
        bound.set(i, literal(parameter, values));
      }
    }
    return bound == null ? constants : bound;
  }

  private static List<Expression> bindAll(
      List<Expression> expressions, List<? extends @Nullable Object> values) {
    List<Expression> bound = null;
    for (int i = 0; i < expressions.size(); i++) {
      Expression each = bind(expressions.get(i), values);
      if (each != expressions.get(i)) {
        if (bound == null) {
          bound = new ArrayList<>(expressions);
        }
        bound.set(i, each);
      }
    }
    return bound == null ? expressions : bound;
  }

  private static Expression.Literal literal(
      Expression.Parameter parameter, List<? extends @Nullable Object> values) {
    return new Expression.Literal(
        Objects.requireNonNull(values.get(parameter.index()), "parameter"), parameter.type());
  }

  /** The expression with literals for parameters; the same object if it has none. */
  static Expression bind(Expression expression, List<? extends @Nullable Object> values) {
    if (expression instanceof Expression.Parameter parameter) {
      return literal(parameter, values);
    }
    if (expression instanceof Expression.Call call) {
      List<Expression> arguments = bindAll(call.arguments(), values);
      return arguments == call.arguments()
          ? call
          : new Expression.Call(call.function(), arguments, call.type(), call.place());
    }
    if (expression instanceof Expression.Cast cast) {
      Expression argument = bind(cast.argument(), values);
      return argument == cast.argument()
          ? cast
          : new Expression.Cast(argument, cast.type(), cast.safe(), cast.place());
    }
    if (expression instanceof Expression.UserCall call) {
      List<Expression> arguments = bindAll(call.arguments(), values);
      return arguments == call.arguments()
          ? call
          : new Expression.UserCall(
              call.method(), arguments, call.rows(), call.type(), call.place());
    }
    if (expression instanceof Expression.Let let) {
      Expression value = bind(let.value(), values);
      Expression body = bind(let.body(), values);
      return value == let.value() && body == let.body()
          ? let
          : new Expression.Let(let.id(), value, body);
    }
    return expression instanceof Expression.Case choice ? bindCase(choice, values) : expression;
  }

  private static Expression bindCase(
      Expression.Case choice, List<? extends @Nullable Object> values) {
    List<Expression.Case.Branch> branches = new ArrayList<>(choice.branches().size());
    for (Expression.Case.Branch branch : choice.branches()) {
      Expression condition = bind(branch.condition(), values);
      Expression result = bind(branch.result(), values);
      boolean unchanged = condition == branch.condition() && result == branch.result();
      branches.add(unchanged ? branch : new Expression.Case.Branch(condition, result));
    }
    Expression otherwise = bind(choice.otherwise(), values);
    return same(branches, choice.branches()) && otherwise == choice.otherwise()
        ? choice
        : new Expression.Case(branches, otherwise, choice.type());
  }

  /** Whether the elements are the same objects. */
  private static boolean same(List<?> a, List<?> b) {
    for (int i = 0; i < a.size(); i++) {
      if (a.get(i) != b.get(i)) {
        return false;
      }
    }
    return true;
  }
}
