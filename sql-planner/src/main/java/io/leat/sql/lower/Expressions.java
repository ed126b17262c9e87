package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Place;
import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.codegen.ConstantEvaluator;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.function.Functions;
import io.leat.runtime.function.ScalarFunction;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds expressions and folds what is constant. An expression that fails stays as it is: its
 * failure belongs to the rows.
 */
final class Expressions {
  static final DataType TRUTH = ScalarType.BOOLEAN;

  private static final int LONGEST_CHAIN = 64;
  private static final String REQUIRE = "REQUIRE_ROW";

  private final ZoneId zone;
  private final DerivedConstants derived;
  private int variables;
  private Place place = Place.UNKNOWN;

  /**
   * Expressions of one statement.
   *
   * @param derived what is made of the statement's parameters
   */
  Expressions(ZoneId zone, DerivedConstants derived) {
    this.zone = zone;
    this.derived = derived;
  }

  DerivedConstants derived() {
    return derived;
  }

  static Expression.Literal literal(@Nullable Object value, DataType type) {
    return new Expression.Literal(value, type.withNullable(value == null));
  }

  Expression call(String function, List<Expression> arguments, DataType type) {
    return fold(new Expression.Call(function, arguments, type, place));
  }

  /** What {@code lowering} builds, which stands at a place of the text; none keeps that around. */
  Expression at(Place inner, Supplier<Expression> lowering) {
    Place outer = place;
    place = inner.position() == null ? outer : inner;
    Expression result = lowering.get();
    place = outer;
    return result;
  }

  /** A truth value that is NULL only if an argument may be. */
  Expression predicate(String function, List<Expression> arguments) {
    boolean nullable = arguments.stream().anyMatch(argument -> argument.type().nullable());
    return call(function, arguments, TRUTH.withNullable(nullable));
  }

  static Expression and(List<Expression> terms) {
    return connective("AND", false, terms);
  }

  static Expression or(List<Expression> terms) {
    return connective("OR", true, terms);
  }

  /** Binary calls without the terms that decide nothing. */
  private static Expression connective(String name, boolean deciding, List<Expression> terms) {
    List<Expression> kept = new ArrayList<>(terms.size());
    for (Expression term : terms) {
      if (isLiteral(term, deciding)) {
        return term;
      }
      if (!isLiteral(term, !deciding)) {
        kept.add(term);
      }
    }
    return kept.isEmpty() ? literal(!deciding, TRUTH) : connected(name, kept);
  }

  /**
   * Leftmost innermost; many are halved, since whoever walks an expression goes as deep as it is.
   */
  private static Expression connected(String name, List<Expression> terms) {
    int count = terms.size();
    if (count > LONGEST_CHAIN) {
      return connected(
          name,
          connected(name, terms.subList(0, count / 2)),
          connected(name, terms.subList(count / 2, count)));
    }
    Expression result = terms.get(0);
    for (Expression term : terms.subList(1, count)) {
      result = connected(name, result, term);
    }
    return result;
  }

  private static Expression connected(String name, Expression left, Expression right) {
    return new Expression.Call(
        name,
        List.of(left, right),
        TRUTH.withNullable(left.type().nullable() || right.type().nullable()));
  }

  /** The terms that AND connects, in order; what all sides of an OR have in common is one. */
  static List<Expression> conjuncts(Expression condition) {
    if (condition instanceof Expression.Call call && call.function().equals("AND")) {
      List<Expression> terms = new ArrayList<>();
      call.arguments().forEach(argument -> terms.addAll(conjuncts(argument)));
      return terms;
    }
    if (condition instanceof Expression.Call call && call.function().equals("OR")) {
      return factored(call);
    }
    return isLiteral(condition, true) ? List.of() : List.of(condition);
  }

  /** {@code a AND b OR a AND c} is {@code a AND (b OR c)}, in three-valued logic too. */
  private static List<Expression> factored(Expression.Call or) {
    List<List<Expression>> sides = new ArrayList<>();
    addSides(or, sides);
    List<Expression> common = new ArrayList<>(sides.get(0));
    sides.forEach(common::retainAll);
    common.removeIf(term -> !deterministic(term));
    if (common.isEmpty()) {
      return List.of(or);
    }
    List<Expression> rest = new ArrayList<>();
    for (List<Expression> side : sides) {
      List<Expression> own = new ArrayList<>(side);
      own.removeAll(common);
      rest.add(and(own));
    }
    Expression others = or(rest);
    if (!isLiteral(others, true)) {
      common.add(others);
    }
    return common;
  }

  private static void addSides(Expression expression, List<List<Expression>> sides) {
    if (expression instanceof Expression.Call call && call.function().equals("OR")) {
      call.arguments().forEach(argument -> addSides(argument, sides));
    } else {
      sides.add(conjuncts(expression));
    }
  }

