package io.leat.jdbc;

import java.sql.Struct;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row value whose fields are at hand. */
final class LeatStruct implements Struct {
  private final List<?> values;
  private final ColumnType type;

  LeatStruct(List<?> values, ColumnType type) {
    this.values = values;
    this.type = type;
  }

  @Override
  public String getSQLTypeName() {
    return type.name();
  }

  @Override
  public Object[] getAttributes() {
    @Nullable Object[] fields = new Object[values.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = JdbcValues.object(values.get(i), type.parts().get(i));
    }
    return fields;
  }

  @Override
  public Object[] getAttributes(@Nullable Map<String, Class<?>> map) {
    return getAttributes();
  }

  @Override
  public String toString() {
    return ValueText.of(values, type);
  }
}
