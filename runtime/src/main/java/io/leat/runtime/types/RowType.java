package io.leat.runtime.types;

/** {@code ROW<name type, …>}. */
public record RowType(RowSchema schema, boolean nullable) implements DataType {

  @Override
  public TypeKind kind() {
    return TypeKind.ROW;
  }

  @Override
  public RowType withNullable(boolean newNullable) {
    return newNullable == nullable ? this : new RowType(schema, newNullable);
  }

  @Override
  public Physical physical() {
    return Physical.ROW;
  }

  @Override
  public boolean hasOrder() {
    return schema.types().stream().allMatch(DataType::hasOrder);
  }

  @Override
  public String sqlName() {
    return "ROW<" + schema + ">";
  }

  @Override
  public String toString() {
    return nullable ? sqlName() : sqlName() + " NOT NULL";
  }
}
