package io.leat.runtime.function;

import java.util.List;

/** The functions of the bits of whole numbers, and their binary and hexadecimal digits. */
final class BitEntries {
  private BitEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        bits("BITAND(INTEGRAL, INTEGRAL) → INTEGRAL")
            .by("BitFunctions.and")
            .says("The bits set in both arguments; also a & b.")
            .example("BITAND(12, 10)"),
        bits("BITOR(INTEGRAL, INTEGRAL) → INTEGRAL")
            .by("BitFunctions.or")
            .says("The bits set in either argument; also a | b.")
            .example("BITOR(12, 10)"),
        bits("BITXOR(INTEGRAL, INTEGRAL) → INTEGRAL")
            .by("BitFunctions.xor")
            .says("The bits set in one argument only; also a # b.")
            .example("BITXOR(12, 10)"),
        bits("BITNOT(INTEGRAL) → INTEGRAL")
            .by("BitFunctions.not")
            .says("The bits that are not set; also ~a.")
            .example("BITNOT(12)"),
        bits("SHIFTLEFT(INTEGRAL, BIGINT) → INTEGRAL")
            .by("BitFunctions.shiftLeft")
            .says("The first argument times 2 to the power of the second; also a << n.")
            .example("SHIFTLEFT(3, 4)"),
        bits("SHIFTRIGHT(INTEGRAL, BIGINT) → INTEGRAL")
            .by("BitFunctions.shiftRight")
            .says("The first argument by 2 to the power of the second, rounded down; also a >> n.")
            .example("SHIFTRIGHT(48, 4)"),
        bits("BIN(BIGINT) → STRING")
            .by("BitFunctions.bin")
            .says("The binary digits of a whole number, in two's complement if it is negative.")
            .example("BIN(12)"),
        bits("HEX(BIGINT) → STRING", "HEX(STRING) → STRING", "HEX(BYTES) → STRING")
            .by("BitFunctions.hex")
            .says("The hexadecimal digits of a whole number, or of the bytes of a text.")
            .example("HEX('leat')"),
        bits("UNHEX(STRING) → BYTES")
            .by("BitFunctions.unhex")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says(
                "The bytes that hexadecimal digits stand for; NULL if there is another character.")
            .example("UNHEX('6C656174')"));
  }

  private static FunctionEntry bits(String... signatures) {
    return FunctionEntry.of("arithmetic", signatures);
  }
}
