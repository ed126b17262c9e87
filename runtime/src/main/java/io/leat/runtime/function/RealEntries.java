package io.leat.runtime.function;

import java.util.List;
import java.util.Locale;

/** The functions of floating numbers: roots, logarithms, angles. */
final class RealEntries {
  private RealEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        real("POWER", 2, "The first argument to the power of the second.", "POWER(2, 10)")
            .alias("POW"),
        real("SQRT", 1, "The square root; NaN below 0.", "SQRT(2)"),
        real("CBRT", 1, "The cube root.", "CBRT(27)"),
        real("EXP", 1, "e to the power of the argument.", "EXP(1)"),
        real("LN", 1, "The natural logarithm; -Infinity of 0, NaN below 0.", "LN(10)"),
        real("LOG10", 1, "The logarithm to base 10.", "LOG10(1000)"),
        real("LOG2", 1, "The logarithm to base 2.", "LOG2(8)"),
        number("LOG(DOUBLE) → DOUBLE", "LOG(DOUBLE, DOUBLE) → DOUBLE")
            .by("RealFunctions.log")
            .says("The natural logarithm, or the second argument's logarithm to the first as base.")
            .example("LOG(2, 8)"),
        real("SIN", 1, "The sine of an angle in radians.", "SIN(1)"),
        real("COS", 1, "The cosine of an angle in radians.", "COS(1)"),
        real("TAN", 1, "The tangent of an angle in radians.", "TAN(1)"),
        real("COT", 1, "The cotangent of an angle in radians.", "COT(1)"),
        real("ASIN", 1, "The angle in radians that has the sine; NaN beyond 1.", "ASIN(1)"),
        real("ACOS", 1, "The angle in radians that has the cosine; NaN beyond 1.", "ACOS(0)"),
        real("ATAN", 1, "The angle in radians that has the tangent.", "ATAN(1)"),
        real("ATAN2", 2, "The angle in radians of the point (x, y), given as y, x.", "ATAN2(1, 1)"),
        real("SINH", 1, "The hyperbolic sine.", "SINH(1)"),
        real("COSH", 1, "The hyperbolic cosine.", "COSH(1)"),
        real("TANH", 1, "The hyperbolic tangent.", "TANH(1)"),
        real("DEGREES", 1, "Radians as degrees.", "DEGREES(PI())"),
        real("RADIANS", 1, "Degrees as radians.", "RADIANS(180)"),
        real("PI", 0, "The number π.", "PI()"),
        real("E", 0, "Euler's number e.", "E()"));
  }

  private static FunctionEntry real(String name, int arguments, String sentence, String example) {
    String parameters = String.join(", ", List.of("DOUBLE", "DOUBLE").subList(0, arguments));
    return number(name + "(" + parameters + ") → DOUBLE")
        .by("RealFunctions." + name.toLowerCase(Locale.ROOT))
        .says(sentence)
        .example(example);
  }

  private static FunctionEntry number(String... signatures) {
    return FunctionEntry.of("arithmetic", signatures);
  }
}
