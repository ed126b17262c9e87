package io.leat.server.oracle;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.ScalarType;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types, values and queries in DuckDB's words. */
public final class DuckText {
  private static final List<Map.Entry<Pattern, String>> WORDS =
      List.of(
          Map.entry(Pattern.compile("`"), "\""),
          Map.entry(Pattern.compile("\\bSTRING\\b"), "VARCHAR"),
          Map.entry(Pattern.compile("\\bBYTES\\b"), "BLOB"),
          Map.entry(Pattern.compile("\\bCHAR_LENGTH\\b"), "LENGTH"),
          Map.entry(Pattern.compile("\\bEVERY\\b"), "BOOL_AND"),
          Map.entry(Pattern.compile("\\) IGNORE NULLS OVER"), " IGNORE NULLS) OVER"),
          Map.entry(
              Pattern.compile("\\bLISTAGG\\((.*?)\\) WITHIN GROUP \\((.*?)\\)"),
              "STRING_AGG($1 $2)"));

  private DuckText() {}

  public static String type(DataType type) {
    if (type instanceof ArrayType array) {
      return type(array.element()) + "[]";
    }
    if (type instanceof MapType map) {
      return "MAP(" + type(map.key()) + ", " + type(map.value()) + ")";
    }
    return switch (type.kind()) {
      case VARCHAR, CHAR -> "VARCHAR";
      case VARBINARY, BINARY -> "BLOB";
      case FLOAT -> "REAL";
      case DECIMAL ->
          "DECIMAL(" + ((ScalarType) type).precision() + ", " + ((ScalarType) type).scale() + ")";
      case TIME -> "TIME";
      case TIMESTAMP -> "TIMESTAMP";
      case TIMESTAMP_LTZ -> "TIMESTAMPTZ";
      default -> type.kind().name();
    };
  }

  public static String literal(@Nullable Object value, DataType type) {
    if (value == null) {
      return "CAST(NULL AS " + type(type) + ")";
    }
    if (type instanceof ArrayType array) {
      return ((List<?>) value)
          .stream()
              .map(element -> literal(element, array.element()))
              .collect(Collectors.joining(", ", "CAST([", "] AS " + type(type) + ")"));
    }
    if (type instanceof MapType map) {
      return ((Map<?, ?>) value)
          .entrySet().stream()
              .map(
                  entry ->
                      literal(entry.getKey(), map.key())
                          + ": "
                          + literal(entry.getValue(), map.value()))
              .collect(Collectors.joining(", ", "CAST(MAP {", "} AS " + type(type) + ")"));
    }
    return switch (type.kind()) {
      case VARCHAR, CHAR -> "'" + value.toString().replace("'", "''") + "'";
      case VARBINARY, BINARY -> "from_hex('" + HexFormat.of().formatHex((byte[]) value) + "')";
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> value.toString();
      default -> "CAST('" + value + "' AS " + type(type) + ")";
    };
  }

  /** A query of Leat's in DuckDB's words, where a change of words is all that it takes. */
  static String query(String sql) {
    String text = sql;
    for (Map.Entry<Pattern, String> word : WORDS) {
      text = word.getKey().matcher(text).replaceAll(word.getValue());
    }
    return text;
  }
}
