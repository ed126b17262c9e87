package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A calc without the constants that its code does not depend on: calcs that differ in nothing but
 * these are one class.
 *
 * @param condition with {@link Expression.Parameter}s for the constants
 * @param inputs the types of the input's columns
 */
record CalcShape(
    Optional<Expression> condition,
    List<Expression> projections,
    List<DataType> inputs,
    ZoneId zone) {
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

  /** A shape, and the values of its parameters in order. */
  record Filled(CalcShape shape, List<Object> values) {}

  static Filled of(Node.Calc node, RowSchema input, ZoneId zone) {
    Extraction extraction = new Extraction();
    Optional<Expression> condition = node.condition().map(extraction::shape);
    List<Expression> projections = new ArrayList<>(node.projections().size());
    for (Expression projection : node.projections()) {
      projections.add(extraction.shape(projection));
    }
    return new Filled(
        new CalcShape(condition, projections, input.types(), zone), extraction.values);
  }

  /** A node whose code all calcs of this shape can run. */
  Node.Calc node(Node.Calc like) {
    return new Node.Calc(like.id(), like.input(), condition, projections, like.schema());
  }

  private static final class Extraction {
    private final List<Object> values = new ArrayList<>();

    Expression shape(Expression expression) {
      if (expression instanceof Expression.Literal literal) {
        return constant(literal);
      }
      if (expression instanceof Expression.Call call) {
        boolean indifferent = INDIFFERENT.contains(call.function());
        List<Expression> arguments =
            replaced(
                call.arguments(),
                argument ->
                    indifferent || !(argument instanceof Expression.Literal)
                        ? shape(argument)
                        : argument);
        return arguments == null
            ? call
            : new Expression.Call(call.function(), arguments, call.type());
      }
      if (expression instanceof Expression.Cast cast) {
        Expression argument = shape(cast.argument());
        return argument == cast.argument()
            ? cast
            : new Expression.Cast(argument, cast.type(), cast.safe());
      }
      if (expression instanceof Expression.Case choice) {
        List<Expression.Case.Branch> branches = new ArrayList<>(choice.branches().size());
        for (Expression.Case.Branch branch : choice.branches()) {
          branches.add(
              new Expression.Case.Branch(shape(branch.condition()), shape(branch.result())));
        }
        return new Expression.Case(branches, shape(choice.otherwise()), choice.type());
      }
      if (expression instanceof Expression.Let let) {
        return new Expression.Let(let.id(), shape(let.value()), shape(let.body()));
      }
      return expression;
    }

    /** Null if nothing is replaced. */
    private static @Nullable List<Expression> replaced(
        List<Expression> expressions, UnaryOperator<Expression> replacement) {
      List<Expression> replaced = null;
      for (int i = 0; i < expressions.size(); i++) {
        Expression other = replacement.apply(expressions.get(i));
        if (other != expressions.get(i)) {
          if (replaced == null) {
            replaced = new ArrayList<>(expressions);
          }
          replaced.set(i, other);
        }
      }
      return replaced;
    }

    private Expression constant(Expression.Literal literal) {
      Object value = literal.value();
      if (value == null) {
        return literal;
      }
      Expression.Parameter parameter = new Expression.Parameter(values.size(), literal.type());
      values.add(value);
      return parameter;
    }
  }
}
