package io.leat.sql.parse;

import org.apache.calcite.sql.parser.SqlParserPos;

/** PASSING, the variables of JSON paths: the grammar knows it, so that it can be refused. */
public final class JsonPassing {
  private JsonPassing() {}

  public static SyntaxError unsupported(SqlParserPos pos) {
    return SyntaxError.unsupported(
        "PASSING is not supported: JSON paths have no variables",
        "make the path of its parts: CONCAT('$[', CAST(i AS STRING), ']')",
        pos);
  }
}
