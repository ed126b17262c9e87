package io.leat.sql.validate;

import io.leat.runtime.types.DataType;
import org.apache.calcite.sql.SqlDynamicParam;

/** A {@code ?} whose type is told by its place. */
public final class TypedParameter extends SqlDynamicParam {
  private final DataType type;

  public TypedParameter(SqlDynamicParam param, DataType type) {
    super(param.getIndex(), param.getParserPosition());
    this.type = type.withNullable(true);
  }

  DataType type() {
    return type;
  }
}
