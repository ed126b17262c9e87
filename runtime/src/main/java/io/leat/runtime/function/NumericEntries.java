package io.leat.runtime.function;

import java.util.List;

/** The functions of numbers. */
final class NumericEntries {
  private NumericEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        number("ABS(NUMERIC) → NUMERIC")
            .by("NumericFunctions.abs")
            .says("The value without its sign.")
            .example("ABS(-7)"),
        number("CEIL(NUMERIC) → NUMERIC", "CEIL(TEMPORAL, STRING) → TEMPORAL")
            .alias("CEILING")
            .result(FunctionEntry.ResultRule.WHOLE)
            .by("NumericFunctions.ceil")
            .checks(TemporalChecks::rounding)
            .says("The least whole number, or start of a unit of time, that is not less.")
            .example("CEIL(1.2)"),
        number("FLOOR(NUMERIC) → NUMERIC", "FLOOR(TEMPORAL, STRING) → TEMPORAL")
            .result(FunctionEntry.ResultRule.WHOLE)
            .by("NumericFunctions.floor")
            .checks(TemporalChecks::rounding)
            .says("The greatest whole number, or start of a unit of time, that is not greater.")
            .example("FLOOR(1.8)"),
        number("ROUND(NUMERIC[, INT]) → NUMERIC")
            .result(FunctionEntry.ResultRule.ROUNDED)
            .by("NumericFunctions.round")
            .says("The value rounded half up to so many digits after the point.")
            .example("ROUND(2.345, 2)"),
        number("TRUNCATE(NUMERIC[, INT]) → NUMERIC")
            .alias("TRUNC")
            .result(FunctionEntry.ResultRule.ROUNDED)
            .by("NumericFunctions.truncate")
            .says("The value cut off after so many digits after the point.")
            .example("TRUNCATE(2.345, 2)"),
        number("MOD(NUMERIC, NUMERIC) → NUMERIC")
            .says("The remainder of a division, with the sign of the dividend.")
            .example("MOD(7, 3)"),
        number("SIGN(NUMERIC) → NUMERIC")
            .by("NumericFunctions.sign")
            .says("1, 0 or -1: the sign of the value.")
            .example("SIGN(-3)"),
        number("RAND([INT]) → DOUBLE")
            .by("RandomFunctions.rand")
            .memo("RandomMemo")
            .random()
            .says("A random number from 0 to 1, 1 excluded; repeatable with a seed.")
            .example("RAND()"),
        number("RAND_INTEGER(INT) → INT", "RAND_INTEGER(INT, INT) → INT")
            .by("RandomFunctions.randInteger")
            .memo("RandomMemo")
            .random()
            .says("A random whole number from 0 to the last argument, that excluded.")
            .example("RAND_INTEGER(10)"),
        FunctionEntry.of("string", "UUID() → STRING")
            .by("RandomFunctions.uuid")
            .memo("RandomMemo")
            .random()
            .says("A random UUID (version 4).")
            .example("UUID()"));
  }

  private static FunctionEntry number(String... signatures) {
    return FunctionEntry.of("arithmetic", signatures);
  }
}
