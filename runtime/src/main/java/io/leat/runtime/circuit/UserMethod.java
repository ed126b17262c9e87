package io.leat.runtime.circuit;

import java.util.List;

/**
 * A method of a user's class, as Java source names it.
 *
 * @param function the SQL function's name, for messages
 * @param isStatic whether it is called without an object
 * @param parameters the parameters' erased types: {@code int}, {@code java.lang.String}, {@code
 *     java.lang.String[]}
 * @param variadic whether the last parameter is an array of any number of arguments
 * @param result the result's erased type
 * @param deterministic whether equal arguments always give equal results
 */
public record UserMethod(
    String function,
    UserCode code,
    String name,
    boolean isStatic,
    List<String> parameters,
    boolean variadic,
    String result,
    boolean deterministic) {
  public UserMethod {
    parameters = List.copyOf(parameters);
  }

  /** The type of the parameter that an argument goes to; that of the element of an array. */
  public String parameter(int argument) {
    int last = parameters.size() - 1;
    if (variadic && argument >= last) {
      String array = parameters.get(last);
      return array.substring(0, array.length() - "[]".length());
    }
    return parameters.get(argument);
  }

  /** Whether an argument that is NULL makes the result NULL without a call. */
  public boolean isStrict(int argument) {
    return switch (parameter(argument)) {
      case "boolean", "byte", "short", "int", "long", "float", "double" -> true;
      default -> false;
    };
  }
}
