package io.leat.sql.lower;

import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names that tell the columns of a schema apart in EXPLAIN: the second {@code id} is {@code id:2}.
 */
final class ColumnNames {
  private ColumnNames() {}

  static List<String> of(RowSchema schema) {
    Set<String> seen = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (RowSchema.Field field : schema.fields()) {
      String name = field.name();
      for (int i = 2; !seen.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = field.name() + ":" + i;
      }
      names.add(name);
    }
    return names;
  }
}
