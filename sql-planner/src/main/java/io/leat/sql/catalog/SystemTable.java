package io.leat.sql.catalog;

import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table that the engine itself fills. A query reads the rows that it has when the query is
 * planned.
 *
 * @param rows boxed values, row by row
 */
public record SystemTable(
    ObjectName name,
    RowSchema schema,
    String comment,
    Supplier<? extends List<? extends List<? extends @Nullable Object>>> rows)
    implements Relation {

  @Override
  public Set<ObjectName> functions() {
    return Set.of();
  }
}
