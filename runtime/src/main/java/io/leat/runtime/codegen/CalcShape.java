package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.DataType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the code of a calc depends on: all but the constants that are the same to it, its open ones.
 * Calcs that differ in nothing but these have equal shapes and are one class.
 *
 * <p>It is made and looked up for each run of a short statement, so the calc's expressions are only
 * walked through, and not copied before a class has to be made.
 */
final class CalcShape {
  /** Operators whose code is the same whatever constant an operand is. */
  private static final Set<String> INDIFFERENT =
      Set.of(
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "+",
          "-",
          "*",
          "/",
          "%",
          "||",
          "AND",
          "OR",
          "NOT",
          Membership.IN,
          "NEGATE",
          "COALESCE",
          "IS DISTINCT FROM",
          "IS NOT DISTINCT FROM");

  private final @Nullable Expression condition;
  private final List<Expression> projections;
  private final List<DataType> inputs;
  private final ZoneId zone;
  private final List<Object> values = new ArrayList<>();
  private final int hash;

  /**
   * The shape of a calc.
   *
   * @param inputs the types of the input's columns
   */
  CalcShape(Node.Calc node, List<DataType> inputs, ZoneId zone) {
    this.condition = node.condition().orElse(null);
    this.projections = node.projections();
    this.inputs = inputs;
    this.zone = zone;
    int sum = condition == null ? 0 : hash(condition, values);
    for (Expression projection : projections) {
      sum = 31 * sum + hash(projection, values);
    }
    this.hash = sum;
  }

  /** The open constants, in the order in which the expressions have them. */
  List<Object> values() {
    return values;
  }

  /**
   * A node of this shape that has {@link Expression.Parameter}s in the place of the open constants,
   * numbered as {@link #values} are.
   */
  Node.Calc open(Node.Calc like) {
    Opening opening = new Opening();
    Optional<Expression> openCondition = Optional.ofNullable(condition).map(opening::open);
    return new Node.Calc(
        like.id(), like.input(), openCondition, opening.openAll(projections), like.schema());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof CalcShape other
        && hash == other.hash
        && zone.equals(other.zone)
        && inputs.equals(other.inputs)
        && (condition == null
            ? other.condition == null
            : other.condition != null && alike(condition, other.condition))
        && alike(projections, other.projections);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Whether an argument of a call stays what it is, since the call's code depends on it. */
  private static boolean isClosed(Expression.Call call, Expression argument) {
    return argument instanceof Expression.Literal && !INDIFFERENT.contains(call.function());
  }

  /** Whether code can be made for any constant in the place of this one. */
  private static boolean isOpen(Expression expression) {
    return expression instanceof Expression.Parameter
        || (expression instanceof Expression.Literal literal && literal.value() != null);
  }

  /** Adds the open constants of an expression; gives a hash that does not depend on them. */
  private static int hash(Expression expression, List<Object> values) {
    if (expression instanceof Expression.Literal literal && literal.value() != null) {
      values.add(literal.value());
    }
    if (isOpen(expression)) {
      return expression.type().kind().hashCode();
    }
    if (expression instanceof Expression.InputRef column) {
      return column.index();
    }
    if (expression instanceof Expression.Call call) {
      int sum = call.function().hashCode();
      for (Expression argument : call.arguments()) {
        sum = 31 * sum + (isClosed(call, argument) ? argument.hashCode() : hash(argument, values));
      }
      return sum;
    }
    if (expression instanceof Expression.Cast cast) {
      return 31 * hash(cast.argument(), values) + cast.type().kind().hashCode();
    }
    if (expression instanceof Expression.Case choice) {
      int sum = 1;
      for (Expression.Case.Branch branch : choice.branches()) {
        sum = 31 * sum + hash(branch.condition(), values);
        sum = 31 * sum + hash(branch.result(), values);
      }
      return 31 * sum + hash(choice.otherwise(), values);
    }
    if (expression instanceof Expression.Let let) {
      return 31 * hash(let.value(), values) + hash(let.body(), values);
    }
    return expression.hashCode();
  }

  /** Whether expressions are equal but for open constants. */
  private static boolean alike(Expression a, Expression b) {
    if (a == b) {
      return true;
    }
    if (isOpen(a)) {
      return isOpen(b) && a.type().equals(b.type());
    }
    if (a instanceof Expression.Call call) {
      return b instanceof Expression.Call other
          && call.function().equals(other.function())
          && call.type().equals(other.type())
          && areAlike(call, other);
    }
    if (a instanceof Expression.Cast cast) {
      return b instanceof Expression.Cast other
          && cast.safe() == other.safe()
          && cast.type().equals(other.type())
          && alike(cast.argument(), other.argument());
    }
    if (a instanceof Expression.Case choice) {
      return b instanceof Expression.Case other
          && choice.type().equals(other.type())
          && areAlike(choice.branches(), other.branches())
          && alike(choice.otherwise(), other.otherwise());
    }
    if (a instanceof Expression.Let let) {
      return b instanceof Expression.Let other
          && let.id() == other.id()
          && alike(let.value(), other.value())
          && alike(let.body(), other.body());
    }
    return a.equals(b);
  }

  private static boolean alike(List<Expression> a, List<Expression> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!alike(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean areAlike(Expression.Call a, Expression.Call b) {
    if (a.arguments().size() != b.arguments().size()) {
      return false;
    }
    for (int i = 0; i < a.arguments().size(); i++) {
      Expression left = a.arguments().get(i);
      Expression right = b.arguments().get(i);
      if (!(isClosed(a, left) ? left.equals(right) : alike(left, right))) {
        return false;
      }
    }
    return true;
  }

  private static boolean areAlike(List<Expression.Case.Branch> a, List<Expression.Case.Branch> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!alike(a.get(i).condition(), b.get(i).condition())
          || !alike(a.get(i).result(), b.get(i).result())) {
        return false;
      }
    }
    return true;
  }

  /** Puts parameters in the place of open constants, in the order of {@link #hash}. */
  private static final class Opening {
    private int count;

    Expression open(Expression expression) {
      if (isOpen(expression)) {
        return new Expression.Parameter(count++, expression.type());
      }
      if (expression instanceof Expression.Call call) {
        List<Expression> arguments = new ArrayList<>(call.arguments().size());
        for (Expression argument : call.arguments()) {
          arguments.add(isClosed(call, argument) ? argument : open(argument));
        }
        return new Expression.Call(call.function(), arguments, call.type(), call.place());
      }
      if (expression instanceof Expression.Cast cast) {
        return new Expression.Cast(open(cast.argument()), cast.type(), cast.safe(), cast.place());
      }
      if (expression instanceof Expression.Case choice) {
        List<Expression.Case.Branch> branches = new ArrayList<>(choice.branches().size());
        for (Expression.Case.Branch branch : choice.branches()) {
          Expression openCondition = open(branch.condition());
          branches.add(new Expression.Case.Branch(openCondition, open(branch.result())));
        }
        return new Expression.Case(branches, open(choice.otherwise()), choice.type());
      }
      if (expression instanceof Expression.Let let) {
        Expression value = open(let.value());
        return new Expression.Let(let.id(), value, open(let.body()));
      }
      return expression;
    }

    List<Expression> openAll(List<Expression> expressions) {
      List<Expression> all = new ArrayList<>(expressions.size());
      for (Expression expression : expressions) {
        all.add(open(expression));
      }
      return all;
    }
  }
}