  static boolean isLiteral(Expression expression, @Nullable Object value) {
    return expression instanceof Expression.Literal literal
        && (value == null ? literal.value() == null : value.equals(literal.value()));
  }

  /** A conversion; none if the types differ by nullability only. */
  Expression cast(Expression argument, DataType type, boolean safe) {
    DataType from = argument.type();
    if (from.withNullable(true).equals(type.withNullable(true))) {
      return argument;
    }
    // JSON's null, a value of VARIANT, is NULL elsewhere.
    boolean nullable = from.nullable() || safe || from.kind() == TypeKind.VARIANT;
    DataType to = type.withNullable(nullable);
    if (argument instanceof Expression.Literal literal) {
      Expression.Literal same = retyped(literal, to);
      if (same != null) {
        return same;
      }
    }
    return fold(new Expression.Cast(argument, to, safe, place));
  }

  /** The same constant in a wider type; null if the conversion is not that simple. */
  static Expression.@Nullable Literal retyped(Expression.Literal literal, DataType to) {
    Object value = literal.value();
    if (value == null) {
      return literal(null, to);
    }
    if (value instanceof String text
        && to.kind() == TypeKind.VARCHAR
        && text.codePointCount(0, text.length()) <= ((ScalarType) to).precision()) {
      return literal(text, to);
    }
    if (literal.type().kind().isInteger() && value instanceof Number number) {
      long whole = number.longValue();
      return switch (to.kind()) {
        case SMALLINT -> whole == (short) whole ? literal((short) whole, to) : null;
        case TINYINT -> whole == (byte) whole ? literal((byte) whole, to) : null;
        case INTEGER -> whole == (int) whole ? literal((int) whole, to) : null;
        case BIGINT -> literal(whole, to);
        case DECIMAL -> {
          ScalarType decimal = (ScalarType) to;
          BigDecimal scaled = BigDecimal.valueOf(whole).setScale(decimal.scale());
          yield scaled.precision() <= decimal.precision() ? literal(scaled, to) : null;
        }
        default -> null;
      };
    }
    return null;
  }

  Expression choose(List<Expression.Case.Branch> branches, Expression otherwise, DataType type) {
    List<Expression.Case.Branch> open = new ArrayList<>();
    for (Expression.Case.Branch branch : branches) {
      if (isLiteral(branch.condition(), true)) {
        return open.isEmpty() ? branch.result() : new Expression.Case(open, branch.result(), type);
      }
      if (!isLiteral(branch.condition(), false) && !isLiteral(branch.condition(), null)) {
        open.add(branch);
      }
    }
    return open.isEmpty() ? otherwise : new Expression.Case(open, otherwise, type);
  }

  private Expression fold(Expression expression) {
    List<Expression> arguments = expression.parts();
    if (!deterministic(expression)
        || !arguments.stream().allMatch(Expression.Constant.class::isInstance)) {
      return expression;
    }
    if (arguments.stream().anyMatch(Expression.Parameter.class::isInstance)) {
      return foldParameters(expression, arguments);
    }
    try {
      return ConstantEvaluator.evaluate(expression, zone);
    } catch (LeatException failure) {
      return expression;
    }
  }

  /** What may be NULL is left to the rows; a parameter itself never is. */
  private Expression foldParameters(Expression expression, List<Expression> arguments) {
    if (expression instanceof Expression.Call call && arguments.size() == 1) {
      if (call.function().equals("IS NULL")) {
        return literal(false, TRUTH);
      }
      if (call.function().equals("IS NOT NULL")) {
        return literal(true, TRUTH);
      }
    }
    return expression.type().nullable() ? expression : derived.of(expression);
  }

  /** The expression's value; its failure is the statement's. */
  Expression.Literal evaluate(Expression expression) {
    return expression instanceof Expression.Literal literal
        ? literal
        : ConstantEvaluator.evaluate(expression, zone);
  }

  /**
   * The expressions' values over constant rows; the failure of one is the statement's.
   *
   * @return absent if a value depends on a parameter and may be NULL
   */
  Optional<List<List<Expression.Constant>>> evaluate(
      List<Expression> columns, RowSchema schema, List<List<Expression.Constant>> rows) {
    List<List<Expression.Constant>> values = new ArrayList<>();
    if (!hasParameter(columns) && rows.stream().noneMatch(Expressions::hasParameter)) {
      List<List<Expression.Literal>> literals = new ArrayList<>();
      for (List<Expression.Constant> row : rows) {
        literals.add(row.stream().map(Expression.Literal.class::cast).toList());
      }
      for (List<Expression.Literal> row :
          ConstantEvaluator.evaluate(columns, schema, literals, zone)) {
        values.add(List.copyOf(row));
      }
      return Optional.of(values);
    }
    for (List<Expression.Constant> row : rows) {
      List<Expression.Constant> computed = new ArrayList<>();
      for (Expression column : columns) {
        Expression value =
            replace(column, reference -> row.get(((Expression.InputRef) reference).index()));
        if (!(value instanceof Expression.Constant constant)) {
          return Optional.empty();
        }
        computed.add(constant);
      }
      values.add(computed);
    }
    return Optional.of(values);
  }

