package io.leat.runtime.function;

import java.util.List;

/** The functions between text and bytes, addresses and JSON. */
final class EncodingEntries {
  private EncodingEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        text("TO_BASE64(STRING) → STRING", "TO_BASE64(BYTES) → STRING")
            .by("EncodingFunctions.toBase64")
            .says("The bytes of the argument in Base64.")
            .example("TO_BASE64('leat')"),
        text("FROM_BASE64(STRING) → STRING")
            .by("EncodingFunctions.fromBase64")
            .says("The text that Base64 stands for.")
            .example("FROM_BASE64('bGVhdA==')"),
        text("ENCODE(STRING, STRING) → BYTES")
            .by("EncodingFunctions.encodeText")
            .memo("CharsetMemo")
            .says("The bytes of a text in a character set such as UTF-8, UTF-16 or ISO-8859-1.")
            .example("ENCODE('leat', 'UTF-8')"),
        text("DECODE(BYTES, STRING) → STRING")
            .by("EncodingFunctions.decodeBytes")
            .memo("CharsetMemo")
            .says("The text that bytes are in a character set such as UTF-8, UTF-16 or ISO-8859-1.")
            .example("DECODE(UNHEX('6C656174'), 'UTF-8')"),
        text("IS_VALID_UTF8(BYTES) → BOOLEAN")
            .by("EncodingFunctions.isValidUtf8")
            .says("Whether bytes are text in UTF-8.")
            .example("IS_VALID_UTF8(UNHEX('6C656174'))"),
        text("MAKE_VALID_UTF8(BYTES) → STRING")
            .by("EncodingFunctions.makeValidUtf8")
            .says("Bytes as text in UTF-8, with U+FFFD for what is none.")
            .example("MAKE_VALID_UTF8(UNHEX('6C656174FF'))"),
        text("URL_ENCODE(STRING) → STRING")
            .by("UrlFunctions.urlEncode")
            .says("The text as a part of a web address (application/x-www-form-urlencoded).")
            .example("URL_ENCODE('a leat')"),
        text("URL_DECODE(STRING) → STRING")
            .by("UrlFunctions.urlDecode")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says("The text that URL_ENCODE makes such a part of; NULL if it is not valid.")
            .example("URL_DECODE('a+leat%21')"),
        text("PARSE_URL(STRING, STRING[, STRING]) → STRING")
            .by("UrlFunctions.parseUrl")
            .nulls(FunctionEntry.Nulls.POSSIBLE)
            .says(
                "A part of a web address: PROTOCOL, AUTHORITY, USERINFO, HOST, FILE, PATH, REF,"
                    + " QUERY, or a parameter of the query.")
            .example("PARSE_URL('http://leat.io/a?k=v', 'QUERY', 'k')"),
        text("JSON_QUOTE(STRING) → STRING")
            .by("JsonStringFunctions.jsonQuote")
            .says("The text as a string of JSON.")
            .example("JSON_QUOTE('a \"leat\"')"),
        text("JSON_UNQUOTE(STRING) → STRING")
            .by("JsonStringFunctions.jsonUnquote")
            .says("The text of a string of JSON; what is none as it is.")
            .example("JSON_UNQUOTE('\"leat\"')"));
  }

  private static FunctionEntry text(String... signatures) {
    return FunctionEntry.of("string", signatures);
  }
}
