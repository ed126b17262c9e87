package io.leat.sql.validate;

import io.leat.runtime.function.ScalarFunction;
import java.util.List;
import java.util.Locale;

/**
 * What people read about a built-in function.
 *
 * @param signatures as people write them
 * @param description one sentence
 * @param example a call of constants, or a query
 */
public record FunctionDocument(
    String name,
    String family,
    List<String> signatures,
    List<String> aliases,
    String description,
    String example,
    boolean deterministic) {

  static FunctionDocument of(ScalarFunction function) {
    return new FunctionDocument(
        function.name(),
        function.family(),
        function.signatures(),
        function.aliases(),
        function.description(),
        function.example(),
        function.deterministic());
  }

  /** The example as a query. */
  public String query() {
    return example.toUpperCase(Locale.ROOT).startsWith("SELECT ") ? example : "SELECT " + example;
  }
}