  private static boolean hasParameter(List<? extends Expression> expressions) {
    return expressions.stream()
        .anyMatch(
            expression ->
                expression instanceof Expression.Parameter || hasParameter(expression.parts()));
  }

  /** Whether equal rows give equal values, at any time and any number of times. */
  static boolean deterministic(Expression expression) {
    if (expression instanceof Expression.Call call) {
      ScalarFunction function = Functions.find(call.function());
      if (function != null && !function.deterministic()) {
        return false;
      }
    }
    if (expression instanceof Expression.UserCall call && !call.method().deterministic()) {
      return false;
    }
    return expression.parts().stream().allMatch(Expressions::deterministic);
  }

  /** That a row which does not fulfil a condition is an error of that row. */
  Expression require(Expression holds, String state, String message) {
    return call(
        REQUIRE,
        List.of(holds, literal(state, ScalarType.STRING), literal(message, ScalarType.STRING)),
        TRUTH.withNullable(holds.type().nullable()));
  }

  /** Whether the expression {@link #require requires} something of a row. */
  static boolean refuses(Expression expression) {
    return (expression instanceof Expression.Call call && call.function().equals(REQUIRE))
        || expression.parts().stream().anyMatch(Expressions::refuses);
  }

  /** Counts the uses of each input column. */
  static void countUses(Expression expression, int[] uses) {
    if (expression instanceof Expression.InputRef reference) {
      uses[reference.index()]++;
    }
    expression.parts().forEach(argument -> countUses(argument, uses));
  }

  /** The expression with each column reference replaced; folds what has become constant. */
  Expression replace(Expression expression, UnaryOperator<Expression> reference) {
    return expression instanceof Expression.InputRef
        ? reference.apply(expression)
        : rebuilt(expression, part -> replace(part, reference));
  }

  /** The expression with other parts. */
  Expression rebuilt(Expression expression, UnaryOperator<Expression> part) {
    if (expression instanceof Expression.Call call) {
      List<Expression> arguments = call.arguments().stream().map(part).toList();
      return switch (call.function()) {
        case "AND" -> and(arguments);
        case "OR" -> or(arguments);
        default -> fold(new Expression.Call(call.function(), arguments, call.type(), call.place()));
      };
    }
    if (expression instanceof Expression.Cast cast) {
      return fold(
          new Expression.Cast(part.apply(cast.argument()), cast.type(), cast.safe(), cast.place()));
    }
    if (expression instanceof Expression.Case choice) {
      return choose(
          choice.branches().stream()
              .map(
                  branch ->
                      new Expression.Case.Branch(
                          part.apply(branch.condition()), part.apply(branch.result())))
              .toList(),
          part.apply(choice.otherwise()),
          choice.type());
    }
    if (expression instanceof Expression.UserCall call) {
      return fold(
          new Expression.UserCall(
              call.method(),
              call.arguments().stream().map(part).toList(),
              call.rows(),
              call.type(),
              call.place()));
    }
    if (expression instanceof Expression.Let let) {
      return let(let.id(), part.apply(let.value()), part.apply(let.body()));
    }
    return expression;
  }

  Expression userCall(UserMethod method, List<Expression> arguments, boolean rows, DataType type) {
    return fold(new Expression.UserCall(method, arguments, rows, type, place));
  }

  /** A variable that no other expression of the statement has. */
  Expression.Variable variable(DataType type) {
    return new Expression.Variable(variables++, type);
  }

  /** A value computed once; a column or constant, or what is used once, stands in the body. */
  Expression let(int id, Expression value, Expression body) {
    boolean inPlace =
        value instanceof Expression.InputRef
            || value instanceof Expression.Constant
            || variableUses(body, id) < 2;
    return inPlace ? withVariable(body, id, value) : new Expression.Let(id, value, body);
  }

  private static int variableUses(Expression expression, int id) {
    if (expression instanceof Expression.Variable variable) {
      return variable.id() == id ? 1 : 0;
    }
    return expression.parts().stream().mapToInt(part -> variableUses(part, id)).sum();
  }

  /** The expression with a value in place of a variable; folds what has become constant. */
  private Expression withVariable(Expression expression, int id, Expression value) {
    if (expression instanceof Expression.Variable variable) {
      return variable.id() == id ? value : expression;
    }
    return rebuilt(expression, part -> withVariable(part, id, value));
  }

  /** The constant truth of a condition; empty if it depends on the row. */
  static Optional<Boolean> constantTruth(Expression condition) {
    return condition instanceof Expression.Literal literal
        ? Optional.of(Boolean.TRUE.equals(literal.value()))
        : Optional.empty();
  }
}
