package io.leat.runtime.types;

/** {@code ARRAY<element>}. */
public record ArrayType(DataType element, boolean nullable) implements DataType {

  @Override
  public TypeKind kind() {
    return TypeKind.ARRAY;
  }

  @Override
  public ArrayType withNullable(boolean newNullable) {
    return newNullable == nullable ? this : new ArrayType(element, newNullable);
  }

  @Override
  public Physical physical() {
    return Physical.ARRAY;
  }

  @Override
  public boolean hasOrder() {
    return element.hasOrder();
  }

  @Override
  public String sqlName() {
    return "ARRAY<" + element + ">";
  }

  @Override
  public String toString() {
    return nullable ? sqlName() : sqlName() + " NOT NULL";
  }
}
