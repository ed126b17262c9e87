package io.leat.runtime.connector;

import java.util.Optional;

/**
 * A typed option: the one place that says what it is called, what it takes and what it is without.
 *
 * @param fallback the value where the table does not give one; empty if there is none
 */
public record Option<T>(
    String key,
    OptionParser<T> parser,
    Optional<T> fallback,
    boolean required,
    String description) {

  /** An option that every table must give. */
  public static <T> Option<T> required(String key, OptionParser<T> parser, String description) {
    return new Option<>(key, parser, Optional.empty(), true, description);
  }

  /** An option without a default: {@link TableOptions#find} tells whether it is there. */
  public static <T> Option<T> optional(String key, OptionParser<T> parser, String description) {
    return new Option<>(key, parser, Optional.empty(), false, description);
  }

  public static <T> Option<T> withDefault(
      String key, OptionParser<T> parser, T fallback, String description) {
    return new Option<>(key, parser, Optional.of(fallback), false, description);
  }

  public ConnectorOption declaration() {
    return new ConnectorOption(key, required, description);
  }
}
