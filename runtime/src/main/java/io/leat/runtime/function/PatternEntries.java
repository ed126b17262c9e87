package io.leat.runtime.function;

import java.util.List;

/** LIKE and its relatives, and regular expressions. */
final class PatternEntries {
  private PatternEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        like("LIKE(STRING, STRING[, STRING]) → BOOLEAN")
            .by("PatternFunctions.like")
            .says("Whether the text matches a pattern of % (any text) and _ (any character).")
            .example("'leat' LIKE 'l%t'"),
        like("ILIKE(STRING, STRING[, STRING]) → BOOLEAN")
            .by("PatternFunctions.ilike")
            .says("LIKE without regard to case.")
            .example("'leat' ILIKE 'L%T'"),
        like("SIMILAR TO(STRING, STRING[, STRING]) → BOOLEAN")
            .by("PatternFunctions.similarTo")
            .says("Whether the text matches an SQL regular expression.")
            .example("'leat' SIMILAR TO '(le|la)%'"),
        regex("REGEXP(STRING, STRING) → BOOLEAN")
            .by("RegexFunctions.regexp")
            .says("Whether a part of the text matches a regular expression that is not empty.")
            .example("REGEXP('leat', 'l.*t')"),
        regex("REGEXP_LIKE(STRING, STRING[, STRING]) → BOOLEAN")
            .by("RegexFunctions.regexpLike")
            .says(
                "Whether a part of the text matches a regular expression; flags: i without regard to"
                    + " case, n lines by themselves, s a dot is a line's end too, x with comments.")
            .example("REGEXP_LIKE('leat', 'L.*T', 'i')"),
        regex("REGEXP_REPLACE(STRING, STRING, STRING) → STRING")
            .by("RegexFunctions.regexpReplace")
            .says("The text with each match of a regular expression replaced by the third text.")
            .example("REGEXP_REPLACE('leat', '[aeiou]+', '-')"),
        regex("REGEXP_EXTRACT(STRING, STRING[, INT]) → STRING")
            .by("RegexFunctions.regexpExtract")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says(
                "The first match of a regular expression, or of a group of it; NULL if there is"
                    + " none.")
            .example("REGEXP_EXTRACT('leat=7', '(.*)=(.*)', 2)"),
        regex("REGEXP_EXTRACT_ALL(STRING, STRING[, INT]) → ARRAY<STRING>")
            .by("RegexFunctions.regexpExtractAll")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says(
                "What a group (the first one; 0 is the whole) of all matches of a regular expression"
                    + " holds.")
            .example("REGEXP_EXTRACT_ALL('a=1,b=2', '[a-z]=([0-9])')"),
        regex("REGEXP_COUNT(STRING, STRING) → INT")
            .by("RegexFunctions.regexpCount")
            .says("How often a regular expression matches.")
            .example("REGEXP_COUNT('leat', '[ae]')"),
        regex("REGEXP_INSTR(STRING, STRING) → INT")
            .by("RegexFunctions.regexpInstr")
            .says("Where the first match of a regular expression is, counted from 1; 0 if nowhere.")
            .example("REGEXP_INSTR('leat', '[ae]')"),
        regex("REGEXP_SUBSTR(STRING, STRING) → STRING")
            .by("RegexFunctions.regexpExtract")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("The first match of a regular expression; NULL if there is none.")
            .example("REGEXP_SUBSTR('leat', '[ae]+')"));
  }

  private static FunctionEntry like(String signature) {
    return FunctionEntry.of("comparison", signature).memo("PatternMemo");
  }

  private static FunctionEntry regex(String signature) {
    return FunctionEntry.of("string", signature).memo("RegexMemo");
  }
}
