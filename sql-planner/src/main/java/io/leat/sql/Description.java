package io.leat.sql;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import java.util.Optional;

/**
 * A statement's shape.
 *
 * @param schema the columns of its result; absent for statements that give an update count
 * @param parameters the types of its {@code ?}, in order
 */
public record Description(Optional<RowSchema> schema, List<DataType> parameters) {
  public Description {
    parameters = List.copyOf(parameters);
  }
}
