package io.leat.runtime.function;

import java.util.List;

/** Functions that choose between their arguments; the compiler writes their code. */
final class ConditionalEntries {
  private ConditionalEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        choice("IF(BOOLEAN, T, T) → T")
            .says("The second argument if the first is true, else the third.")
            .example("IF(TRUE, 1, 2)"),
        choice("COALESCE(T...) → T")
            .nulls(FunctionEntry.Nulls.ALL)
            .says("The first argument that is not NULL.")
            .example("COALESCE(NULL, 2)"),
        choice("IFNULL(T, T) → T")
            .alias("NVL")
            .nulls(FunctionEntry.Nulls.ALL)
            .says("The first argument, or the second if that is NULL.")
            .example("IFNULL(NULL, 2)"),
        choice("NULLIF(T, T) → T")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("NULL if the arguments are equal, else the first.")
            .example("NULLIF(1, 2)"),
        choice("GREATEST(O...) → O")
            .says("The greatest argument; NULL if one is.")
            .example("GREATEST(1, 3, 2)"),
        choice("LEAST(O...) → O")
            .says("The least argument; NULL if one is.")
            .example("LEAST(1, 3, 2)"),
        test("IS_ALPHA", "letters only", "'leat'"),
        test("IS_DECIMAL", "a number", "'-1.5'"),
        test("IS_DIGIT", "digits only", "'15'"),
        choice("REQUIRE_ROW(BOOLEAN, STRING, STRING) → BOOLEAN").by("RowChecks.require").internal(),
        FunctionEntry.of("conversion", "TYPEOF(T) → STRING")
            .nulls(FunctionEntry.Nulls.NEVER)
            .says("The name of the argument's type.")
            .example("TYPEOF(1)"));
  }

  private static FunctionEntry test(String name, String what, String value) {
    return choice(name + "(T) → BOOLEAN")
        .nulls(FunctionEntry.Nulls.NEVER)
        .says("Whether the argument is " + what + "; FALSE for NULL and an empty text.")
        .example(name + "(" + value + ")");
  }

  private static FunctionEntry choice(String... signatures) {
    return FunctionEntry.of("conditional", signatures);
  }
}
