package io.leat.runtime.circuit;

import io.leat.runtime.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A typed scalar expression over one input row. */
public sealed interface Expression {

  DataType type();

  /** The expression's parts, in the order in which they are evaluated. */
  default List<Expression> parts() {
    return List.of();
  }

  /** The value of an input column. */
  record InputRef(int index, DataType type) implements Expression {}

  /** What is the same for every row. */
  sealed interface Constant extends Expression {

    /**
     * A boxed value as {@link DataType} lists them, or null.
     *
     * @throws IllegalStateException of a parameter, which has none
     */
    @Nullable Object value();
  }

  /** A constant; {@code value} is a boxed value as {@link DataType} lists them, or null. */
  record Literal(@Nullable Object value, DataType type) implements Constant {}

  /**
   * A constant of a plan that is made once for many values: a literal takes its place before the
   * circuit runs. The value is not NULL.
   *
   * @param index of the value among those that are given
   * @param type NOT NULL; the same value may be a constant of another type of the same boxed form
   */
  record Parameter(int index, DataType type) implements Constant {
    @Override
    public Object value() {
      throw new IllegalStateException("parameter " + index + " has no value yet");
    }
  }

  /**
   * A call of an operator or function by its canonical name in upper case: {@code "+"}, {@code
   * "AND"}, {@code "IS NULL"}, {@code "UPPER"}. The planner has already inserted casts so that the
   * arguments have the types that the function's resolution names.
   */
  record Call(String function, List<Expression> arguments, DataType type, Place place)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }

    public Call(String function, List<Expression> arguments, DataType type) {
      this(function, arguments, type, Place.UNKNOWN);
    }

    @Override
    public List<Expression> parts() {
      return arguments;
    }
  }

  /**
   * A conversion. When it fails, the row fails, or the result is NULL if {@code safe} (TRY_CAST).
   */
  record Cast(Expression argument, DataType type, boolean safe, Place place) implements Expression {
    public Cast(Expression argument, DataType type, boolean safe) {
      this(argument, type, safe, Place.UNKNOWN);
    }

    @Override
    public List<Expression> parts() {
      return List.of(argument);
    }
  }

  /**
   * A call of a user's method. Its arguments have the types that the method's parameters stand for.
   *
   * @param rows whether all rows that the method gives are the value, an ARRAY of them
   */
  record UserCall(
      UserMethod method, List<Expression> arguments, boolean rows, DataType type, Place place)
      implements Expression {
    public UserCall {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Expression> parts() {
      return arguments;
    }
  }

  /**
   * The body's value, where {@link Variable} {@code id} stands for the value, which is computed
   * once, before the body.
   *
   * @param id different from those of all other variables of the expression that this is part of
   */
  record Let(int id, Expression value, Expression body) implements Expression {
    @Override
    public DataType type() {
      return body.type();
    }

    @Override
    public List<Expression> parts() {
      return List.of(value, body);
    }
  }

  /** The value of the {@link Let} around it that has this number. */
  record Variable(int id, DataType type) implements Expression {}

  /** The first branch whose condition is true; branches not taken are not evaluated. */
  record Case(List<Branch> branches, Expression otherwise, DataType type) implements Expression {
    public Case {
      branches = List.copyOf(branches);
    }

    @Override
    public List<Expression> parts() {
      List<Expression> parts = new ArrayList<>();
      branches.forEach(branch -> parts.addAll(List.of(branch.condition(), branch.result())));
      parts.add(otherwise);
      return parts;
    }

    /** {@code WHEN condition THEN result}. */
    public record Branch(Expression condition, Expression result) {}
  }
}
