package io.leat.runtime.function.user;

import io.leat.runtime.circuit.UserMethod;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One way to call a user's function.
 *
 * @param method {@code eval}, of an aggregate function {@code accumulate} without the accumulator
 * @param parameters the SQL types of its parameters; of the last one of a variadic method, the type
 *     of one argument
 * @param result what a call gives; null if it gives rows only
 * @param row the type of a row or single column of what a call in FROM gives; null if it gives none
 */
public record UserOverload(
    UserMethod method,
    List<DataType> parameters,
    @Nullable DataType result,
    @Nullable DataType row) {
  private static final List<TypeKind> KINDS = List.of(TypeKind.values());

  public UserOverload {
    parameters = List.copyOf(parameters);
  }

  /** Arguments that fit: what each is cast to, and how many change their kind. */
  public record Match(UserOverload overload, List<DataType> parameters, int casts) {}

  /** The overload that fits with the fewest casts; null if none does. */
  public static @Nullable Match resolve(List<UserOverload> overloads, List<DataType> arguments) {
    Match best = null;
    for (UserOverload overload : overloads) {
      Match match = overload.match(arguments);
      if (match != null && (best == null || match.casts < best.casts)) {
        best = match;
      }
    }
    return best;
  }

  private @Nullable Match match(List<DataType> arguments) {
    int fixed = parameters.size() - (method.variadic() ? 1 : 0);
    if (arguments.size() < fixed || (!method.variadic() && arguments.size() > fixed)) {
      return null;
    }
    List<DataType> types = new ArrayList<>();
    int casts = method.variadic() ? 1 : 0;
    for (int i = 0; i < arguments.size(); i++) {
      DataType argument = arguments.get(i);
      DataType parameter = parameters.get(Math.min(i, parameters.size() - 1));
      if (argument.kind() != TypeKind.NULL && !CastRules.implicit(argument, parameter)) {
        return null;
      }
      boolean same =
          argument.kind() == parameter.kind()
              || (argument.kind().isCharacter() && parameter.kind().isCharacter());
      // Of several wider types the nearest, which is the first in the order of kinds.
      casts += same ? 0 : 2 + KINDS.indexOf(parameter.kind());
      types.add(parameter.withNullable(argument.nullable()));
    }
    return new Match(this, types, casts);
  }

  /** How it is written: {@code "f(INT, STRING...) → INT"}. */
  public String signature(String name) {
    String list = parameters.stream().map(DataType::sqlName).collect(Collectors.joining(", "));
    List<String> gives = new ArrayList<>();
    if (result != null) {
      gives.add(result.sqlName());
    }
    if (row != null) {
      gives.add("TABLE of " + row.sqlName());
    }
    return name
        + "("
        + list
        + (method.variadic() ? "..." : "")
        + ") → "
        + String.join(" or ", gives);
  }
}
