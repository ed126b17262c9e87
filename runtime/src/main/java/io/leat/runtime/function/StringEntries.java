package io.leat.runtime.function;

import java.util.List;

/** The functions of text. */
final class StringEntries {
  private StringEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        text("UPPER(STRING) → STRING")
            .by("StringFunctions.upper")
            .says("The text in upper case.")
            .example("UPPER('leat')"),
        text("LOWER(STRING) → STRING")
            .by("StringFunctions.lower")
            .says("The text in lower case.")
            .example("LOWER('LEAT')"));
  }

  private static FunctionEntry text(String... signatures) {
    return FunctionEntry.of("string", signatures);
  }
}
