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
            .example("LOWER('LEAT')"),
        text("CHAR_LENGTH(STRING) → INT")
            .alias("CHARACTER_LENGTH", "LENGTH")
            .by("StringFunctions.charLength")
            .says("How many characters (code points) the text has.")
            .example("CHAR_LENGTH('leat')"),
        text("OCTET_LENGTH(STRING) → INT", "OCTET_LENGTH(BYTES) → INT")
            .by("StringFunctions.octetLength")
            .says("How many bytes the text has in UTF-8.")
            .example("OCTET_LENGTH('leat')"),
        text("FIT_TEXT(STRING, INT) → STRING").by("StringFunctions.fitText").internal(),
        text("FIT_BYTES(BYTES, INT) → BYTES").by("StringFunctions.fitBytes").internal(),
        text("SUBSTRING(STRING, INT[, INT]) → STRING")
            .alias("SUBSTR")
            .by("StringFunctions.substring")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("The part from a position, counted from 1, from the end if negative.")
            .example("SUBSTRING('leat', 2, 2)"),
        text("LEFT(STRING, INT) → STRING")
            .by("StringFunctions.left")
            .says("The first characters.")
            .example("LEFT('leat', 2)"),
        text("RIGHT(STRING, INT) → STRING")
            .by("StringFunctions.right")
            .says("The last characters.")
            .example("RIGHT('leat', 2)"),
        text("BTRIM(STRING[, STRING]) → STRING")
            .alias("TRIM")
            .by("StringFunctions.btrim")
            .says("The text without the given characters (spaces) at both ends.")
            .example("BTRIM('  leat ')"),
        text("LTRIM(STRING[, STRING]) → STRING")
            .by("StringFunctions.ltrim")
            .says("The text without the given characters (spaces) at its start.")
            .example("LTRIM('xxleat', 'x')"),
        text("RTRIM(STRING[, STRING]) → STRING")
            .by("StringFunctions.rtrim")
            .says("The text without the given characters (spaces) at its end.")
            .example("RTRIM('leat  ')"),
        text("REPLACE(STRING, STRING, STRING) → STRING")
            .by("StringFunctions.replace")
            .says("The text with every occurrence of the second text replaced by the third.")
            .example("REPLACE('leat', 'ea', 'o')"),
        text("TRANSLATE(STRING, STRING, STRING) → STRING")
            .by("StringFunctions.translate")
            .memo("TranslateMemo")
            .says("The text with each character of the second one as its partner in the third one.")
            .example("TRANSLATE('leat', 'la', 'ho')"),
        text("CONCAT(TEXT...) → STRING", "CONCAT(BYTES...) → BYTES")
            .alias("||")
            .by("StringFunctions.concat")
            .variadic()
            .says("The texts one after another; NULL if one is.")
            .example("CONCAT('le', 'at')"),
        text("PRINTF(STRING) → STRING", "PRINTF(STRING, PRINTED...) → STRING")
            .alias("FORMAT")
            .by("PrintFunctions.printf")
            .variadic()
            .boxed()
            .nulls(FunctionEntry.Nulls.FIRST)
            .says("The values as a format of %s (text), %d (whole number), %.2f and the like says.")
            .example("PRINTF('%s: %d', 'leat', 7)"),
        text("CONCAT_WS(STRING, TEXT...) → STRING")
            .by("StringFunctions.concatWs")
            .variadic()
            .skipsNulls()
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("The texts that are not NULL, with the first argument between them.")
            .example("CONCAT_WS('-', 'le', 'at')"),
        text("POSITION(STRING, STRING) → INT")
            .by("SearchFunctions.position")
            .says("Where the first text is in the second one, counted from 1; 0 if it is not.")
            .example("POSITION('at' IN 'leat')"),
        text("INSTR(STRING, STRING[, INT, INT]) → INT")
            .alias("STRPOS")
            .by("SearchFunctions.instr")
            .says(
                "Where the second text is in the first one, counted from 1, from a position on (from"
                    + " the end if negative), for the n-th time; 0 if it is not.")
            .example("INSTR('leat', 'at')"),
        text("LOCATE(STRING, STRING[, INT]) → INT")
            .by("SearchFunctions.locate")
            .says("Where the first text is in the second one, from a position on; 0 if not.")
            .example("LOCATE('a', 'a leat', 2)"),
        text("LPAD(STRING, INT[, STRING]) → STRING")
            .by("StringFunctions.lpad")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says(
                "The text filled up at its start, with spaces if no text is given, or cut, to a length.")
            .example("LPAD('7', 3, '0')"),
        text("RPAD(STRING, INT[, STRING]) → STRING")
            .by("StringFunctions.rpad")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says(
                "The text filled up at its end, with spaces if no text is given, or cut, to a length.")
            .example("RPAD('7', 3, '.')"),
        text("REPEAT(STRING, INT) → STRING")
            .by("StringFunctions.repeat")
            .says("The text so many times.")
            .example("REPEAT('ab', 3)"),
        text("REVERSE(STRING) → STRING")
            .by("StringFunctions.reverse")
            .says("The text's characters in reverse order.")
            .example("REVERSE('leat')"),
        text("INITCAP(STRING) → STRING")
            .by("StringFunctions.initcap")
            .says("The text with the first letter of each word in upper case, the rest in lower.")
            .example("INITCAP('a leat')"),
        text("OVERLAY(STRING, STRING, INT[, INT]) → STRING")
            .by("StringFunctions.overlay")
            .says("The first text with a part, from a position, replaced by the second one.")
            .example("OVERLAY('leat' PLACING 'XX' FROM 2 FOR 2)"),
        text("ASCII(STRING) → INT")
            .by("StringFunctions.ascii")
            .says("The code of the first character; 0 for an empty text.")
            .example("ASCII('leat')"),
        text("CHR(INT) → STRING")
            .by("StringFunctions.chr")
            .says("The character of a code, modulo 256.")
            .example("CHR(65)"),
        text("STARTSWITH(STRING, STRING) → BOOLEAN")
            .alias("STARTS_WITH")
            .by("SearchFunctions.startsWith")
            .says("Whether the first text starts with the second one.")
            .example("STARTSWITH('leat', 'le')"),
        text("ENDSWITH(STRING, STRING) → BOOLEAN")
            .alias("ENDS_WITH")
            .by("SearchFunctions.endsWith")
            .says("Whether the first text ends with the second one.")
            .example("ENDSWITH('leat', 'at')"));
  }

  private static FunctionEntry text(String... signatures) {
    return FunctionEntry.of("string", signatures);
  }
}
