package io.leat.runtime.circuit;

import io.leat.runtime.types.DataType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A call of an aggregate function over the rows of a group.
 *
 * @param function the canonical name in upper case: {@code COUNT}, {@code SUM}, {@code LISTAGG}
 * @param arguments columns of the input ({@link Expression.InputRef}) or constants ({@link
 *     Expression.Literal}: separators, fractions, options); none for {@code COUNT(*)}
 * @param distinct whether equal argument rows count once
 * @param filter a BOOLEAN column of the input; only rows where it is true count
 * @param order the order in which the rows are taken, for functions where that matters; may be
 *     empty
 * @param type the result's type
 * @param user of a function of a user the method {@code accumulate}, without the accumulator
 */
public record AggregateCall(
    String function,
    List<Expression> arguments,
    boolean distinct,
    OptionalInt filter,
    List<SortKey> order,
    DataType type,
    Optional<UserMethod> user) {

  /** A call of a function that is built in. */
  public AggregateCall(
      String function,
      List<Expression> arguments,
      boolean distinct,
      OptionalInt filter,
      List<SortKey> order,
      DataType type) {
    this(function, arguments, distinct, filter, order, type, Optional.empty());
  }

  public AggregateCall {
    arguments = List.copyOf(arguments);
    order = List.copyOf(order);
    for (Expression argument : arguments) {
      if (!(argument instanceof Expression.InputRef) && !(argument instanceof Expression.Literal)) {
        throw new IllegalArgumentException("an aggregate's argument is computed below it");
      }
    }
  }
}
