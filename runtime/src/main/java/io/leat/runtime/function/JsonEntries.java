package io.leat.runtime.function;

import io.leat.runtime.function.FunctionEntry.Nulls;
import java.util.List;

/** The functions of JSON text, and what their calls with options are rewritten to. */
final class JsonEntries {
  private JsonEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        json("IS JSON(STRING, STRING) → BOOLEAN", "IS JSON(VARIANT, STRING) → BOOLEAN")
            .by("JsonFunctions.isJson")
            .variadic()
            .skipsNulls()
            .nulls(Nulls.NEVER)
            .says("Whether the text is JSON: a VALUE, SCALAR, ARRAY or OBJECT.")
            .example("'[1, 2]' IS JSON ARRAY"),
        json("JSON_EXISTS(STRING, STRING) → BOOLEAN", "JSON_EXISTS(VARIANT, STRING) → BOOLEAN")
            .by("JsonFunctions.exists")
            .memo("JsonMemo")
            .says("Whether a path leads to a value in JSON text.")
            .example("JSON_EXISTS('{\"a\": 1}', '$.a')"),
        json("JSON_VALUE(STRING, STRING) → STRING", "JSON_VALUE(VARIANT, STRING) → STRING")
            .by("JsonFunctions.value")
            .memo("JsonMemo")
            .nulls(Nulls.POSSIBLE)
            .says("The scalar that a path leads to in JSON text.")
            .example("JSON_VALUE('{\"a\": [10, 20]}', '$.a[1]' RETURNING INT)"),
        json("JSON_QUERY(STRING, STRING) → STRING", "JSON_QUERY(VARIANT, STRING) → STRING")
            .by("JsonFunctions.query")
            .memo("JsonMemo")
            .nulls(Nulls.POSSIBLE)
            .says("The array or object that a path leads to in JSON text.")
            .example("JSON_QUERY('{\"a\": [1, 2]}', '$.a')"),
        json("JSON_OBJECT(STRING...) → STRING")
            .by("JsonConstructors.object")
            .memo("JsonMemo")
            .variadic()
            .skipsNulls()
            .nulls(Nulls.NEVER)
            .says("A JSON object of keys and values.")
            .example("JSON_OBJECT('a' VALUE 1, 'b' VALUE JSON_ARRAY(2, 3))"),
        json("JSON_ARRAY(STRING...) → STRING")
            .by("JsonConstructors.array")
            .memo("JsonMemo")
            .variadic()
            .skipsNulls()
            .nulls(Nulls.NEVER)
            .says("A JSON array of values.")
            .example("JSON_ARRAY(1, 'a', TRUE)"),
        json("JSON_STRING(T) → STRING")
            .says("A value of any type as JSON text.")
            .example("JSON_STRING(ARRAY[1, 2])"),
        json("JSON(STRING) → STRING")
            .by("JsonConstructors.json")
            .memo("JsonMemo")
            .says("Text that is JSON, to be put into JSON as it is.")
            .example("JSON_OBJECT('a' VALUE JSON('[1, 2]'))"),
        json("JSON_LENGTH(STRING[, STRING]) → INT", "JSON_LENGTH(VARIANT[, STRING]) → INT")
            .by("JsonFunctions.length")
            .memo("JsonMemo")
            .nulls(Nulls.POSSIBLE)
            .says("How many elements or members the JSON value has, 1 for a scalar.")
            .example("JSON_LENGTH('{\"a\": [1, 2]}', '$.a')"),
        FunctionEntry.of(
                "variant", "PARSE_JSON(STRING) → VARIANT", "PARSE_JSON(STRING, BOOLEAN) → VARIANT")
            .by("VariantFunctions.parse")
            .memo("VariantMemo")
            .says("The value that JSON text writes; TRUE allows an object to have a key twice.")
            .example("PARSE_JSON('[1, 2]')"),
        FunctionEntry.of(
                "variant",
                "TRY_PARSE_JSON(STRING) → VARIANT",
                "TRY_PARSE_JSON(STRING, BOOLEAN) → VARIANT")
            .by("VariantFunctions.tryParse")
            .memo("VariantMemo")
            .nulls(Nulls.POSSIBLE)
            .says("The value that JSON text writes; NULL for text that is not JSON.")
            .example("TRY_PARSE_JSON('[1, 2]')"),
        FunctionEntry.of("variant", "VARIANT_FIELD(VARIANT, STRING) → VARIANT")
            .by("VariantFunctions.field")
            .memo("VariantMemo")
            .nulls(Nulls.POSSIBLE)
            .internal(),
        FunctionEntry.of("variant", "VARIANT_ELEMENT(VARIANT, INT) → VARIANT")
            .by("VariantFunctions.element")
            .memo("VariantMemo")
            .nulls(Nulls.POSSIBLE)
            .internal(),
        json(
                "JSON_EXISTS_ELSE(STRING, STRING, STRING) → BOOLEAN",
                "JSON_EXISTS_ELSE(VARIANT, STRING, STRING) → BOOLEAN")
            .by("JsonFunctions.existsElse")
            .memo("JsonMemo")
            .internal(),
        json("JSON_PROBE(STRING, STRING) → INT", "JSON_PROBE(VARIANT, STRING) → INT")
            .by("JsonFunctions.probe")
            .memo("JsonMemo")
            .nulls(Nulls.POSSIBLE)
            .internal(),
        json("JSON_VALUE_ELSE(STRING...) → STRING", "JSON_VALUE_ELSE(VARIANT, STRING...) → STRING")
            .by("JsonFunctions.valueElse")
            .memo("JsonMemo")
            .variadic()
            .skipsNulls()
            .nulls(Nulls.POSSIBLE)
            .internal(),
        json(
                "JSON_QUERY_ELSE(STRING, STRING, STRING) → STRING",
                "JSON_QUERY_ELSE(VARIANT, STRING, STRING) → STRING")
            .by("JsonFunctions.queryElse")
            .memo("JsonMemo")
            .nulls(Nulls.POSSIBLE)
            .internal(),
        json(
                "JSON_QUERY_ARRAY(STRING, STRING, STRING) → ARRAY<STRING>",
                "JSON_QUERY_ARRAY(VARIANT, STRING, STRING) → ARRAY<STRING>")
            .by("JsonFunctions.queryArray")
            .memo("JsonMemo")
            .nulls(Nulls.POSSIBLE)
            .internal(),
        json("JSON_TABLE_COLUMN(STRING, STRING, STRING, STRING...) → STRING")
            .by("JsonColumnFunctions.column")
            .memo("JsonMemo")
            .variadicBehind(3)
            .skipsNulls()
            .nulls(Nulls.POSSIBLE)
            .internal(),
        json("JSON_TABLE_EXISTS(STRING, STRING, STRING) → BOOLEAN")
            .by("JsonColumnFunctions.exists")
            .memo("JsonMemo")
            .nulls(Nulls.POSSIBLE)
            .internal());
  }

  private static FunctionEntry json(String... signatures) {
    return FunctionEntry.of("JSON", signatures);
  }
}
