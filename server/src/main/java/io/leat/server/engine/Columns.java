package io.leat.server.engine;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.List;

/** The columns of a system table, as one line of text gives them. */
final class Columns {
  private Columns() {}

  /**
   * Columns from text such as {@code "name! position:int comment"}.
   *
   * @param text names apart by blanks; each may have a type after a colon: text (the default), int,
   *     bigint, double, boolean, time; {@code !} after it says that it is never NULL
   */
  static RowSchema of(String text) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (String column : text.trim().split("\\s+")) {
      boolean present = column.endsWith("!");
      String[] parts = column.replace("!", "").split(":", 2);
      DataType type =
          switch (parts.length == 1 ? "text" : parts[1]) {
            case "text" -> ScalarType.STRING;
            case "int" -> ScalarType.INTEGER;
            case "bigint" -> ScalarType.BIGINT;
            case "double" -> ScalarType.DOUBLE;
            case "boolean" -> ScalarType.BOOLEAN;
            case "time" -> ScalarType.timestampLtz(3);
            default -> throw new IllegalArgumentException("no type: " + column);
          };
      fields.add(new RowSchema.Field(parts[0], type.withNullable(!present)));
    }
    return new RowSchema(fields);
  }
}
