package io.leat.runtime.circuit;

import io.leat.runtime.types.DataType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A window function's call: a ranking or offset function, or an aggregate over a frame.
 *
 * @param function the canonical name in upper case
 * @param arguments columns of the input or constants
 * @param frame the rows it sees; ranking and offset functions see the whole partition
 * @param distinct whether an aggregate counts equal arguments once
 * @param filter a BOOLEAN column of the input; only rows where it is true count for an aggregate
 * @param ignoreNulls whether FIRST_VALUE, LAST_VALUE, NTH_VALUE, LAG and LEAD pass over NULLs
 * @param user of an aggregate function of a user the method {@code accumulate}, without the
 *     accumulator
 */
public record OverCall(
    String function,
    List<Expression> arguments,
    Frame frame,
    boolean distinct,
    OptionalInt filter,
    boolean ignoreNulls,
    DataType type,
    Optional<UserMethod> user) {

  /** A call of a function that is built in. */
  public OverCall(
      String function,
      List<Expression> arguments,
      Frame frame,
      boolean distinct,
      OptionalInt filter,
      boolean ignoreNulls,
      DataType type) {
    this(function, arguments, frame, distinct, filter, ignoreNulls, type, Optional.empty());
  }

  public OverCall {
    arguments = List.copyOf(arguments);
  }
}
