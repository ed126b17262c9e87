package io.leat.runtime.function;

import io.leat.runtime.error.RowException;
import io.leat.runtime.types.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scalar function as everyone but the compiler sees it. */
public interface ScalarFunction {

  /** The canonical name, in upper case. */
  String name();

  List<String> aliases();

  /** The family, for the documentation: {@code string}, {@code temporal}, … */
  String family();

  /** All overloads as people write them: {@code "UPPER(STRING) → STRING"}. */
  List<String> signatures();

  /** One sentence. */
  String description();

  /** A call that runs: {@code "UPPER('leat')"}. */
  String example();

  /** Whether equal arguments always give equal results. */
  boolean deterministic();

  /**
   * Chooses the overload for arguments of these types, allowing implicit casts; null if none fits.
   *
   * @param arguments the arguments' types with nullability
   */
  @Nullable Resolution resolve(List<DataType> arguments);

  /**
   * {@link #resolve(List)} where the value of an argument decides on the result's type.
   *
   * @param constants for each argument its value if it is constant, a number or text; else null
   */
  default @Nullable Resolution resolve(
      List<DataType> arguments, List<? extends @Nullable Object> constants) {
    return resolve(arguments);
  }

  /**
   * Refuses constants that no row could be right with: a format that is none, an unknown zone.
   *
   * @param constants for each argument its value if it is constant, a number or text; else null
   * @throws RowException what the rows would fail with
   */
  default void check(List<DataType> arguments, List<? extends @Nullable Object> constants) {}

  /**
   * A chosen overload.
   *
   * @param parameters the type that each argument must be cast to, one per argument given
   * @param result the result's type, nullability included
   */
  record Resolution(List<DataType> parameters, DataType result) {}
}
