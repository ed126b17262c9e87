package io.leat.runtime.function;

import java.util.List;

/** The functions that take one part of several. */
final class SplitEntries {
  private SplitEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        text("SPLIT_INDEX(STRING, STRING, INT) → STRING", "SPLIT_INDEX(STRING, INT, INT) → STRING")
            .by("SplitFunctions.splitIndex")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says(
                "A part, counted from 0, of a text cut at a separator (or the character of a code);"
                    + " NULL if there is none.")
            .example("SPLIT_INDEX('a,b,c', ',', 1)"),
        text("SPLIT_PART(STRING, STRING, INT) → STRING")
            .by("SplitFunctions.splitPart")
            .says(
                "A part, counted from 1 or from the end if negative, of a text cut at a separator;"
                    + " empty if there is none.")
            .example("SPLIT_PART('a,b,c', ',', 2)"),
        text("SPLIT(STRING, STRING) → ARRAY<STRING>")
            .by("SplitFunctions.split")
            .says("The parts of a text cut at a separator; its characters if that is empty.")
            .example("SPLIT('a,b,c', ',')"),
        text("STR_TO_MAP(STRING[, STRING, STRING]) → MAP<STRING, STRING>")
            .by("SplitFunctions.strToMap")
            .memo("MapTextMemo")
            .says(
                "The map that a text lists, with regular expressions between its pairs (a comma) and"
                    + " between key and value (an equals sign).")
            .example("STR_TO_MAP('k1=v1,k2=v2')"),
        text("ELT(INT, TEXT...) → STRING", "ELT(INT, BYTES...) → BYTES")
            .by("SplitFunctions.elt")
            .variadicBehind(1)
            .skipsNulls()
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("The argument with that number, counted from 1; NULL if there is none.")
            .example("ELT(2, 'le', 'at')"));
  }

  private static FunctionEntry text(String... signatures) {
    return FunctionEntry.of("string", signatures);
  }
}
